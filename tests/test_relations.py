"""Topics and related outlines, from the profiles of an archive."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from generator import pipeline, words
from generator.catalogue import Card, Entry, Profile, Status
from generator.folders import Folders
from generator.model import Record
from generator.pipeline import Options, understand
from generator.relations.profiles import profile
from generator.relations.terms import Terms
from generator.relations.whole import Joined, join, together
from generator.workers import Workers

CONTENT = Path(__file__).parent.parent / "content"
GENERAL = frozenset(Path(__file__).with_name("general_words.txt").read_text("utf-8").split())
"""Words that say nothing of a subject, written by somebody who did not know the stop list."""


def made(*terms: tuple[str, int, float], **more: object) -> Profile:
    return replace(
        Profile(
            words=" ".join(word for word, _, _ in terms),
            counts=bytes(count for _, count, _ in terms),
            weights=bytes(round(weight * 10) for _, _, weight in terms),
            characters=bytes(1024),
        ),
        **more,
    )


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Record]:
    """The records of the sample archive, by path."""
    words.cache_in(tmp_path_factory.mktemp("jieba"))
    found = {}
    for file in sorted(CONTENT.rglob("*")):
        if file.suffix in {".txt", ".docx", ".md"} and file.name != "关于本库.md":
            path = file.relative_to(CONTENT).as_posix()
            found[path] = understand(path, file, file.read_bytes(), Options())
    return found


@pytest.fixture(scope="module")
def joined(sample: dict[str, Record]) -> Joined:
    return join({path: profile(record) for path, record in sample.items()}, ["一页纸", "从来没有人说过的话"])


def test_keywords_without_general_words(joined: Joined, sample: dict[str, Record]) -> None:
    clean = [path for path in sample if not GENERAL & set(joined.topics[path][:5])]
    assert len(clean) >= 0.8 * len(sample), sorted(set(sample) - set(clean))


def test_the_keepers_tags_come_first(joined: Joined, sample: dict[str, Record]) -> None:
    tagged = {path: record.facts.tags for path, record in sample.items() if record.facts.tags}
    assert tagged
    assert all(joined.topics[path] == tags for path, tags in tagged.items())


def test_revised_outlines_are_versions(joined: Joined) -> None:
    assert joined.versions == (
        ("全民阅读/深读一本书研讨发言提纲.txt", "全民阅读/深读一本书研讨发言提纲（修改稿）.txt"),
        ("档案管理/数字档案室建设推进会讲话提纲.txt", "档案管理/数字档案室建设推进会讲话提纲（修改稿）.txt"),
    )


def test_related_outlines_say_why(joined: Joined, sample: dict[str, Record]) -> None:
    versions = {path: set(group) for group in joined.versions for path in group}
    assert len(joined.related) > len(sample) / 2
    alike = 0
    for path, others in joined.related.items():
        assert 1 <= len(others) <= 5
        for other, shared in others:
            assert other != path and other not in versions.get(path, ())
            assert shared
            for word in shared:
                # two words that stand together count as one: 垃圾 + 分类
                assert all(word in "".join(sample[one].outline.texts()) for one in (path, other))  # type: ignore[union-attr]
            alike += other.split("/")[0] == path.split("/")[0]
    links = sum(map(len, joined.related.values()))
    assert alike > links / 2  # a sixth, were it chance


def test_phrases_that_may_stand_in_an_outline(joined: Joined, sample: dict[str, Record]) -> None:
    # A numeral abbreviation that is quoted everywhere, one that is quoted once, a quoted term; the keeper's.
    assert joined.phrases == ("一村三响", "一路一档", "一页纸", "从来没有人说过的话", "灯下一小时")
    held = {path for path, record in sample.items() if record.outline and "一页纸" in "".join(record.outline.texts())}
    assert held <= {path for path, names in joined.wanted.items() if "一页纸" in names}
    assert len(joined.wanted) < len(sample) / 2


def test_the_order_of_profiles_does_not_matter(sample: dict[str, Record], joined: Joined) -> None:
    paths = list(sample)
    random.Random(3).shuffle(paths)
    again = join({path: profile(sample[path]) for path in paths}, ["从来没有人说过的话", "一页纸"])
    assert again == joined


def test_profiles_are_small(sample: dict[str, Record]) -> None:
    import msgspec

    sizes = [len(msgspec.msgpack.encode(profile(record))) for record in sample.values()]
    assert max(sizes) < 3500


def test_an_archive_of_none_or_one() -> None:
    assert join({}) == Joined()
    alone = join({"甲.txt": made(("堤防", 5, 9.0), ("沙袋", 3, 9.0))})
    assert alone.topics == {"甲.txt": ("堤防", "沙袋")}
    assert not alone.related
    assert join({"甲.txt": made()}) == Joined()


def test_frequencies_of_the_archive_count() -> None:
    # every outline speaks of 堤防: there it tells nothing, though in general Chinese it is rare
    profiles = [made(("堤防", 4, 9.0), (f"第{number}样", 4, 6.0)) for number in range(200)]
    assert all(found[0].startswith("第") for found in Terms(profiles).keywords())
    assert Terms(profiles[:1]).keywords()[0][0] == "堤防"


def test_an_edit_leaves_the_words_of_others_alone() -> None:
    rng = random.Random(1)
    vocabulary = [f"词{number}" for number in range(400)]
    profiles = [made(*((word, rng.randint(1, 9), 7.0) for word in rng.sample(vocabulary, 20))) for _ in range(600)]
    before = Terms(profiles)
    last = profiles[-1]
    edited = [*profiles[:-1], replace(last, counts=bytes([last.counts[0] + 3]) + last.counts[1:])]
    after = Terms(edited)
    changed = sum(one != other for one, other in zip(before.keywords()[:-1], after.keywords()[:-1], strict=True))
    assert changed == 0
    groups = range(600)
    links = zip(before.related(groups)[:-1], after.related(groups)[:-1], strict=True)
    assert sum(one != other for one, other in links) < 10


def archive_of(rng: random.Random, count: int = 80) -> dict[str, Profile]:
    """Outlines with words in common, a few of them versions of one text."""
    vocabulary = [f"词{number}" for number in range(60)]
    sample = bytes(range(1, 129))
    return {
        f"{number:03}.txt": made(
            *((word, rng.randint(1, 9), 7.0) for word in rng.sample(vocabulary, rng.randint(0, 25))),
            **({"text": sample, "order": sample} if number % 20 == 0 else {}),
        )
        for number in range(count)
    }


def edit(profiles: dict[str, Profile], rng: random.Random) -> dict[str, Profile]:
    """The same with one outline changed, moved, added or gone."""
    path = rng.choice(sorted(profiles))
    one, others = profiles[path], {other: those for other, those in profiles.items() if other != path}
    match rng.randrange(6):
        case 0:
            return others
        case 1:
            return {**others, f"新{path}": one}
        case 2:
            return {**profiles, f"{path}-2.txt": replace(one, text=b"", order=b"")}
        case 3:
            return {**others, path: replace(one, text=bytes(range(1, 129)), order=bytes(range(1, 129)))}
        case 4:
            return {**others, path: replace(one, words=one.words.replace("词1", "词7"))}
        case _:
            return {**others, path: replace(one, counts=bytes(min(9, count + 1) for count in one.counts))}


@pytest.mark.parametrize("seed", range(4))
def test_what_is_compared_again_is_what_would_be_found_anew(seed: int) -> None:
    rng = random.Random(seed)
    profiles = archive_of(rng)
    last = join(profiles)
    assert join(profiles, last=last) == last
    for _ in range(25):
        profiles = edit(profiles, rng)
        found = join(profiles, last=last)
        assert found == join(profiles)
        last = found


def test_an_edit_compares_a_few_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(1)
    vocabulary = [f"词{number}" for number in range(2000)]
    profiles = {
        f"{number:03}.txt": made(*((word, rng.randint(1, 9), 7.0) for word in rng.sample(vocabulary, 20)))
        for number in range(400)
    }
    last = join(profiles)
    asked: list[int] = []
    whole = Terms.related

    def related(
        self: Terms, groups: Sequence[int], due: Sequence[int]
    ) -> list[tuple[tuple[int, tuple[str, ...]], ...]]:
        asked.append(len(due))
        return whole(self, groups, due)

    monkeypatch.setattr(Terms, "related", related)
    assert join(profiles, last=last) == last
    one = profiles["200.txt"]
    join({**profiles, "200.txt": replace(one, counts=bytes([one.counts[0] + 3]) + one.counts[1:])}, last=last)
    assert asked[0] == 0
    assert 1 <= asked[1] < 120


@pytest.mark.parametrize("same", [True, False])
def test_only_this_version_s_relations_are_built_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, same: bool
) -> None:
    from generator import relating
    from generator.relations import whole

    seen: list[Joined | None] = []

    def joined(profiles: Mapping[str, Profile], keepers: Iterable[str], last: Joined | None) -> Joined:
        seen.append(last)
        return join(profiles, keepers)

    monkeypatch.setattr(whole, "join", joined)
    folders, pool = Folders(tmp_path), Workers(1)
    for key, code in (("一", "这一版"), ("二", "这一版" if same else "下一版")):
        monkeypatch.setattr(relating, "code_version", lambda code=code: code)
        entries = [
            Entry(path, f"{path}.md", key, Status.PUBLISHED, Card(path, f"{path}.md", path), made(("堤防", 5, 9.0)))
            for path in ("甲", "乙")
        ]
        relating.relations(folders, entries, [], pool)
    assert seen[0] is None
    assert (seen[1] is not None) is same
    if seen[1]:
        assert seen[1].compared == join({entry.path: entry.profile for entry in entries if entry.profile}).compared


def test_many_documents_share_few_words() -> None:
    # a word that all have leads to no more than a few: the cost must not grow with the square
    profiles = [made(("档案", 9, 8.0), (f"词{number // 2}", 5, 8.0)) for number in range(300)]
    found = Terms(profiles).related(range(300))
    assert all(others[0] == (number ^ 1, (f"词{number // 2}", "档案")) for number, others in enumerate(found))


def test_counts_of_phrases_that_stand_together() -> None:
    counts = {"甲": (("一页纸", 2), ("一张表", 1)), "乙": (("一张表", 1), ("一页纸", 1)), "丙": (("一页纸", 1),)}
    assert together(counts, ["一张表", "一本账", "一页纸"]) == {"一张表": ("一页纸",), "一页纸": ("一张表",)}


def test_an_entry_carries_its_profile(sample: dict[str, Record]) -> None:
    record = next(iter(sample.values()))
    entry = pipeline.entry_of(record, "甲.md", "0")
    assert entry.profile == profile(record)
    withheld = understand(
        "密.txt", Path("密.txt"), "秘密★1年\n\n关于库房的讲话\n同志们：\n一、守好库房\n".encode(), Options()
    )
    assert pipeline.entry_of(withheld, "密.md", "0").profile is None
