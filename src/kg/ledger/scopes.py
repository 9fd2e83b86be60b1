"""Which rows a ledger holds: of the whole notice, a chapter, a leader, a unit; and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.errors import NotFound
from kg.ledger.entries import Asking, Entry, Leader, Ledger, Named, Notice, notice_of, read_notice, text_of

ROLES = ("lead", "support", "responsible", "collective")  # of a unit in its ledger, in this order


def of_notice(ask: Asking, iri: str, chapter: str | None = None) -> Ledger:
    """Return the ledger of a notice, or of one of its chapters (a section or list, with what is below it).

    Raises:
        NotFound: there is no such notice, or the chapter holds no item of it.
    """
    notice = notice_of(ask, iri)
    if notice is None:
        raise NotFound("图谱里没有这份通知。", "The graph holds no such notice.")
    entries = read_notice(ask, iri)
    if chapter is None:
        return Ledger(titled(notice.place or notice.title, [notice]), [notice], entries)
    own = [e for e in entries if e.chapter.iri == chapter or e.iri.startswith(chapter + "/")]
    if not own:
        raise NotFound("这份通知里没有这个章节。", "The notice has no such chapter.")
    name = next((e.chapter.name for e in own if e.chapter.iri == chapter), own[0].chapter.name)
    return Ledger(titled(notice.place, [notice], name), [notice], own)


def chapters_of(ask: Asking, iri: str) -> list[Named]:
    """Return the chapters of a notice that hold items, in printed order."""
    return list(dict.fromkeys(entry.chapter for entry in read_notice(ask, iri)))


def of_leader(ask: Asking, iri: str, year: str | None = None) -> Ledger:
    """Return what a leader answers for in a year, as printed; the newest year where none is named.

    Raises:
        NotFound: there is no such leader.
    """
    return leader_year(ask, iri, year)[0]


def leader_year(ask: Asking, iri: str, year: str | None = None) -> tuple[Ledger, list[str]]:
    """Return the ledger of a leader, and the years, the newest first, of all notices that name them.

    Raises:
        NotFound: there is no such leader.
    """
    said = ask("leader", leader=iri)
    if not said:
        raise NotFound("图谱里没有这位领导。", "The graph holds no such leader.")
    notices = _notices(ask, (text_of(row.get("notice")) for row in ask("tasks-of-a-leader", leader=iri)))
    chosen = of_year(notices, year)
    entries = [e for e in _all(ask, chosen) if any(leader.iri == iri for leader in e.leaders)]
    return Ledger(titled(text_of(said[0].get("leaderLabel")), chosen), chosen, entries), years_of(notices)


def of_unit(ask: Asking, iri: str, year: str | None = None) -> tuple[Ledger, Sequence[Notice]]:
    """Return what a unit answers for in a year, and every notice that names it.

    Lead comes first, then support, responsible, and what it does as one of a collective; within each
    by leader in the order of rank, then as printed.

    Raises:
        NotFound: there is no such unit.
    """
    said = ask("unit", unit=iri)
    if not said:
        raise NotFound("图谱里没有这个单位。", "The graph holds no such unit.")
    own: dict[str, tuple[str, str]] = {}
    listed = ask("list-of-a-unit", unit=iri)
    for row in listed:
        via = text_of(row.get("viaCollective")) == "1"
        role = "collective" if via else text_of(row.get("role")).rpartition("#")[2]
        words = text_of(row.get("mention")) if via else ""
        known = own.get(text_of(row.get("item")))
        if known is None or ROLES.index(role) < ROLES.index(known[0]):
            own[text_of(row.get("item"))] = (role, words)
    notices = _notices(ask, (text_of(row.get("notice")) for row in listed))
    chosen = of_year(notices, year)
    entries = [e for e in _all(ask, chosen) if e.iri in own]
    for entry in entries:
        entry.own_role, entry.own_words = own[entry.iri]
    order = leader_order(entries)
    entries.sort(key=lambda e: (ROLES.index(e.own_role), *_led(e, order)))
    return Ledger(titled(text_of(said[0].get("unitLabel")), chosen), chosen, entries), notices


def titled(name: str, notices: Sequence[Notice], chapter: str = "") -> str:
    """Return what a ledger is of: whose, of which years, of which chapter."""
    years = "、".join(sorted({year for notice in notices for year in notice.years}))
    return f"{name}{years}{'年' if years else ''}{'：' if chapter else ''}{chapter}"


def leader_order(entries: Iterable[Entry]) -> dict[str, int]:
    """Return the leaders of items in the order of rank, then as the notices print them first."""
    first: dict[str, tuple[int, int]] = {}
    for place, entry in enumerate(sorted(entries, key=lambda e: (e.notice, e.at))):
        for leader in entry.leaders:
            rank, at = first.get(leader.iri, (leader.rank, place))
            first[leader.iri] = (min(rank, leader.rank), at)
    return {iri: at for at, iri in enumerate(sorted(first, key=lambda iri: first[iri]))}


def by_leader(entries: Sequence[Entry]) -> list[tuple[tuple[Leader, ...], list[Entry]]]:
    """Return items under the leaders who answer for them together, in the order that they have."""
    found: dict[tuple[str, ...], tuple[tuple[Leader, ...], list[Entry]]] = {}
    for entry in entries:
        key = tuple(leader.iri for leader in entry.leaders)
        found.setdefault(key, (tuple(entry.leaders), []))[1].append(entry)
    return list(found.values())


def _led(entry: Entry, order: dict[str, int]) -> tuple[int, str, int]:
    under = min((order[leader.iri] for leader in entry.leaders), default=len(order))
    return under, entry.notice, entry.at


def of_year(notices: Sequence[Notice], year: str | None) -> list[Notice]:
    """Return the notices of a year; where none is named, those of the newest; without years, all."""
    years = years_of(notices)
    wanted = year or (years[0] if years else None)
    return [notice for notice in notices if wanted is None or wanted in notice.years]


def years_of(notices: Iterable[Notice]) -> list[str]:
    """Return the years that notices are for, the newest first."""
    return sorted({year for notice in notices for year in notice.years}, reverse=True)


def _notices(ask: Asking, iris: Iterable[str]) -> list[Notice]:
    found = (notice_of(ask, iri) for iri in sorted(set(iris)))
    return [notice for notice in found if notice is not None]


def _all(ask: Asking, notices: Sequence[Notice]) -> list[Entry]:
    """Return the items of several notices; where there are several, a letter before each code tells them."""
    found: list[Entry] = []
    for place, notice in enumerate(notices):
        entries = read_notice(ask, notice.iri)
        if len(notices) > 1:
            for entry in entries:
                entry.code = f"{_letters(place)}{entry.code}"
        found += entries
    return found


def _letters(place: int) -> str:
    """Return A to Z, then AA, as columns of a sheet are called."""
    from openpyxl.utils import get_column_letter

    return str(get_column_letter(place + 1))
