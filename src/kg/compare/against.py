"""A draft against an earlier notice, or one of the level above → entries of its report.

    entries(notice, compare(earlier, of_file(notice, base)), base)

What the earlier one has and the draft has not (of one place alone: another place need not carry all
on), values below its own, and leaders who came, went or have another post. They are for a person to
judge: all may be meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.compare.comparing import Comparison, Match
from kg.compare.targets import TargetPair
from kg.compare.values import Entry as Item
from kg.compare.values import Side
from kg.emit.terms import number
from kg.model import Notice, Span
from kg.validate.catalogue import rule
from kg.validate.report import Entry, Lines, Mark

_SHOWN = 40  # characters of an item's words
_CEILINGS = ("le", "lt")  # a lower bound of these asks for more, not less


def entries(notice: Notice, comparison: Comparison, base: str) -> list[Entry]:
    """Return what differs for the worse, or in who leads, in the order of the draft.

    Args:
        notice: The draft, side ``b`` of the comparison.
        comparison: What it was compared with is side ``a``.
        base: Of the IRIs of the draft's side.
    """
    places = _Places(notice, base)
    earlier = comparison.a.name
    found: list[Entry] = []
    if comparison.a.place == comparison.b.place:
        found += [_dropped(match, earlier, base + notice.iri) for match in comparison.matches if not match.b]
        found += _leaders(comparison, earlier, places)
    found += [_lower(pair, earlier, places) for pair in comparison.targets if _is_lower(pair)]
    return found


class _Places:
    """Where the draft says what it says."""

    def __init__(self, notice: Notice, base: str) -> None:
        self.notice = base + notice.iri
        self._lines = Lines(notice.text.content)
        self._leaders: dict[str, tuple[Span, ...]] = {}
        self._targets = {base + one.iri: one.evidence for item in notice.items for one in item.targets}
        for part in (*notice.sections, *notice.items):
            for leadership in part.leaderships:
                self._leaders.setdefault(base + leadership.leader, leadership.evidence)

    def target(self, iri: str) -> tuple[Mark, ...]:
        """Return the marks of a target."""
        return self._marks(self._targets.get(iri, ()))

    def leader(self, iri: str) -> tuple[Mark, ...]:
        """Return the marks of the first words that name a leader."""
        return self._marks(self._leaders.get(iri, ()))

    def sentence(self, marks: tuple[Mark, ...]) -> str | None:
        """Return the words around the first mark."""
        return self._lines.sentence(marks[0].span) if marks else None

    def _marks(self, spans: Iterable[Span]) -> tuple[Mark, ...]:
        return tuple(self._lines.mark(span) for span in spans)


def _entry(name: str, focus: str, texts: tuple[str, str], marks: tuple[Mark, ...], said: str | None) -> Entry:
    known = rule(name)
    return Entry(known, known.severity, *texts, focus=focus, marks=marks, sentence=said)


def _dropped(match: Match, earlier: str, notice: str) -> Entry:
    shown = "；".join(_quote(item) for item in match.a)
    return _entry(
        "against-dropped",
        notice,
        (
            f"“{earlier}”中的这一项，草稿里没有对应的事项：{shown}。",
            f"Of {earlier} the draft carries on nothing like: {shown}.",
        ),
        (),
        None,
    )


def _quote(item: Item) -> str:
    words = " ".join((item.title or item.text).split())
    cut = words[:_SHOWN] + "…" if len(words) > _SHOWN else words
    return f"{item.number or ''}“{cut}”"


def _is_lower(pair: TargetPair) -> bool:
    if pair.b is None or pair.difference is None or pair.b.criterion or pair.b.bound in _CEILINGS:
        return False
    return pair.difference < 0


def _lower(pair: TargetPair, earlier: str, places: _Places) -> Entry:
    assert pair.a is not None
    assert pair.b is not None
    was, now = (f"{number(target.value)}{target.unit}" for target in (pair.a, pair.b))
    marks = places.target(pair.b.iri)
    return _entry(
        "against-lower",
        pair.b.iri,
        (
            f"“{pair.indicator}”为{now}，低于“{earlier}”的{was}。",
            f"“{pair.indicator}” is {now}, below {was} in {earlier}.",
        ),
        marks,
        places.sentence(marks),
    )


def _leaders(comparison: Comparison, earlier: str, places: _Places) -> Iterator[Entry]:
    posts = [_posts(side) for side in (comparison.a, comparison.b)]
    for share in comparison.leaders:
        if share.iri is None:
            continue
        was, now = ("、".join(sorted(side.get(share.iri, ()))) for side in posts)
        if not share.b:
            texts = (
                f"“{earlier}”中牵头 {share.a} 项的{share.name}（{was or '职务未写'}），草稿里没有。",
                f"{share.name} ({was or 'no post'}) leads {share.a} items of {earlier} and none here.",
            )
        elif not share.a:
            texts = (
                f"{share.name}（{now or '职务未写'}）牵头 {share.b} 项，“{earlier}”中没有。",
                f"{share.name} ({now or 'no post'}) leads {share.b} items and is not in {earlier}.",
            )
        elif was and now and was != now:
            texts = (
                f"{share.name}的职务为“{now}”，“{earlier}”中为“{was}”。",
                f"The post of {share.name} is {now}; in {earlier} it is {was}.",
            )
        else:
            continue
        marks = places.leader(share.iri)
        yield _entry("against-leader", share.iri, texts, marks, places.sentence(marks))


def _posts(side: Side) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for item in side.entries:
        for leader in item.leaders:
            if leader.post:
                found[leader.iri].add(leader.post)
    return found
