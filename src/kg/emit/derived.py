"""What is computed at load: ``graph/derived``. It repeats nothing that another graph says.

derived(notice, base)      of one notice and what it adds to the registry and to ``graph/meta``
derived_registry(base)     of ``data/registry``, loaded once
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator

from kg import vocab
from kg.emit.entailment import entailed
from kg.emit.graph import quads
from kg.emit.meta import meta
from kg.emit.registry import registry_quads
from kg.emit.terms import Quad, Triple, typed
from kg.model import Notice
from kg.registry.measures import measures

_INVOLVED = f"<{vocab.kg('involvedUnit')}>"
_IN_AREA = f"<{vocab.kg('inArea')}>"
_DUE_BY, _BASIS = f"<{vocab.kg('dueBy')}>", f"<{vocab.kg('dueByBasis')}>"
_PERIOD = f"<{vocab.kg('periodStart')}>", f"<{vocab.kg('periodEnd')}>"
_BASELINE = f"<{vocab.kg('baselineStart')}>", f"<{vocab.kg('baselineEnd')}>"
_MAIN_OUTPUT_OF = f"<{vocab.kg('mainOutputOf')}>"
_NO_OUTPUTS = ("Currency", "DimensionlessRatio", "Time")  # kinds of measure that are no thing made


def derived(notice: Notice, base: str = vocab.BASE, *, said: Iterable[Quad] | None = None) -> Iterator[Quad]:
    """Yield what one notice says without saying it: bodies involved, areas, due dates, periods as days.

    The super-classes and super-properties of its graphs are among it.

    Args:
        notice: The notice.
        base: Base of instance IRIs.
        said: The notice's quads of all graphs, where they are made already.
    """
    graph = f"<{base}graph/derived>"
    for s, p, o in (
        *_involved(notice, base),
        *_areas(notice, base),
        *_due(notice, base),
        *_periods(notice, base),
        *_outputs(notice, base),
    ):
        yield s, p, o, graph
    if said is None:
        said = [*quads(notice, base), *meta(notice, base)]
    for s, p, o in entailed((s, p, o) for s, p, o, _ in said):
        yield s, p, o, graph


def derived_registry(base: str = vocab.BASE) -> Iterator[Quad]:
    """Yield the super-classes and super-properties of the registry."""
    graph = f"<{base}graph/derived>"
    for s, p, o in entailed((s, p, o) for s, p, o, _ in registry_quads(base)):
        yield s, p, o, graph


def _involved(notice: Notice, base: str) -> Iterator[Triple]:
    """Yield every Unit that a commitment names directly or by a group whose members are known, once."""
    for item in notice.items:
        involved: dict[str, None] = {}
        for responsibility in item.responsibilities:
            group = notice.groups.get(responsibility.body)
            involved.update(dict.fromkeys(group.members if group else (responsibility.body,)))
        for unit in involved:
            yield f"<{base}{item.iri}>", _INVOLVED, f"<{base}{unit}>"


def _areas(notice: Notice, base: str) -> Iterator[Triple]:
    """Yield the place whose government the notice is of, and every place that holds it."""
    found: dict[str, None] = {}
    place = notice.jurisdiction
    while place is not None and place not in found:
        found[place] = None
        known = notice.places.get(place)
        place = known.parent if known else None
    for area in found:
        yield f"<{base}{notice.iri}>", _IN_AREA, f"<{base}{area}>"


def _due(notice: Notice, base: str) -> Iterator[Triple]:
    """Yield until when each item is due: as stated, else the end of the last year of the notice.

    The basis is written where the text states the day; most have none, and are due by the year's end.
    """
    year = max(notice.for_years, default=None)
    for item in notice.items:
        stated = item.deadline.date if item.deadline else None
        date = stated or (f"{year:04d}-12-31" if year else None)
        if date:
            yield f"<{base}{item.iri}>", _DUE_BY, typed(date, "date")
        if stated:
            yield f"<{base}{item.iri}>", _BASIS, f"<{vocab.KGC}stated>"


def _periods(notice: Notice, base: str) -> Iterator[Triple]:
    """Yield the first and the last day of what each figure is for, and of what it is compared with.

    A figure that is for a whole year has none: its ``kg:period`` says as much, and most are.
    """
    for item in notice.items:
        for target in item.targets:
            baseline = target.baseline.period if target.baseline else None
            part_of_year = target.period if target.period and "-" in target.period else None
            for period, names in ((part_of_year, _PERIOD), (baseline, _BASELINE)):
                if period:
                    for name, day in zip(names, interval(period), strict=True):
                        yield f"<{base}{target.iri}>", name, typed(day, "date")


def interval(period: str) -> tuple[str, str]:
    """Return the first and the last day of a period.

    >>> interval("2024"), interval("2024-02")
    (('2024-01-01', '2024-12-31'), ('2024-02-01', '2024-02-29'))
    """
    year, _, month = period.partition("-")
    if not month:
        return f"{year}-01-01", f"{year}-12-31"
    return f"{period}-01", f"{period}-{monthrange(int(year), int(month))[1]:02d}"


def _outputs(notice: Notice, base: str) -> Iterator[Triple]:
    """Yield the main output of each project: the first target that counts or measures what is made."""
    table = measures().by_key
    for project in notice.projects:
        for target in project.targets:
            counted = table[target.normalized_unit].kind not in _NO_OUTPUTS
            if counted and target.change == "level" and not target.criterion and target.of_which is None:
                yield f"<{base}{target.iri}>", _MAIN_OUTPUT_OF, f"<{base}{project.iri}>"
                break
