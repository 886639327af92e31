"""From bytes to a record: what fails becomes a note, and what is hidden is nowhere in it."""

from __future__ import annotations

import io
import pickle
from dataclasses import replace
from pathlib import Path

import docx
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import facts, roles, screening, structure
from generator.cache import digest
from generator.catalogue import Card, Entry, Status
from generator.contacts import BLOT
from generator.model import SET_ASIDE, Directions, Facts, Note, Outline, Record, Screening, Section, Severity, Verdict
from generator.pipeline import Options, Said, card_of, entry_of, understand
from generator.relations.profiles import profile
from generator.screening import Policy

OUTLINE = """让书箱跟着集市走的发言提纲
（2024年5月8日）
各位同事：
今天谈谈书箱怎么送、怎么收。
一、送得勤，让书箱跟着集市走。
每逢三、六、九的集日，书箱就摆在供销社门口。
二、收得齐，让每本书都有下落。
借出去的书写在一个本子上，月底对一次账。
以上发言，不当之处请批评指正。
"""
USUAL = Options()
UNSAID = Said()


def record_of(text: str | bytes, name: str = "书箱.txt", options: Options = USUAL, said: Said = UNSAID) -> Record:
    data = text.encode() if isinstance(text, str) else text
    return understand(f"读书/{name}", Path(name), data, options, said)


def encoded(record: Record) -> bytes:
    return msgspec.msgpack.encode(record)


def test_a_document_becomes_a_record() -> None:
    record = record_of(OUTLINE.encode("gb18030"))
    assert record.path == "读书/书箱.txt"
    assert record.digest == digest(OUTLINE.encode("gb18030"))
    assert (record.format, record.encoding) == ("txt", "gb18030")
    assert record.outline is not None
    assert record.outline.title == "让书箱跟着集市走的发言提纲"
    assert [section.text for section in record.outline.sections] == [
        "一、送得勤，让书箱跟着集市走。",
        "二、收得齐，让每本书都有下落。",
    ]
    assert (record.facts.genre, record.facts.date) == ("发言", "2024-05-08")
    assert record.screening == Screening()


@settings(max_examples=40)
@given(st.one_of(st.text(max_size=200), st.binary(max_size=200)))
def test_any_bytes_give_the_same_record_twice(text: str | bytes) -> None:
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    for name in ("a.txt", "a.md", "a.docx"):
        record = record_of(data, name)
        assert record == record_of(data, name)
        assert record.outline is not None or record.screening.verdict is Verdict.WITHHOLD or record.notes
        assert msgspec.msgpack.decode(encoded(record), type=Record) == record
        assert not [note for note in record.notes if note.code == "internal-error"]


def test_the_folder_of_a_file_does_not_matter() -> None:
    one = understand("a.txt", Path("/甲/a.txt"), OUTLINE.encode(), USUAL)
    assert one == understand("a.txt", Path("乙/a.txt"), OUTLINE.encode(), USUAL)


# --- failures ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", "\n　\n".encode(), "empty"),
        ("a.xlsx", b"PK", "unsupported-format"),
        ("a", b"x", "unsupported-format"),
        ("a.txt", b"x" * (20 * 1024 * 1024 + 1), "too-large"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, data: bytes, code: str) -> None:
    record = record_of(data, name)
    assert record.outline is None
    assert [(note.code, note.severity) for note in record.notes] == [(code, Severity.PROBLEM)]
    assert record == Record(f"读书/{name}", digest(data), notes=record.notes)


@pytest.mark.parametrize("data", [b"PK\x03\x04 not a package", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"plain"])
def test_a_broken_package_is_one_problem(data: bytes) -> None:
    record = record_of(data, "a.docx")
    assert record.outline is None
    ((code, severity),) = [(note.code, note.severity) for note in record.notes]
    assert (code != "internal-error", severity) == (True, Severity.PROBLEM)


STAGES = [(roles, "assign"), (structure, "parse"), (screening, "screen"), (facts, "describe")]


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: f"{stage[0].__name__}.{stage[1]}")
@pytest.mark.parametrize(
    "error", [ValueError("只有三把钥匙"), RecursionError(), KeyError("钥匙"), AssertionError("钥匙")]
)
def test_an_error_in_any_stage_becomes_a_note_without_its_words(
    monkeypatch: pytest.MonkeyPatch, stage: tuple[object, str], error: Exception
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(stage[0], stage[1], fail)
    record = record_of(OUTLINE)
    assert record.outline is None
    assert record.notes == (Note("internal-error", f"处理时出错：{type(error).__name__}", severity=Severity.PROBLEM),)
    assert "钥匙".encode() not in encoded(record)


def test_too_little_memory_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(structure, "parse", fail)
    ((code, severity),) = [(note.code, note.severity) for note in record_of(OUTLINE).notes]
    assert (code, severity) == ("too-large", Severity.PROBLEM)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), SystemExit()])
def test_a_wish_to_stop_is_not_swallowed(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def stop(*_: object) -> None:
        raise error

    monkeypatch.setattr(roles, "assign", stop)
    with pytest.raises(type(error)):
        record_of(OUTLINE)


# --- what is withheld leaves no text ----------------------------------------------------------------------------

SECRET = """备用泵站位置的汇报
（2024年5月8日）
各位领导：
一、东岸泵站。只有三把钥匙，都在值班室。
（一）柴油够用九天。电话13000000000。
2.西岸泵站停用
更多讲稿请关注公众号
汇报完毕，请指正。
"""


def pieces(text: str) -> list[bytes]:
    """Every two Han characters that stand together."""
    return [text[at : at + 2].encode() for at in range(len(text) - 1) if text[at : at + 2].isalpha()]


def word_file(text: str) -> bytes:
    document = docx.Document()
    document.core_properties.title = "备用泵站"
    document.core_properties.author = "值班室"
    for line in text.splitlines():
        document.add_paragraph(line)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "泵站", "钥匙"
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


MARKED = f"秘密★1年\n{SECRET}"
RESTRICTED = f"内部资料，请勿外传\n{SECRET}"
HIDE = Options(Policy(restricted="withhold"))


@pytest.mark.parametrize(
    ("data", "name", "options", "said"),
    [
        (MARKED.encode(), "a.txt", USUAL, UNSAID),
        (MARKED.encode("utf-16"), "a.txt", USUAL, UNSAID),
        (f"---\ntitle: 东岸泵站\ntags: [钥匙]\ntitel: 值班室\n---\n{MARKED}".encode(), "a.md", USUAL, UNSAID),
        (word_file(MARKED), "a.docx", USUAL, UNSAID),
        (RESTRICTED.encode(), "a.txt", HIDE, UNSAID),
        (SECRET.encode(), "a.txt", USUAL, Said(sidecar=Directions(publish=False, reason="未定稿", title="东岸泵站"))),
        (SECRET.encode(), "a.txt", USUAL, Said(defaults=Directions(publish=False, speaker="值班室"))),
    ],
    ids=["mark", "utf-16", "front matter", "Word", "notice", "sidecar", "folder"],
)
def test_a_withheld_document_leaves_no_text(data: bytes, name: str, options: Options, said: Said) -> None:
    record = record_of(data, name, options, said)
    assert record.screening.verdict is Verdict.WITHHOLD
    assert record.screening.reason
    assert record == Record(
        path=f"读书/{name}",
        digest=digest(data),
        format=Path(name).suffix[1:],
        screening=Screening(Verdict.WITHHOLD, record.screening.reason),
    )
    assert not [piece.decode() for piece in pieces(SECRET) if piece in encoded(record)]
    entry = entry_of(record, "读书/a.md", "k")
    assert entry == Entry(record.path, "读书/a.md", "k", Status.WITHHELD, reason=record.screening.reason)


# --- what is masked stands nowhere ------------------------------------------------------------------------------

CONTACTS = {
    "phone": "13000000000",
    "a phone of full width": "１３０００００００００",
    "a landline": "010-80000000",
    "email": "archive@example.com",
    "QQ": "QQ：10000001",
    "WeChat": "微信：yuedu_weixin",
}
PLACES = {
    "title": "送书箱下乡的发言提纲（{}）",
    "byline": "发言人：某某文化站 {}",
    "salutation": "各位同事（{}）：",
    "opening": "今天谈谈书箱，联系方式{}。",
    "heading": "一、送得勤，联系{}",
    "run-in heading": "（一）收得齐，联系{}。借出去的书写在一个本子上。",
    "closing": "以上发言，请批评指正，联系{}。",
    "signature": "某某文化站 {}",
    "set aside": "更多讲稿请关注公众号，联系{}",
}


@pytest.mark.parametrize("contact", CONTACTS.values(), ids=CONTACTS)
@pytest.mark.parametrize("place", PLACES)
def test_masked_text_stands_nowhere_in_the_record(place: str, contact: str) -> None:
    lines = {key: line.replace("{}", "").replace("，联系", "").replace("（）", "") for key, line in PLACES.items()}
    text = "\n".join({**lines, place: PLACES[place].format(contact)}.values())
    record = record_of(text)
    assert record.outline is not None
    number = contact.split("：")[-1]
    kept = encoded(record).decode("utf-8", "replace")
    assert number not in kept
    assert number.translate(str.maketrans("０１３", "013")) not in kept
    assert BLOT in kept
    assert "masked" in {note.code for note in record.notes}
    card = msgspec.msgpack.encode(entry_of(record, "a.md", "k")).decode("utf-8", "replace")
    assert number not in card


def test_the_keeper_s_own_patterns_and_names_are_masked() -> None:
    policy = Policy(mask=(r"档号 ?\d{4}",), names=("守书人",))
    record = record_of(OUTLINE.replace("月底", "档号 2024，守书人月底"), options=Options(policy))
    kept = encoded(record).decode("utf-8", "replace")
    assert "档号 2024" not in kept
    assert "守书人" not in kept
    assert {mask.kind for mask in record.screening.masks} == {"pattern", "name"}


def test_the_note_counts_what_was_masked() -> None:
    text = OUTLINE + "电话13000000000，或13000000001，也可写信到archive@example.com。\n"
    (note,) = [note for note in record_of(text).notes if note.code == "masked"]
    assert note == Note("masked", "隐去联系方式：电子邮箱 1 处、电话号码 2 处", 10)


# --- notes ------------------------------------------------------------------------------------------------------


def test_a_document_without_a_title_gets_a_note() -> None:
    record = record_of("一、清淤\n先清渠。\n二、加高\n再加高。\n")
    assert record.outline is not None
    assert record.outline.title == ""
    assert "no-title" in {note.code for note in record.notes}
    assert card_of(record, "a.md").title == "书箱"
    assert "no-title" not in {note.code for note in record_of(OUTLINE).notes}


@pytest.mark.parametrize(("depth", "noted"), [(5, False), (6, True), (7, True)])
def test_headings_below_the_sixth_level_are_noted(monkeypatch: pytest.MonkeyPatch, depth: int, noted: bool) -> None:
    deep = Outline("题", sections=tuple(Section(f"{level} 层", level, 10 + level) for level in range(1, depth + 1)))
    monkeypatch.setattr(structure, "parse", lambda *_: deep)
    found = [note for note in record_of(OUTLINE).notes if note.code == "too-deep"]
    assert [(note.text, note.where) for note in found] == (
        [(f"{depth - 5} 个标题深于六级，按六级显示", 16)] if noted else []
    )


def test_notes_of_all_stages_each_once_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = Note("mixed-family", "一", 3), Note("jump", "二", 4)
    parse = structure.parse

    def noted(*arguments: object) -> Outline:
        return replace(parse(*arguments), notes=(two, one, two))  # type: ignore[arg-type]

    monkeypatch.setattr(structure, "parse", noted)
    notes = record_of("---\ntitel: 甲\n---\n" + OUTLINE, "a.md").notes
    assert [note.code for note in notes] == ["unknown-key", "jump", "mixed-family"]


# --- the keeper's word ------------------------------------------------------------------------------------------


def test_front_matter_goes_before_the_folder_and_the_sidecar_before_both() -> None:
    text = f"---\nspeaker: 正文里的\ngenre: 讲话\n---\n{OUTLINE}"
    said = Said(
        defaults=Directions(speaker="文件夹的", genre="总结", occasion="春训会", tags=("甲",)),
        sidecar=Directions(genre="倡议"),
    )
    found = record_of(text, "a.md", said=said).facts
    assert (found.speaker, found.genre, found.occasion, found.tags) == ("正文里的", "倡议", "春训会", ("甲",))


def test_families_of_the_keeper_s_own() -> None:
    text = "书箱下乡的发言提纲\n措施一：送得勤\n逢集就送。\n措施二：收得齐\n月底对账。\n"
    record = record_of(text, options=Options(families=("措施{一}：",)))
    assert record.outline is not None
    assert [section.text[: section.marker] for section in record.outline.sections] == ["措施一：", "措施二："]


def test_options_travel_to_workers() -> None:
    options = Options(Policy("withhold", (r"\d",), ("某",)), ("措施{一}：",))
    assert pickle.loads(pickle.dumps(options)) == options


# --- entries and cards ------------------------------------------------------------------------------------------


def test_the_entry_of_a_published_record() -> None:
    record = record_of(OUTLINE)
    assert record.outline is not None
    entry = entry_of(record, "读书/书箱.md", "k")
    assert entry == Entry(
        "读书/书箱.txt",
        "读书/书箱.md",
        "k",
        Status.PUBLISHED,
        card=card_of(record, "读书/书箱.md"),
        profile=profile(record),
        codes=tuple(note.code for note in record.notes),
        set_aside=sum(scrap.role in SET_ASIDE for scrap in record.outline.set_aside),
        masked=len(record.screening.masks),
        confidence=record.outline.confidence,
        digest=record.digest,
    )


def test_the_entry_of_a_failed_record() -> None:
    note, info = Note("empty", "空", severity=Severity.PROBLEM), Note("x", "y")
    assert entry_of(Record("a.txt", "0", notes=(info, note)), "a.md", "k") == Entry(
        "a.txt", "a.md", "k", Status.FAILED, problems=(note,)
    )


def test_problems_of_a_published_record_are_told() -> None:
    note, info = Note("damaged-text", "坏字", severity=Severity.PROBLEM), Note("x", "y")
    entry = entry_of(Record("a.txt", "0", outline=Outline("题"), notes=(info, note)), "a.md", "k")
    assert (entry.status, entry.problems, entry.codes) == (Status.PUBLISHED, (note,), ("x", "damaged-text"))


def test_the_card() -> None:
    outline = Outline(
        "题",
        sections=(
            Section("一、送得勤。", 1, 1, 2),
            Section("（一）排日子", 2, 2, 3),
            Section("二是 收得齐；", 1, 3, 2),
            Section("结语：", 1, 4),
        ),
    )
    known = Facts("发言", "2024-05", "春训会", "县水利站 张××", "各位：", "完。", 900, 4.1, ("书箱",), tags=("阅读",))
    screened = Screening(Verdict.BANNER, notices=("内部资料",))
    card = card_of(Record("读书/a.txt", "0", outline=outline, facts=known, screening=screened), "读书/a.md")
    assert card == Card(
        path="读书/a.txt",
        address="读书/a.md",
        title="题",
        genre="发言",
        date="2024-05",
        characters=900,
        minutes=4.1,
        headings=(("一、", "送得勤"), ("二是", "收得齐"), ("", "结语")),
        section_count=4,
        organisation="县水利站",
        restricted=True,
    )
