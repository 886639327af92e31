"""How well documents are screened that somebody wrote who did not know the rules."""

from __future__ import annotations

from benchmarks.screening import EXAMPLES, figures, half, judge, load
from generator.model import Verdict

EXAMPLES_OF_ALL_KINDS = load(sorted(EXAMPLES.glob("*.yaml")))
RESULTS = [judge(example) for example in EXAMPLES_OF_ALL_KINDS]


def test_there_are_enough_examples_of_every_kind() -> None:
    assert len(RESULTS) >= 230
    assert len({one.id for one in RESULTS}) == len(RESULTS)
    assert all(sum(one.expected is verdict for one in RESULTS) >= 30 for verdict in Verdict)


def test_no_mark_is_missed_and_few_lines_are_taken_for_one() -> None:
    for odd in (0, 1):
        found = figures(one for one in RESULTS if half(one.id) == odd)
        assert found.recall(Verdict.WITHHOLD) == 1.0, [
            one.id for one in RESULTS if one.expected is Verdict.WITHHOLD is not one.verdict
        ]
        assert found.precision(Verdict.WITHHOLD) >= 0.97


def test_notices_get_a_banner_and_other_lines_get_none() -> None:
    found = figures(RESULTS)
    assert found.recall(Verdict.BANNER) >= 0.97
    assert found.precision(Verdict.BANNER) >= 0.97
    assert found.recall(Verdict.PUBLISH) >= 0.98


def test_contacts_are_hidden_and_other_numbers_are_not() -> None:
    found = figures(RESULTS)
    assert found.found + found.missed >= 60
    assert found.contact_recall() >= 0.98, [one.hits.missed for one in RESULTS if one.hits.missed]
    assert found.contact_precision() >= 0.97, [one.hits.false for one in RESULTS if one.hits.false]
