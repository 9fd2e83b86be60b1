"""A page and the canned queries behind it: asked in order, told as HTML or, to machines, as JSON."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fastapi import Query, Request, Response
from starlette.responses import RedirectResponse

from kg.errors import NotFound
from kg.kept.answers import Facets, Order, Page, Wanted, listed
from kg.kept.keeper import Kept
from kg.ledger.entries import Entry
from kg.link.describe import MEDIA
from kg.query import CannedQuery, Catalog, Choice, Table
from kg.query.catalog import choices_of
from kg.query.definition import RESERVED, Parameter
from kg.query.paired import paired
from kg.query.table import make_table
from kg.query.values import number as number_of
from kg.query.values import plain
from kg.store.base import Iri, Literal, Store, Term
from kg.vocab import KGC
from kg.web.deps import get_catalog, get_store
from kg.web.frame import Frame, View, wants_html
from kg.web.linked import data_path, embedded, links
from kg.web.middleware.lag import Lag
from kg.web.middleware.mark import Reuse
from kg.web.negotiate import choose
from kg.web.problems import Problem

PAGE_ROWS = 100
SHOWN_ROWS = 15  # of a list on a page, which on a narrow screen is read row below row
CHARTED = 20  # bars of a chart
_MAX_LIMIT = 10_000
_YEAR_OF_NUMBER = re.compile(r"[〔\[（(]((?:19|20)\d\d)[〕\]）)]")
_SPACES_AND_STOPS = re.compile(r"[\s。．.;；]")
_FORMATS = (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("N-Triples", "nt"))
_RDF = {f: f".{e}" for e, f in MEDIA.items()}


class Row(dict[str, Term]):
    """One row by variable; what is unbound is None."""

    def __missing__(self, name: str) -> None:
        return None


def cacheable(request: Request) -> None:
    """Say that the answer depends on the request and the store's state alone."""
    mark = request.scope.get("kg")
    if mark is not None:
        mark.reuse = Reuse.NONE if "lang" in request.query_params else Reuse.LAG


class Ask:
    """The questions of one page."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.catalog: Catalog = get_catalog(request)
        self.store = get_store(request)
        self.base = self.store.base
        self.frame: Frame = request.app.state.frame
        self.tables: dict[str, Table] = {}
        self._asked: dict[tuple[Store, str, frozenset[tuple[str, str]]], Table] = {}
        self.scope: Mapping[str, str] = {}  # which notices every question of the page is asked of
        self.beside: dict[str, Any] = {}  # what every page of this kind shows beside its own
        cacheable(request)

    @property
    def lagging(self) -> bool:
        """Whether the page may be made of what is kept as far as that has followed a load that goes on."""
        lag: Lag = self.request.app.state.lag
        if not wants_html(self.request) or self.store is not get_store(self.request):
            return False
        if (behind := lag.behind_s()) is None:
            return False
        mark = self.request.scope["kg"]
        mark.behind_s = max(behind, mark.behind_s or 0.0)
        return True

    @property
    def view(self) -> View:
        """What templates call."""
        return self.frame.view(self.request)

    def iri(self, path: str) -> str:
        """Return the IRI of a page's path."""
        return self.base + path

    def table(self, name: str, **values: str | None) -> Table:
        """Run a canned query; a value is an IRI, or text that the parameter's type says how to read.

        What a page asks twice, for its head and for what it counts, is asked of the store once.
        """
        query = self.catalog.get(name)
        within = {key: text for key, text in self.scope.items() if key in query.params}
        given = {key: value for key, value in (within | values).items() if value}
        key = (self.store, name, frozenset(given.items()))
        if key not in self._asked:
            terms = {one: self._term(query.params[one], value) for one, value in given.items()}
            self._asked[key] = self._answer(query, terms)
        self.tables[name] = self._asked[key]
        return self._asked[key]

    def _term(self, param: Parameter, value: str) -> Term:
        """Return what a value of a parameter means: an IRI is itself."""
        if param.type.startswith("iri:") and "://" in value:
            return Iri(value)
        return self.catalog.term(param, value, self.store)

    def run(self, name: str, params: Mapping[str, str]) -> Table:
        """Run a canned query with the parameters of an address."""
        query = self.catalog.get(name)
        return self._answer(query, self.catalog.bind(query, params, self.store))

    def listed(
        self, name: str, params: Mapping[str, str], wanted: Wanted, facets: Sequence[str] = ()
    ) -> tuple[Table, Facets]:
        """Return some rows of a canned query, and how many of all rows have which value in some columns.

        A parameter that is shown as a column, or that rows fulfil by several values, narrows what is
        kept beside the store; for the others the store is asked.
        """
        query = self.catalog.get(name)
        values = self.catalog.bind(query, params, self.store)
        several = paired(query)
        asked = {"notice", *self.catalog.scope.said}
        chosen = {k: v for k, v in values.items() if k not in asked and (k in query.columns or k in several)}
        rest = {k: v for k, v in values.items() if k not in chosen}
        kept = self._kept(query, rest, replace(wanted, chosen=chosen), facets)
        if kept is None:  # the store tells which rows fulfil what no column shows, and counts none of it
            rest |= {k: v for k, v in chosen.items() if k in several}
            facets = [name for name in facets if name not in several]
        wanted = replace(wanted, chosen={k: v for k, v in chosen.items() if k not in rest})
        if kept is None and wanted == Wanted(limit=wanted.limit, offset=wanted.offset) and not facets:
            return self.catalog.page(
                query, values, self.store, wanted.limit, wanted.offset, lagging=self.lagging
            ), {}
        if kept is None:
            found = self.catalog.answer(query, rest, self.store, lagging=self.lagging)
            kept = listed(query, found.rows, facets, wanted)
        page, counted = kept
        made = make_table(query, list(query.columns), page.rows, values)
        return replace(made, total=page.total, offset=wanted.offset), counted

    def order(self, name: str, sort: str) -> Order | None:
        """Return the order of a column that an address names, with - downwards; None for the query's own."""
        column = sort.removeprefix("-")
        known = column in self.catalog.get(name).columns
        return Order(column, sort.startswith("-"), self.shown) if known else None

    def shown(self, term: Term) -> str:
        """Return what a reader sees of a term in a table."""
        return self.view.label(term) if isinstance(term, Iri) else term.value

    def _answer(self, query: CannedQuery, values: Mapping[str, Term]) -> Table:
        kept = self._kept(query, values)
        if kept is None:
            return self.catalog.answer(query, values, self.store, lagging=self.lagging)
        return make_table(query, list(query.columns), kept[0].rows, values)

    def _kept(
        self,
        query: CannedQuery,
        values: Mapping[str, Term],
        wanted: Wanted | None = None,
        facets: Sequence[str] = (),
    ) -> tuple[Page, Facets] | None:
        """Return rows that are kept beside the store; None where it is to be asked itself."""
        kept: Kept | None = self.request.app.state.kept
        # A store of another day is another store.
        scope = {name: term for name, term in values.items() if name in self.catalog.scope.said}
        if kept is None or self.store is not get_store(self.request):
            return None
        if query.by_notice is None or values.keys() - scope.keys() - {"notice"}:
            return None
        notices = {values["notice"].value} if "notice" in values else None
        if scope:
            inside = self._in_scope(scope)
            notices = inside if notices is None else notices & inside
        return kept.page(
            query.name, self.store, notices=notices, wanted=wanted, facets=facets, lagging=self.lagging
        )

    def _in_scope(self, scope: Mapping[str, Term]) -> set[str]:
        query = self.catalog.get("notices-in-scope")
        return {row["notice"].value for row in self.catalog.answer(query, scope, self.store).dicts()}

    def notices(self) -> set[str] | None:
        """Return the notices that the page is about; None where it is about all of them."""
        return {value(row["notice"]) for row in self.rows("notices-in-scope")} if self.scope else None

    def rows(self, name: str, /, **values: str | None) -> list[Row]:
        """Run a canned query and return its rows."""
        return [Row(row) for row in self.table(name, **values).dicts()]

    def one(self, name: str, **values: str | None) -> Row:
        """Run a canned query about one thing.

        Raises:
            NotFound: there is no such thing.
        """
        found = self.rows(name, **values)
        if not found:
            raise NotFound(
                "图谱里没有这个对象，可能已被更新或从未载入；试试检索。",
                "The graph holds no such thing: it may have been replaced or never loaded; try the search.",
            )
        return found[0]

    def choices(self, name: str) -> list[Choice]:
        """Return what may be chosen for a filter."""
        return choices_of(self._answer(self.catalog.get(name), {}))

    def wanted(self) -> str:
        """Return the media type to answer in."""
        chosen = choose(self.request.headers.get("accept"), ["text/html", "application/json", *_RDF])
        if chosen is None:
            raise Problem(
                406, "not-acceptable", "没有 Accept 所要求的格式。", "There is no such format of this page."
            )
        return chosen

    def answer(self, template: str, iri: str | None = None, **values: Any) -> Response:
        """Tell the page in the format that the client asked for."""
        chosen = self.wanted()
        if chosen in _RDF:
            ending = _RDF[chosen][1:]
            where = data_path(self.request, iri, self.base, ending) if iri else "/catalog"
            return RedirectResponse(where, 303)
        if chosen == "application/json":
            told = {"iri": iri} | {name: table.records() for name, table in self.tables.items()}
            return Response(json.dumps(told, ensure_ascii=False), media_type="application/json")
        values |= self.beside
        if iri is None:
            return self.frame.page(self.request, template, iri=None, **values)
        script = embedded(self.request, self.store, iri)
        as_data = [(name, data_path(self.request, iri, self.base, ending)) for name, ending in _FORMATS]
        page = self.frame.page(self.request, template, iri=iri, jsonld=script, as_data=as_data, **values)
        page.headers["Link"] = links(self.request, iri, self.base)
        return page


@dataclass(slots=True)
class Item:
    """One commitment in a list of a page."""

    item: Term
    text: str
    number: str = ""
    section: str = ""
    role: Term | None = None
    mention: str = ""
    via: bool = False
    leader: tuple[Term, str] | None = None
    theme: Term | None = None
    deadline: Term | None = None
    targets: Sequence[tuple[Term, str]] = ()
    tags: Sequence[str] = ()
    sentence: str = ""  # as received, where it says more than the text
    notice: Term | None = None


def value(term: Term | None) -> str:
    """Return a term's text, empty where it is unbound."""
    return term.value if term is not None else ""


def items(rows: Iterable[Row]) -> list[Item]:
    """Join the rows of one commitment: a row stands for each of its targets."""
    found: dict[str, Item] = {}
    for row in rows:
        key = row["item"].value
        item = found.get(key)
        if item is None:
            item = found[key] = Item(
                row["item"],
                value(row["text"]) or value(row["sentence"]),
                number=value(row["number"]),
                section=value(row["sectionLabel"]),
                role=row["role"],
                mention=value(row["mention"]),
                via=value(row["viaCollective"]) == "1",
                leader=(row["leader"], value(row["leaderLabel"])) if row["leader"] is not None else None,
                theme=row["theme"],
                deadline=row["deadline"],
                targets=[],
                sentence=_unlike(value(row["sentence"]), value(row["text"])),
                notice=row["notice"],
            )
        target = row["target"]
        if target is not None and (target, value(row["targetText"])) not in item.targets:
            item.targets = [*item.targets, (target, value(row["targetText"]))]
    return list(found.values())


def _unlike(sentence: str, text: str) -> str:
    """Return a sentence where more than its spaces and stops tell it from the text shown beside it."""
    said, shown = (_SPACES_AND_STOPS.sub("", one) for one in (sentence, text or sentence))
    return "" if said == shown else sentence


def bars(
    view: View, rows: Iterable[Row], thing: str, names: Sequence[str], label: str | None = None
) -> list[tuple[str, str, list[Any]]]:
    """Return rows for the macro ``bars``: label, address, values."""
    made = []
    for row in rows:
        said = value(row[label or thing + "Label"]) or view.label(row[thing])
        values = [number_of(row[name]) or 0 for name in names]
        made.append((view.named(row[thing], said), view.href(row[thing]), values))
    return made


def chart(view: View, table: Table) -> dict[str, Any] | None:
    """Return what the page's script draws for a canned query, or None where it has no chart."""
    said = table.query.chart
    if not said or said["type"] == "matrix" or not table.rows:
        return None
    rows = [Row(row) for row in table.dicts()]
    if said["type"] == "graph":
        return network(view, rows, said["source"], said["target"], said["values"][0])
    name = said["label"]
    thing = name.removesuffix("Label")
    rows = rows[:CHARTED]
    values = said["values"]
    heads = {c.name: (c.label if view.lang == "en" else c.label_zh) for c in table.columns}

    def linked(row: Row) -> str | None:
        for key in (thing, "target", "item", "project"):
            if isinstance(row[key], Iri):
                return view.href(row[key])
        return None

    return {
        "type": said["type"],
        "stacked": bool(said.get("stacked")),
        "labels": _told_apart(view, rows, [view.named(row[thing], _name(view, row[name])) for row in rows]),
        "hrefs": [linked(row) for row in rows],
        "series": [{"name": heads[key], "values": [_plain(row[key]) for row in rows]} for key in values],
    }


def _told_apart(view: View, rows: Sequence[Row], labels: list[str]) -> list[str]:
    """Return the labels of a chart; before those that several marks bear stands the notice, by its year."""
    times = Counter(labels)
    return [
        f"{_year_or_name(view.label(row['notice']))} {label}"
        if times[label] > 1 and row["notice"] is not None
        else label
        for row, label in zip(rows, labels, strict=True)
    ]


def _year_or_name(notice: str) -> str:
    found = _YEAR_OF_NUMBER.search(notice)
    return found[1] if found else notice


def network(
    view: View, rows: Sequence[Row], source: str, target: str, weight: str, most: int = 150
) -> dict[str, Any]:
    """Return a network of what two columns of labels name."""
    nodes: dict[str, dict[str, Any]] = {}
    links = []
    for row in rows[:most]:
        ends = []
        for label in (source, target):
            thing = row[label.removesuffix("Label")]
            if thing is None:
                break
            key = thing.value
            nodes.setdefault(
                key, {"id": key, "name": view.named(key, _name(view, row[label])), "link": view.href(thing)}
            )
            ends.append(key)
        if len(ends) == 2:
            links.append({"source": ends[0], "target": ends[1], "value": _plain(row[weight])})
    return {"type": "graph", "nodes": list(nodes.values()), "links": links}


def _name(view: View, term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, Literal) else view.label(term)


def _plain(term: Term | None) -> Any:
    return None if term is None else plain(term)


def paging(request: Request, rows: int = PAGE_ROWS) -> tuple[int, int]:
    """Return the limit and offset that the address asks for."""
    return whole(request, "_limit", rows, 1, _MAX_LIMIT), whole(request, "_offset", 0, 0, 10**9)


YEAR = Query("", description="year of the notices; the newest where none is named")


def year_of(text: str) -> str | None:
    """Return the year that an address names; None where it names none.

    Raises:
        Problem: 400, it is no year.
    """
    if not text:
        return None
    if not re.fullmatch(r"[12][0-9]{3}", text):
        raise Problem(
            400, "bad-request", "year 应当是四位数的年度。", "year should be a year of four digits."
        )
    return text


def beside(name: str, place: str) -> str:
    """Return a name with its place, which tells it from namesakes elsewhere; a name that says it stays."""
    return f"{name}（{place}）" if place and not name.startswith(place) else name


def figures_of(view: View, entries: Sequence[Entry]) -> list[tuple[str, Any]]:
    """Return the figures at the head of a page: targets, projects and their money."""
    found: list[tuple[str, Any]] = [(view.say("count.targets"), sum(len(e.targets) for e in entries))]
    if projects := [entry for entry in entries if entry.project]:
        found.append((view.say("count.projects"), len(projects)))
        if amounts := [entry.investment for entry in projects if entry.investment is not None]:
            found.append((view.say("count.investment"), view.amount(sum(amounts))))
    return found


def whole(request: Request, name: str, default: int, least: int, most: int) -> int:
    """Return a whole number of the address.

    Raises:
        Problem: 400, it is none.
    """
    text = request.query_params.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
        raise Problem(
            400,
            "bad-request",
            f"{name} 应当是 {least} 到 {most} 的整数。",
            f"{name} should be a whole number from {least} to {most}.",
        )
    return int(text)


def ordered(table: Table, sort: str, key: Callable[[Term], str] | None = None) -> Table:
    """Return the table sorted by a column; ``-name`` is downwards; unknown names change nothing."""
    name = sort.removeprefix("-")
    if name not in table.names:
        return table
    at = table.names.index(name)

    def rank(row: tuple[Term | None, ...]) -> Any:
        term = row[at]
        assert term is not None
        number = number_of(term)
        return (0, number, "") if number is not None else (1, 0, key(term) if key else term.value)

    bound = [row for row in table.rows if row[at] is not None]
    blank = [row for row in table.rows if row[at] is None]
    bound.sort(key=rank, reverse=sort.startswith("-"))
    return replace(table, rows=(*bound, *blank))


def codes(view: View, values: Iterable[str]) -> list[tuple[str, str]]:
    """Return choices of codes with their labels."""
    return [(value, view.label(KGC + value)) for value in values]


def by_label(choices: Iterable[Choice], lang: str = "zh") -> list[tuple[str, str]]:
    """Return choices as value and label."""
    return [(choice.value, choice.label) for choice in choices]


def params_of(request: Request) -> Mapping[str, str]:
    """Return the parameters of a canned query in the address, without what pages reserve."""
    return {k: v for k, v in request.query_params.items() if k not in RESERVED and not k.startswith("_")}
