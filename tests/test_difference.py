"""Two versions side by side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from generator.difference import Row, compare

A = "库房的温度每天上午记一次，由当班的人签字。"
B = "钥匙由两个人分管，交接的时候当面点清。"
C = "月底请几位住户来看一看成效，听一听意见。"
D = "雨下到第三天，水面离警戒线只有一拃宽。"


def kinds(rows: list[Row]) -> list[str]:
    return [row.kind for row in rows]


def old(row: Row) -> str:
    return "".join(text for _, text in row.old)


def new(row: Row) -> str:
    return "".join(text for _, text in row.new)


def test_the_same() -> None:
    assert kinds(compare([A, B], [A, B])) == ["same", "same"]
    assert compare([], []) == []
    # white space is no change
    assert kinds(compare([A], [A.replace("，", "， ")])) == ["same"]


def test_added_and_removed() -> None:
    assert kinds(compare([A, C], [A, B, C])) == ["same", "added", "same"]
    assert kinds(compare([A, B, C], [A, C])) == ["same", "removed", "same"]
    assert kinds(compare([], [A])) == ["added"]
    assert kinds(compare([A], [D])) == ["removed", "added"]


def test_moved() -> None:
    rows = compare([A, B, C, D], [A, C, D, B])
    assert kinds(rows) == ["same", "moved", "same", "same", "moved"]
    assert (old(rows[1]), new(rows[1]), rows[1].number) == (B, "", 1)
    assert (old(rows[4]), new(rows[4]), rows[4].number) == ("", B, 1)


def test_moved_and_changed() -> None:
    later = B.replace("两个人", "三个人")
    rows = compare([B, A, C], [A, C, later])
    assert kinds(rows) == ["moved", "same", "same", "moved"]
    assert rows[0].old == ((False, "钥匙由"), (True, "两"), (False, "个人分管，交接的时候当面点清。"))
    assert rows[0].number == rows[3].number == 1


def test_changed_within() -> None:
    (row,) = compare([A], [A.replace("上午", "早晚")])
    assert row.kind == "changed"
    assert row.old == ((False, "库房的温度每天"), (True, "上午"), (False, "记一次，由当班的人签字。"))
    assert row.new == ((False, "库房的温度每天"), (True, "早晚"), (False, "记一次，由当班的人签字。"))


def test_repeated_paragraphs_are_used_once() -> None:
    assert kinds(compare([A, A, B], [A, B, A])) == ["same", "moved", "same", "moved"]
    assert kinds(compare([A], [A, A])) == ["same", "added"]


@given(
    st.lists(st.sampled_from([A, B, C, D, A[:12], B + C, ""]), max_size=9),
    st.lists(st.sampled_from([A, B, C, D, A[:12] + "。", C + B, " "]), max_size=9),
)
def test_nothing_is_lost(before: list[str], after: list[str]) -> None:
    rows = compare(before, after)
    assert [text for row in rows if (text := old(row))] == [text for text in before if text]
    assert [text for row in rows if (text := new(row))] == [text for text in after if text]
    for row in rows:
        if row.kind == "changed":
            kept = "".join(text for lacking, text in row.old if not lacking)
            assert kept == "".join(text for lacking, text in row.new if not lacking)
    moved = [row.number for row in rows if row.kind == "moved"]
    assert sorted(moved) == sorted([*set(moved), *set(moved)])
