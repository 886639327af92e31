"""How fast documents are understood: ``python -m benchmarks.parse_speed``.

Characters a second on one core, for roles, unwrapping, parse and screening together.

At least 300,000 are asked for on documents; a text of 5 MB, in one line or in 200,000, must stay linear.
"""

from __future__ import annotations

import time

from benchmarks.outlines import sample
from generator import roles, screening, structure
from generator.model import Line, Manuscript, Outline
from generator.screening import Policy


def manuscript(text: str) -> Manuscript:
    lines = (Line(t, i) for i, t in enumerate(text.split("\n"), 1) if t.strip())
    return Manuscript("txt", tuple(lines))


def understand(source: Manuscript) -> Outline:
    """The screened outline."""
    draft = roles.assign(source)
    return screening.screen(structure.parse(draft), draft, Policy())[0]


def measure(name: str, texts: list[str]) -> float:
    """Print and return the characters a second over some texts."""
    manuscripts = [manuscript(text) for text in texts]
    start = time.process_time()
    found = sum(len(understand(m).sections) for m in manuscripts)
    spent = time.process_time() - start
    size = sum(map(len, texts))
    print(f"{name:28} {size:>9,} characters  {found:>6} headings  {spent:7.2f} s  {size / spent:>9,.0f} a second")
    return size / spent


def main() -> None:
    speeches = []
    for seed in range(300):
        made = sample(seed, wrap=0.1)
        # Speeches have about ten sentences a heading; the generated ones have two.
        prose = "这件事说起来容易，真做起来要有耐心，先把容易的做好，再去啃难的，最后回过头来看一遍有没有漏下的地方。"
        speeches.append("\n".join(line + prose * 4 if line.endswith("。") else line for line in made.text.split("\n")))
    # The first document of a process compiles the patterns of the families.
    understand(manuscript(sample(0).text))
    measure("documents", [sample(seed, wrap=0.0).text for seed in range(1000, 1200)])
    measure("speeches", speeches)
    measure("outlines, hardly any prose", [sample(seed).text for seed in range(300)])
    unit = "一、看水。水清不清，先看石头，石头干净，水就是清的，这是老人们传下来的话，信得过。"
    measure("5 MB in one line", [unit * (5_000_000 // 3 // len(unit))])
    lines = [f"第{i}处险点已经查清，记在本子上，交给下一班。" for i in range(200_000)]
    measure("200,000 lines", ["\n".join(lines)])


if __name__ == "__main__":
    main()
