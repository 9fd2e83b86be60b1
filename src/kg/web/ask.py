"""A page and the canned queries behind it: asked in order, told as HTML or, to machines, as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from fastapi import Request, Response
from starlette.responses import RedirectResponse

from kg.errors import NotFound
from kg.kept.answers import Facets, Order, Page, Wanted, listed
from kg.kept.keeper import Kept
from kg.link.describe import MEDIA
from kg.query import CannedQuery, Catalog, Choice, Table
from kg.query.catalog import choices_of
from kg.query.definition import Parameter
from kg.query.paired import paired
from kg.query.table import make_table
from kg.store.base import Iri, Store, Term
from kg.web.deps import get_catalog, get_store
from kg.web.frame import Frame, View
from kg.web.lagging import lagging
from kg.web.linked import data_path, embedded, links
from kg.web.middleware.mark import Reuse
from kg.web.negotiate import choose
from kg.web.problems import Problem
from kg.web.rows import Row, value

_FORMATS = (("Turtle", "ttl"), ("JSON-LD", "jsonld"), ("N-Triples", "nt"))
_RDF = {f: f".{e}" for e, f in MEDIA.items()}


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
        """Whether the page may be made of what is kept as far as that has followed; a past day never is."""
        return self.store is get_store(self.request) and lagging(self.request)

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
        found = self.catalog.answer(query, scope, self.store, lagging=self.lagging)
        return {row["notice"].value for row in found.dicts()}

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
