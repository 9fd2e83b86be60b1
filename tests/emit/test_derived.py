"""What a notice says without saying it: the days of its periods."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import emit, vocab
from kg.emit import derived
from kg.emit.derived import interval
from kg.emit.terms import TYPE, term
from kg.model import Baseline, Deadline
from tests.emit.notices import NOTICE


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-12", "2024-12-01", "2024-12-31"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(period: str, first: str, last: str) -> None:
    assert interval(period) == (first, last)


def test_what_is_derived_alone_is_listed() -> None:
    """Tables read no other graph, and refuse a column of these."""
    own = {p for _, p, _, _ in (*emit.quads(NOTICE), *emit.registry_quads())}
    own_names = {p[1:-1].removeprefix(vocab.KG) for p in own}
    made = {p[1:-1].removeprefix(vocab.KG) for _, p, _, _ in derived(NOTICE) if vocab.KG in p}
    assert own_names & vocab.DERIVED == set()
    assert made - own_names
    assert made - own_names <= vocab.DERIVED
    assert vocab.DERIVED <= vocab.TERMS


@given(st.integers(1900, 2098), st.integers(1, 12))
def test_months_follow_one_another_without_a_gap(year: int, month: int) -> None:
    after = (year, month + 1) if month < 12 else (year + 1, 1)
    last = date.fromisoformat(interval(f"{year}-{month:02d}")[1])
    first = date.fromisoformat(interval(f"{after[0]}-{after[1]:02d}")[0])
    assert (first - last).days == 1


def days(notice: object) -> set[tuple[str, str]]:
    """Return what is derived of periods: property and day."""
    names = ("periodStart", "periodEnd", "baselineStart", "baselineEnd")
    found = {f"<{vocab.kg(name)}>": name for name in names}
    return {(found[p], o.split('"')[1]) for _, p, o, _ in derived(notice) if p in found}  # type: ignore[arg-type]


def test_targets_have_the_days_of_their_period_and_of_what_they_are_compared_with() -> None:
    at = next(i for i, task in enumerate(NOTICE.tasks) if task.targets)
    first, *_ = NOTICE.tasks[at].targets
    baseline = Baseline(Decimal(40), "%", Decimal(40), "2020")
    alone = replace(first, period="2024-06", baseline=baseline, of_which=None, each_meeting=None)
    task = replace(NOTICE.tasks[at], targets=(alone,))
    assert days(replace(NOTICE, tasks=(task,), projects=())) == {
        ("periodStart", "2024-06-01"),
        ("periodEnd", "2024-06-30"),
        ("baselineStart", "2020-01-01"),
        ("baselineEnd", "2020-12-31"),
    }
    whole = replace(task, targets=(replace(alone, period="2024", baseline=None),))
    assert days(replace(NOTICE, tasks=(whole,), projects=())) == set()  # kg:period says it
    bare = replace(task, targets=(replace(alone, period=None, baseline=None),))
    assert days(replace(NOTICE, tasks=(bare,), projects=())) == set()


def test_the_basis_of_a_due_date_is_written_where_the_text_states_the_day() -> None:
    task = NOTICE.tasks[0]
    at = Deadline("2024-06-30", "6月底前", task.evidence)
    for deadline, expected in ((at, {f"<{vocab.KGC}stated>"}), (None, set())):
        one = replace(NOTICE, tasks=(replace(task, deadline=deadline),), projects=())
        found = list(derived(one))
        assert {o for _, p, o, _ in found if p == f"<{vocab.kg('dueByBasis')}>"} == expected
        assert sum(p == f"<{vocab.kg('dueBy')}>" for _, p, _, _ in found) == 1


def test_indicators_say_themselves_that_they_are_concepts() -> None:
    kinds = {(s, o) for s, p, o, _ in emit.quads(NOTICE) if p == TYPE}
    made_known = {s for s, o in kinds if o == f"<{vocab.kg('Indicator')}>"}
    assert made_known
    assert made_known <= {s for s, o in kinds if o == term("skos:Concept")}
    assert not any(o == term("skos:Concept") for _, _, o, _ in derived(NOTICE))
