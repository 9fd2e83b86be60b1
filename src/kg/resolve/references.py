"""Documents that a notice names → the IRIs that they have, or would have, as notices.

    resolved(facts, place, number=own) -> Reference, ...

A number tells its place by the words that it begins with: those of the notice's own number mean its
own place, others what their title and ``document-codes.tsv`` say without a doubt. The path is then
that of the notice itself, loaded or not. A document whose place nothing tells is one of its own.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg import identity
from kg.extract.references import ReferenceFact
from kg.model import Place, Reference
from kg.registry.patterns import rule
from kg.resolve.jurisdiction import Head, jurisdiction_of, only_user


def resolved(
    facts: Iterable[ReferenceFact], place: Place | None, *, number: str | None
) -> tuple[Reference, ...]:
    """Return the documents with their paths.

    Args:
        facts: What the text says of them.
        place: The notice's own place.
        number: The notice's own number.
    """
    return tuple(
        Reference(_path(fact, place, number), fact.relation, fact.number, fact.title, fact.spans)
        for fact in facts
    )


def _path(fact: ReferenceFact, own: Place | None, own_number: str | None) -> str:
    found = rule("references.year").search(fact.number or "")
    if fact.number and found:
        code = _code(fact, found["year"], own, own_number)
        if code:
            return identity.notice_path(code, int(found["year"]), fact.number, None, None, None, "")
    return identity.document_path(own.code if own else None, fact.number, fact.title)


def _code(fact: ReferenceFact, year: str, own: Place | None, own_number: str | None) -> str | None:
    """Return the division code of the place that issued a document, where that is certain."""
    word, own_word = (
        rule("references.place_word").match(number or "") for number in (fact.number, own_number)
    )
    stood = own is not None and not (own.since and own.since[:4] > year)
    if own and own.code and stood and word and own_word and word["word"] == own_word["word"]:
        return own.code
    told = jurisdiction_of(Head(title=fact.title, number=fact.number, day=year))
    if told.place and told.doubt is None:
        return told.place.code
    return only_user(fact.number or "") if told.doubt is None or told.doubt.kind == "weak" else None
