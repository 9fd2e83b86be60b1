"""What all pages share: language, messages, links, numbers and the template environment.

    frame = Frame()                                made once, by ``routes.pages.setup``
    frame.page(request, "unit.html", title=…)      → HTML in the reader's language

A page's language is ``?lang=`` (kept in a cookie), else the cookie, else what the browser names
(``kg.web.languages``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache, cached_property
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from kg import resources
from kg.errors import KgError
from kg.ledger import figures
from kg.query.table import Table
from kg.query.values import number as number_of
from kg.registry.measures import measures
from kg.store.base import Iri, Literal, Term
from kg.version import __version__
from kg.web.ahead import OfState
from kg.web.cookies import LANGUAGE_COOKIE, LANGUAGES
from kg.web.deps import get_catalog
from kg.web.kinds import PAGES
from kg.web.labels import Labels
from kg.web.lagging import lagging
from kg.web.languages import of_page
from kg.web.negotiate import wants_html
from kg.web.problems import headers_of, kind_of, status_of
from kg.web.sessions import Person

VOCABULARY = "https://w3id.org/zeren/"  # ontology, codes and themes keep it whatever the base
ABSENT = "—"  # what a notice does not say; never 0
# Columns that a page tells in one cell with others: a promise as an office writes it, a value with its unit.
_TOLD_WITH = {"value": ("change", "bound", "unitText"), "normalizedValue": ("measure",)}
_YUAN = measures().by_key["yuan"].iri
_TERMS = ("/ontology", "/code", "/shapes")  # of no notice


@cache
def messages(lang: str) -> Mapping[str, str]:
    """Return the sentences of the pages in one language, by key."""
    path = resources.templates().parent / "messages" / f"{lang}.yml"
    found: dict[str, str] = resources.read_yaml(path)
    return found


@cache
def descriptions() -> Mapping[str, str]:
    """Return the Chinese of what the interface's description says in English."""
    path = resources.templates().parent / "messages" / "interface.yml"
    found: dict[str, str] = resources.read_yaml(path)
    return found


def scope_names(request: Request) -> Collection[str]:
    """Return the parameters that say which notices are meant (``queries/scope.yml``)."""
    return get_catalog(request).scope.said


def root_of(request: Request) -> str:
    """Return the path that a proxy serves this program under, without a slash at the end."""
    return str(request.scope.get("root_path", "")).rstrip("/")


def own_path(request: Request) -> str:
    """Return the request's path below the root."""
    path = str(request.scope["path"])
    root = root_of(request)
    return path[len(root) :] if root and path.startswith(root) else path


def shown_date(text: str, lang: str) -> str:
    """Write a date as readers do."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return text if lang == "en" else f"{day.year}年{day.month}月{day.day}日"


class View:
    """What a template may call, for one request."""

    def __init__(
        self, request: Request, labels: Mapping[str, str], namesakes: Callable[[], Mapping[str, str]] = dict
    ) -> None:
        self.request = request
        self._namesakes = namesakes
        self.lang = of_page(request)
        self.root = root_of(request)
        self.path = own_path(request)
        self.base = str(request.app.state.settings.base)
        self.person: Person | None = request.scope["kg"].person
        self.writable = request.app.state.settings.token is not None
        self.labels = labels
        self._messages = messages(self.lang)

    def say(self, key: str, **values: Any) -> str:
        """Return a message; ``{name}`` stands for a value."""
        text = self._messages[key]
        return text.format(**values) if values else text

    def url(self, path: str, **params: Any) -> str:
        """Return an address below the root, with the parameters that are given."""
        given = {key: value for key, value in params.items() if value not in (None, "")}
        page, mark, anchor = path.partition("#")
        return self.root + page + ("?" + urlencode(given) if given else "") + mark + anchor

    @cached_property
    def scope(self) -> Mapping[str, str]:
        """Which notices the reader has chosen to see, by the parameters of the address."""
        asked = {name: self.request.query_params.get(name, "").strip() for name in scope_names(self.request)}
        return {name: text for name, text in asked.items() if text}

    def to(self, path: str, **params: Any) -> str:
        """Return the address of another page, with what the reader has chosen to see."""
        return self.url(path, **{**self.scope, **params})

    def beside_scope(self) -> Mapping[str, str]:
        """Return what the address says beside the scope, for the form that changes it."""
        without = (*scope_names(self.request), "lang", "_offset")
        return {name: text for name, text in self.request.query_params.items() if name not in without}

    def here(self, **changes: Any) -> str:
        """Return this page's address with some parameters changed; None drops one."""
        params: dict[str, Any] = {k: v for k, v in self.request.query_params.items() if k != "lang"}
        params.update(changes)
        return self.url(self.path, **params)

    def sign_in(self) -> str:
        """Return the address of the sign-in that leads back to this page."""
        back = self.here().removeprefix(self.root) if self.request.method == "GET" else self.path
        return self.url("/sign-in", next=back)

    def href(self, iri: Any, **params: Any) -> str:
        """Return the page that shows an IRI: ours with what the reader has chosen, others as they are."""
        page, mark, anchor = self.path_to(iri).partition("#")
        given = {**self.scope, **params}
        ours = page.startswith("/") and not page.startswith(tuple(self.root + way for way in _TERMS))
        return page + ("?" + urlencode(given) if ours and given else "") + mark + anchor

    def path_to(self, iri: Any) -> str:
        """Return where an IRI is shown: ours below the root, others as they are."""
        text = str(getattr(iri, "value", iri))
        for start in (self.base, VOCABULARY):
            if text.startswith(start):
                return self.root + "/" + quote(text[len(start) :], safe="/#:~-._")
        return text if text.startswith(("http://", "https://")) else "#"

    @property
    def site(self) -> str:
        """The address of this service, for files that leave it."""
        return f"{self.request.url.scheme}://{self.request.url.netloc}"

    def address(self, iri: Any) -> str:
        """Return the whole address of the page that shows an IRI, for files that leave this service."""
        found = self.path_to(iri)
        return self.site + found if found[:1] == "/" else found

    def listed(self, names: Iterable[str]) -> str:
        """Join names as a reader lists them."""
        return (", " if self.lang == "en" else "、").join(dict.fromkeys(names))

    def label(self, iri: Any) -> str:
        """Return the label of a code, theme or unit of measure."""
        text = str(getattr(iri, "value", iri))
        found = self.labels.get(text)
        if found is not None:
            return found
        return text.rstrip("/").replace("#", "/").rpartition("/")[2]

    def named(self, iri: Any, name: str) -> str:
        """Return a name with its place where other things that notices name bear it too."""
        place = self._places.get(str(getattr(iri, "value", iri)), "")
        return f"{name}（{place}）" if place and not name.startswith(place) else name

    @cached_property
    def _places(self) -> Mapping[str, str]:
        return self._namesakes()

    def local(self, iri: Any) -> str:
        """Return the last part of an IRI: the word of a code."""
        return str(getattr(iri, "value", iri)).replace("#", "/").rpartition("/")[2]

    def number(self, term: Any) -> str:
        """Write a number with all its digits."""
        found = _amount(term)
        return str(getattr(term, "value", term)) if found is None else figures.exact(found)

    def rounded(self, term: Any) -> Markup | str:
        """Write a number for the eye; where digits are left out, the exact one stands behind it."""
        found = _amount(term)
        if found is None:
            return ABSENT if term is None else str(getattr(term, "value", term))
        return _shown(figures.exact(figures.rounded(found)), figures.exact(found), found)

    def money(self, term: Any) -> str:
        """Write an amount of yuan for the eye, as words alone."""
        found = _amount(term)
        return ABSENT if found is None else figures.money(found, self.lang)[0]

    def amount(self, term: Any) -> Markup | str:
        """Write an amount of yuan for the eye, the exact one behind it."""
        found = _amount(term)
        return ABSENT if found is None else _shown(*figures.money(found, self.lang), found)

    def date(self, term: Any) -> str:
        """Write a date."""
        return shown_date(str(getattr(term, "value", term)), self.lang)

    def columns(self, table: Table) -> list[int]:
        """Return the columns that a page shows: words carry the link, the notice comes last."""
        kept = table.read(self.lang)
        # where all is from one notice, its number on every row says nothing
        if self.one_notice and table.query.topic != "notices" and len(kept) > 1:
            kept = [i for i in kept if table.names[i] != "notice"]
        told = {part for whole in _TOLD_WITH if _folded(table, whole) for part in _TOLD_WITH[whole]}
        return [i for i in kept if table.names[i] not in told]

    def wordy(self, table: Table, shown: Sequence[int]) -> bool:
        """Say whether a column holds sentences, which need the width of a narrow screen."""
        return any(table.columns[index].format == "sentence" for index in shown)

    def heading(self, table: Table, index: int) -> str:
        """Return a column's heading; amounts are written with their own unit."""
        text = table.heading(index, self.lang)
        if table.names[index] == "value" and _folded(table, "value"):
            return self.say("figure")
        if table.columns[index].format != "money":
            return text
        return text.removesuffix("（元）").removesuffix(" (yuan)")

    @cached_property
    def one_notice(self) -> bool:
        """Whether the store holds at most one notice."""
        start = self.base + "notice/"
        return sum(iri.startswith(start) for iri in self.labels) < 2

    def told(self, text: str) -> str:
        """Return a sentence of the interface's description in the reader's language."""
        return text if self.lang == "en" else descriptions().get(text, text)

    def link(self, table: Table, row: Sequence[Term | None], at: int) -> str:
        """Return where a cell leads: a label to its thing, words to their item."""
        name, names = table.names[at], table.names
        partners = {"text": ("item", "task"), "indicatorLabel": ("target",)}.get(name, ())
        if name.endswith("Label"):
            partners = (*partners, name.removesuffix("Label"))
        for partner in partners:
            if partner in names:
                term = row[names.index(partner)]
                if isinstance(term, Iri):
                    return self.href(term)
        return ""

    def shown(self, table: Table, row: Sequence[Term | None], at: int) -> Markup | str:
        """Write a cell that leads to a thing: by its name, with its place where several share it."""
        term, partner = row[at], table.names[at].removesuffix("Label")
        if term is None:
            thing = row[table.names.index(partner)] if partner in table.names else None
            return self.labels.get(thing.value if thing is not None else "", self.say("open"))
        if isinstance(term, Literal) and partner != table.names[at] and partner in table.names:
            return self.named(row[table.names.index(partner)], term.value)
        return self.cell(term, table.columns[at].format)

    def words(self, table: Table, row: Sequence[Term | None], at: int) -> Markup | str:
        """Write a cell of a table with what is told in it beside its own term."""
        name = table.names[at]
        if not _folded(table, name):
            return self.cell(row[at], table.columns[at].format)
        by_name = dict(zip(table.names, row, strict=True))
        if name == "value":
            return self.figure(by_name)
        return self.converted(row[at], by_name["measure"])

    def converted(self, value: Term | None, unit: Term | None) -> Markup | str:
        """Write a value in the unit in which it is compared, yuan as amounts are written."""
        if unit is None or value is None:
            return self.rounded(value)
        if unit.value == _YUAN:
            return self.amount(value)
        return Markup("{} {}").format(self.rounded(value), self.label(unit))

    def figure(self, row: Mapping[str, Any]) -> str:
        """Write a target's promise, 增长 ≥ 3 %, from its change, bound, value and unit."""
        value = _amount(row["value"])
        unit = row["unitText"]
        if value is None:
            return ABSENT
        change, bound = self.local(row["change"]), self.local(row["bound"])
        return figures.promise(change, bound, value, unit.value if unit is not None else "", self.lang)

    def _has_page(self, iri: str) -> bool:
        """Say whether a reader finds a page at an IRI, not a description alone."""
        starts = (start for start in (self.base, VOCABULARY) if iri.startswith(start))
        return any(iri.removeprefix(start).partition("/")[0] in PAGES for start in starts)

    def cell(self, term: Term | None, form: str = "text") -> Markup | str:
        """Write one cell of a table of any query."""
        if term is None:
            return ABSENT
        if not isinstance(term, Literal):
            if not self._has_page(term.value):
                return self.label(term)
            return Markup('<a href="{}">{}</a>').format(self.href(term), self.label(term))
        if form == "money":
            return self.amount(term)
        if form == "flag":
            return "✓" if term.value in ("1", "true") else ""
        if number_of(term) is not None:
            return self.rounded(term)
        if form == "date":
            return self.date(term)
        return term.value if term.value.strip() else ""


class Frame:
    """The template environment and what every page is rendered with."""

    def __init__(self) -> None:
        self.environment = Environment(
            loader=FileSystemLoader(resources.templates()),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.environment.globals["asset"] = _asset
        self.environment.globals["_"] = _say
        self.environment.globals["version_of_program"] = __version__
        self.environment.filters["chart"] = lambda data: json.dumps(data, ensure_ascii=False)

    def labels(self, request: Request) -> Mapping[str, str]:
        """Return the labels of codes, themes, measures and notices in the reader's language."""
        labels: Labels = request.app.state.labels
        lang = of_page(request)
        behind = lagging(request)
        return _once(request, f"labels {lang}", lambda: labels.of(request.app.state, lang, lagging=behind))

    def namesakes(self, request: Request) -> Mapping[str, str]:
        """Return the places of names that several share."""
        known: OfState[Mapping[str, str]] = request.app.state.namesakes
        return _once(request, "namesakes", lambda: known.of(request))

    def view(self, request: Request) -> View:
        """Return what templates and routes call."""
        return View(request, self.labels(request), lambda: self.namesakes(request))

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        """Render a page."""
        labels = values.pop("labels", None)
        view = self.view(request) if labels is None else View(request, labels)
        text = self.environment.get_template(template).render(v=view, lang=view.lang, **values)
        response = HTMLResponse(text, status)
        response.headers["Vary"] = "Cookie"
        if request.query_params.get("lang") in LANGUAGES:
            response.set_cookie(
                LANGUAGE_COOKIE,
                view.lang,
                max_age=31_536_000,
                path=view.root or "/",
                httponly=True,
                samesite="lax",
            )
        return response

    def error(self, request: Request, error: KgError) -> Response | None:
        """Render an error for a reader; None where the client reads data."""
        if not wants_html(request):
            return None
        status, kind = status_of(error)
        page = self.page(
            request,
            "error.html",
            status,
            labels={},
            code=status,
            kind=kind,
            told=kind_of(kind),
            sentence=error.text(of_page(request)),
            id=request.scope["kg"].id,
        )
        page.headers.update(headers_of(error))
        return page


def _once(request: Request, name: str, read: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
    """Return what a page needs many times; of a store whose state is not known it is read once a page."""
    if request.app.state.backend.state is not None or request.method not in ("GET", "HEAD"):
        return read()
    known: dict[str, Mapping[str, str]] = request.scope.setdefault("kg.once", {})
    if name not in known:
        known[name] = read()
    return known[name]


def _folded(table: Table, name: str) -> bool:
    """Say whether a column tells others of the table with it."""
    return name in _TOLD_WITH and {name, *_TOLD_WITH[name]} <= set(table.names)


def _amount(term: Any) -> Decimal | None:
    found = number_of(term) if isinstance(term, Literal) else term
    return None if found is None else Decimal(found)


def _shown(text: str, exact: str, value: Decimal) -> Markup | str:
    if text == exact:
        return text
    return Markup('<data value="{}" title="{}">{}</data>').format(value, exact, text)


@pass_context
def _say(context: Context, key: str, **values: Any) -> str:
    return str(context["v"].say(key, **values))


@cache
def _manifest() -> Mapping[str, str]:
    found: dict[str, str] = json.loads(resources.static("manifest.json").read_text("utf-8"))["files"]
    return found


@pass_context
def _asset(context: Context, name: str) -> str:
    return f"{context['v'].root}/static/{name}?v={_manifest()[name][:10]}"
