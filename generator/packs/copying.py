"""Which files of a pack are copied into the archive, and under which names.

An outline is copied unless the archive has its content already, under whatever name. Sidecars and collection files
come with the outlines they are for, and take part in their renaming.
"""

from __future__ import annotations

import stat
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import Final

from generator.readers import READERS, ReadError
from generator.readers.base import MEGABYTE, sniff
from generator.refusals import reason
from generator.sources import Kind, classify, sidecars

from . import tools
from .formats import folder_members, tar_members, zip_members
from .members import Budget, Limits, Member, MemberError, Outcome
from .names import drop_top, folder_name, place, printable, readable
from .store import Store

SETTINGS_LIMIT: Final = MEGABYTE
"""Largest sidecar or collection file in bytes."""

_PACKS: Final = frozenset({".7z", ".bz2", ".gz", ".rar", ".tar", ".tbz", ".tgz", ".txz", ".xz", ".zip"})


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one file of a pack."""

    file: str
    """Its name in the pack, fit for the screen."""
    outcome: Outcome
    target: str = ""
    """Where it was copied to, or which outline of the archive is the same."""


@dataclass(slots=True)
class Imported:
    """What became of a pack."""

    pack: Path
    folder: Path
    """Where it was copied to."""
    steps: list[Step] = field(default_factory=list)
    problem: str = ""
    """Why it could not be opened, or not be read to its end: a Chinese sentence."""

    @property
    def counts(self) -> Counter[Outcome]:
        """How many files met each end."""
        return Counter(step.outcome for step in self.steps)


def import_pack(pack: Path, store: Store, into: Path | None = None, limits: Limits | None = None) -> Imported:
    """Copy the outlines of a pack into a folder; by default into the content folder's one of the pack's name."""
    name = folder_name(_stem(pack))
    done = Imported(pack, into or store.content / name)
    if into and not into.resolve().is_relative_to(store.content.resolve()):
        store.learn(into)
    try:
        with _opened(pack, limits or Limits(), done) as (members, budget):
            _Visit(done, store, budget, name).visit(members)
    except ReadError as error:
        done.problem = error.text
    except RecursionError:
        done.problem = "文件夹套得太深，没有再往下取。"
    return done


def _stem(pack: Path) -> str:
    """The name of a pack without its suffixes; of ``.`` and ``..`` that of the folder meant."""
    [name] = readable([pack.name if pack.name not in ("", "..") else pack.resolve().name])
    if pack.is_dir():
        return name
    stem = PurePosixPath(name).stem
    return PurePosixPath(stem).stem if stem.lower().endswith(".tar") else stem


@contextmanager
def _opened(pack: Path, limits: Limits, done: Imported) -> Iterator[tuple[list[Member], Budget]]:
    """The members of a pack of any kind; raises ReadError."""
    try:
        status = pack.stat()
        if stat.S_ISDIR(status.st_mode):
            budget = Budget(limits)
            yield folder_members(pack, budget), budget
            return
        if not stat.S_ISREG(status.st_mode):
            raise ReadError("unreadable", "不是普通文件，没有读取。")
        with pack.open("rb") as stream, ExitStack() as stack:
            budget = Budget(limits, status.st_size)
            head = stream.read(1024)
            kind, _ = sniff(head)
            if pack.suffix.lower() in READERS:
                raise ReadError("not-a-pack", "这是一篇文稿，不是压缩包，请直接放进 content/。")
            if head.startswith(b"PK"):
                yield zip_members(stream, status.st_size, budget, stack), budget
            elif kind in ("7z", "rar"):
                made = tools.unpack(pack, kind, limits, stack)
                if made.suspect:
                    done.problem = "解压程序说有的文件损坏或加了密，取到的可能不全。"
                yield _unpacked(made, budget), budget
            else:
                yield tar_members(pack, budget, stack), budget
    except OSError as error:
        raise ReadError("unreadable", f"打不开：{reason(error)}。") from None


def _unpacked(made: tools.Unpacked, budget: Budget) -> list[Member]:
    members = {member.name: member for member in folder_members(made.folder, budget, unpacked=True)}
    for name, outcome in made.failed.items():
        members[name] = replace(members.get(name) or Member(name, lambda _: b""), refused=outcome)
    return list(members.values())


def _is_wanted(path: str) -> bool:
    return classify(path) in (Kind.OUTLINE, Kind.SIDECAR, Kind.COLLECTION) or path.lower().endswith(".zip")


class _Visit:
    """One pack, or a zip within it, member by member."""

    def __init__(self, done: Imported, store: Store, budget: Budget, name: str, within: str = "") -> None:
        self._done = done
        self._store = store
        self._budget = budget
        self._name = name
        self._within = within  # the name of the zip in its pack, for the screen
        # A sidecar's path in the pack -> its paths for what its outlines were copied to, "" for one not copied.
        self._sidecars: defaultdict[str, set[str]] = defaultdict(set)
        self._folders: dict[str, bool] = {}  # with outlines -> whether one of them was copied

    def visit(self, members: list[Member], folder: str = "") -> None:
        """Copy the members below ``folder``, outlines first: the rest depends on what becomes of them."""
        places = [place(member.name) for member in members]
        top = drop_top((path for path in places if path and _is_wanted(path)), self._name)
        settings: list[tuple[str, Member]] = []
        for path, member in zip(places, members, strict=True):
            if path is None:
                self._record(member, Outcome.OUTSIDE)
                continue
            path = folder + path.removeprefix(top)
            kind = classify(path)
            if kind is Kind.IGNORED:
                self._record(member, Outcome.IGNORED)
            elif member.refused:
                self._record(member, member.refused)
            elif kind in (Kind.SIDECAR, Kind.COLLECTION):
                settings.append((path, member))
            else:
                self._try(path, member, kind)
        for path, member in settings:
            self._try(path, member, classify(path))

    def _try(self, path: str, member: Member, kind: Kind) -> None:
        try:
            if kind is Kind.OUTLINE:
                self._outline(path, member)
            elif kind in (Kind.SIDECAR, Kind.COLLECTION):
                self._settings(path, member, kind)
            elif PurePosixPath(path).suffix.lower() in _PACKS:
                self._zip(path, member)
            else:
                self._record(member, Outcome.UNKNOWN)
        except MemberError as error:
            self._record(member, error.outcome)

    def _outline(self, path: str, member: Member) -> None:
        data = member.read(READERS[PurePosixPath(path).suffix.lower()].limit)
        if not data:
            raise MemberError(Outcome.EMPTY)
        if found := self._store.find(data):
            self._remember(path)
            self._record(member, Outcome.PRESENT, found)
        else:
            target = self._store.add(self._done.folder, path, data, member.modified)
            self._remember(path, target)
            self._record(member, Outcome.COPIED, self._done.folder / target)

    def _remember(self, path: str, target: str = "") -> None:
        for old, new in zip(sidecars(path), sidecars(target or path), strict=True):
            self._sidecars[old].add(new if target else "")
        for parent in PurePosixPath(path).parents:
            self._folders[str(parent)] = self._folders.get(str(parent), False) or bool(target)

    def _settings(self, path: str, member: Member, kind: Kind) -> None:
        if kind is Kind.COLLECTION:
            copied = self._folders.get(str(PurePosixPath(path).parent))
            targets = set() if copied is None else {path if copied else ""}
        else:
            targets = self._sidecars.get(path, set())
        for target in sorted(targets - {""}):
            data = member.read(SETTINGS_LIMIT)
            outcome = self._store.add_settings(self._done.folder, target, data, member.modified)
            self._record(member, outcome, self._done.folder / target)
        if not targets - {""}:
            self._record(member, Outcome.PRESENT if targets else Outcome.STRAY)

    def _zip(self, path: str, member: Member) -> None:
        if self._within or not path.lower().endswith(".zip"):
            raise MemberError(Outcome.NESTED)
        data = member.read(self._budget.limits.nested)
        name = folder_name(PurePosixPath(path).stem)
        inner = _Visit(self._done, self._store, self._budget, name, member.name + "/")
        with ExitStack() as stack:
            try:
                members = zip_members(BytesIO(data), len(data), self._budget, stack)
            except ReadError as error:
                if error.code == "pack-limit":
                    raise
                raise MemberError(Outcome.DAMAGED) from None
            inner.visit(members, str(PurePosixPath(path).with_name(name)) + "/")

    def _record(self, member: Member, outcome: Outcome, target: Path | None = None) -> None:
        shown = printable(self._within + member.name)
        self._done.steps.append(Step(shown, outcome, printable(target.as_posix()) if target else ""))
