"""How fast documents are understood: ``python -m benchmarks.parse_speed``.

Characters a second on one core, for roles, unwrapping and parse, and for these with screening. What one machine does in
a second another does in three, and the same machine too when others share it: the pace of a plain loop, taken before
and after each measure, stands beside it, and characters for so many of its steps compare across machines and days.

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


def understand(source: Manuscript) -> tuple[float, float, Outline]:
    """CPU seconds of roles, unwrapping and parse, those of screening, and the screened outline."""
    begun = time.process_time()
    draft = roles.assign(source)
    outline = structure.parse(draft)
    parsed = time.process_time()
    outline, _ = screening.screen(outline, draft, Policy())
    return parsed - begun, time.process_time() - parsed, outline


def pace() -> float:
    """Steps of a plain loop of Python in a CPU second, in millions."""
    steps = 2_000_000
    begun = time.process_time()
    total = 0
    for step in range(steps):
        total += step * step
    return steps / (time.process_time() - begun) / 1e6


def measure(name: str, texts: list[str]) -> float:
    """Print the characters a second over some texts; those of roles, unwrapping and parse come back."""
    before = pace()
    done = [understand(manuscript(text)) for text in texts]
    steps = (before + pace()) / 2
    headings = sum(len(outline.sections) for _, _, outline in done)
    parsing = sum(parse for parse, _, _ in done)
    whole = parsing + sum(screen for _, screen, _ in done)
    size = sum(map(len, texts))
    print(
        f"{name:28} {size:>9,} characters  {headings:>6} headings  {parsing:6.2f} s  {size / parsing:>9,.0f} a second, "
        f"{size / whole:>9,.0f} with screening; {steps:4.1f} M plain steps a second, "
        f"{size / parsing / steps:>7,.0f} characters for a million of them"
    )
    return size / parsing


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
