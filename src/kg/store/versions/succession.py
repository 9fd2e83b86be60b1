"""Which notice follows which: last year's of the same issuer, kind and title, where both are loaded.

    links = succession(incoming, store)     what to tell ``graph/derived``, and what it must forget

It is found at load, whichever of the two comes later, and again when one of them changes or goes.
Titles are compared without frame, years and numbers; where two notices of last year are equally
like, none is followed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg import vocab
from kg.store.base import Bindings, Iri, Store, Term
from kg.store.versions.change import titles_alike

_ALIKE = 0.5  # Dice of what two titles are about, from which on they may be of one series
_FRAME = re.compile(r"^.*?关于(?:印发|下达|分解落实|分解|公布|做好)?|的?(?:通知|意见|决定|函)$")
_YEARLY = re.compile(r"[0-9０-９〇零一二三四五六七八九十]+|\s+")
_FOLLOWS, _COMPARED_FROM = vocab.kg("follows"), vocab.kg("comparedFrom")
Triple = tuple[Term, Term, Term]


@dataclass(frozen=True, slots=True)
class Dated:
    """What of a notice says which series it is of."""

    iri: str
    kind: str  # IRI of the code
    title: str
    issuers: frozenset[str]
    years: frozenset[int]


@dataclass(slots=True)
class Links:
    """Triples for ``graph/derived``, and the subjects whose former ones go."""

    told: list[Triple] = field(default_factory=list)
    forget: list[str] = field(default_factory=list)


def succession(incoming: Dated | None, store: Store, *, gone: str | None = None) -> Links:
    """Return what becomes of ``kg:follows`` when a notice is loaded, or when one goes.

    Args:
        incoming: The notice that is about to be loaded.
        store: What holds the others; a former version of the notice counts for nothing.
        gone: IRI of a notice that is about to be withdrawn.
    """
    me = incoming.iri if incoming else gone
    assert me is not None
    links = Links()
    after = _followers(me, store)
    if incoming and incoming.years and incoming.issuers:
        known = {one.iri: one for one in _of_series(incoming, store) if one.iri != me} | {me: incoming}
        after |= {
            one.iri for one in known.values() if one.years and min(one.years) == max(incoming.years) + 1
        }
        if earlier := _before(incoming, known.values()):
            links.told.append((Iri(me), Iri(_FOLLOWS), Iri(earlier)))
    else:
        known = {}
    for iri in sorted(after - {me}):
        one = known.get(iri) or _told_of(iri, store)
        if one is not None:
            others = known.values() if iri in known else (o for o in _of_series(one, store) if o.iri != me)
            _relink(one, _before(one, others), store, links)
    return links


def relinked(store: Store) -> None:
    """Find all links of a store anew, and write them: where notices were put together from versions."""
    derived = f"{store.base}graph/derived"
    store.update(f"DELETE WHERE {{ GRAPH <{derived}> {{ ?n <{_FOLLOWS}> ?earlier }} }}")
    known = _read(store, f"?n a <{vocab.kg('Notice')}> .")
    found = [(one.iri, earlier) for one in known if (earlier := _before(one, known))]
    if found:
        store.load({}, merge={derived: [(Iri(new), Iri(_FOLLOWS), Iri(old)) for new, old in found]})


def _relink(one: Dated, earlier: str | None, store: Store, links: Links) -> None:
    """Let a notice that stands follow another one than before, or none."""
    held = _held(one.iri, store)
    stood = next((o.value for _, p, o in held if p == Iri(_FOLLOWS) and isinstance(o, Iri)), None)
    if stood == earlier:
        return
    if stood is not None:
        links.forget.append(one.iri)
        links.told += _still_true(held, stood)
    if earlier is not None:
        links.told.append((Iri(one.iri), Iri(_FOLLOWS), Iri(earlier)))


def _still_true(held: Sequence[Triple], stood: str) -> Iterator[Triple]:
    """Yield what stays told of a notice that follows ``stood`` no more: no comparison with that one."""
    gone = [
        s.value for s, p, o in held if p == Iri(_COMPARED_FROM) and o == Iri(stood) and isinstance(s, Iri)
    ]
    for s, p, o in held:
        about = s.value if isinstance(s, Iri) else ""
        if p != Iri(_FOLLOWS) and not any(about == one or about.startswith(f"{one}/") for one in gone):
            yield s, p, o


def _before(one: Dated, others: Iterable[Dated]) -> str | None:
    """Return the notice of the year before that is likest by its title; None where two are equally so."""
    first = min(one.years, default=0)
    scored = sorted(
        (
            (titles_alike(_series(one.title), _series(other.title)), other.iri)
            for other in others
            if other.iri != one.iri
            and other.kind == one.kind
            and other.issuers & one.issuers
            and max(other.years, default=0) == first - 1
        ),
        reverse=True,
    )
    best = [iri for score, iri in scored if score == scored[0][0] and score >= _ALIKE]
    return best[0] if len(best) == 1 else None


def _series(title: str) -> str:
    """Return what a title is about: …关于印发2024年重点工作责任分解的通知 → 年重点工作责任分解."""
    return _FRAME.sub("", _YEARLY.sub("", title))


def _of_series(one: Dated, store: Store) -> list[Dated]:
    """Return the notices of the kind that share an issuer."""
    issuers = " ".join(f"<{iri}>" for iri in sorted(one.issuers))
    return _read(store, f"VALUES ?any {{ {issuers} }} ?n kg:issuer ?any ; kg:kind <{one.kind}> .")


def _told_of(iri: str, store: Store) -> Dated | None:
    return next(iter(_read(store, f"VALUES ?n {{ <{iri}> }} ?n a kg:Notice .")), None)


def _read(store: Store, pattern: str) -> list[Dated]:
    answer = store.query(
        f"PREFIX kg: <{vocab.KG}>\nPREFIX dcterms: <{vocab.PREFIXES['dcterms']}>\n"
        f"SELECT DISTINCT ?n ?kind ?title ?issuer ?year WHERE {{ {pattern} "
        "?n kg:kind ?kind ; kg:issuer ?issuer ; kg:forYear ?year . OPTIONAL { ?n dcterms:title ?title } }"
    )
    assert isinstance(answer, Bindings)
    rows: dict[str, list[dict[str, str]]] = {}
    for row in answer.dicts():
        said = {name: term.value for name, term in row.items()}
        rows.setdefault(said["n"], []).append(said)
    return [
        Dated(
            iri,
            found[0]["kind"],
            found[0].get("title", ""),
            frozenset(row["issuer"] for row in found),
            frozenset(int(row["year"]) for row in found),
        )
        for iri, found in sorted(rows.items())
    ]


def _followers(iri: str, store: Store) -> set[str]:
    answer = store.query(f"SELECT ?n WHERE {{ ?n <{_FOLLOWS}> <{iri}> }}")
    assert isinstance(answer, Bindings)
    return {row[0].value for row in answer.rows if isinstance(row[0], Iri)}


def _held(iri: str, store: Store) -> Sequence[Triple]:
    """Return what ``graph/derived`` tells of a notice and what is below it."""
    answer = store.query(
        f"SELECT ?s ?p ?o WHERE {{ GRAPH <{store.base}graph/derived> {{ ?s ?p ?o }} "
        f'FILTER(?s = <{iri}> || STRSTARTS(STR(?s), "{iri}/")) }}'
    )
    assert isinstance(answer, Bindings)
    return [(row[0], row[1], row[2]) for row in answer.rows if row[0] and row[1] and row[2]]
