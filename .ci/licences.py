"""Every package that comes with Tigang, with its version and licence, as the packages themselves tell.

``python .ci/licences.py [--all]`` prints Markdown; ``--all`` adds what development needs. The exit code is 1 where a
package tells no licence.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib import metadata

from packaging.requirements import Requirement

OWN = "tigang"
_NAMES = {
    "BSD License": "BSD",
    "MIT License": "MIT",
    "Apache Software License": "Apache",
    "Python Software Foundation License": "PSF",
}


def needed(extras: frozenset[str]) -> dict[str, metadata.Distribution]:
    """What our own package needs with some of its extras, by canonical name; only what is installed here."""
    found: dict[str, metadata.Distribution] = {}
    waiting = [(OWN, extras)]
    seen = set()
    while waiting:
        name, wanted = waiting.pop()
        if (name, wanted) in seen:
            continue
        seen.add((name, wanted))
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another system or another Python
        found[_canonical(name)] = package
        for text in package.requires or ():
            requirement = Requirement(text)
            if _applies(requirement, wanted):
                waiting.append((_canonical(requirement.name), frozenset(requirement.extras)))
    del found[OWN]
    return dict(sorted(found.items()))


def licence(package: metadata.Distribution) -> str:
    """What a package says of its licence: the expression, else its classifiers, else how its text begins."""
    said = package.metadata
    for expression in said.get_all("License-Expression") or ():
        return str(expression)
    classes = [text.rpartition(" :: ")[2] for text in said.get_all("Classifier") or () if text.startswith("License ::")]
    names = [_NAMES.get(name, name) for name in classes if name != "OSI Approved"]
    if names:
        return ", ".join(names)
    heads = (text.strip().partition("\n")[0] for text in _texts(package))
    return next((head for head in heads if 0 < len(head) <= 60), "")


def _texts(package: metadata.Distribution) -> Iterator[str]:
    yield from package.metadata.get_all("License") or ()
    for name in package.metadata.get_all("License-File") or ():
        yield package.read_text(f"licenses/{name}") or ""


def lines(packages: dict[str, metadata.Distribution]) -> Iterator[str]:
    """A table in Markdown."""
    yield "| package | version | licence |"
    yield "|---|---|---|"
    for name, package in packages.items():
        yield f"| {name} | {package.version} | {licence(package) or 'not told'} |"


def _applies(requirement: Requirement, extras: frozenset[str]) -> bool:
    return requirement.marker is None or any(requirement.marker.evaluate({"extra": one}) for one in (*extras, ""))


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def main() -> int:
    """Print the list."""
    packages = needed(frozenset({"fast", "dev"} if "--all" in sys.argv[1:] else {"fast"}))
    print("\n".join(lines(packages)))
    silent = [name for name, package in packages.items() if not licence(package)]
    if silent:
        print(f"no licence is told by {', '.join(silent)}", file=sys.stderr)
    return bool(silent)


if __name__ == "__main__":
    sys.exit(main())
