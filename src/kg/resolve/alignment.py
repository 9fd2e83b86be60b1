"""Which concept of the catalogue of indicators a target's words stand for.

aligned("农村危房", "改造农村危房320户", "hu", "level") -> (Indicator, Alignment | None)
"""

from __future__ import annotations

from kg import model
from kg.registry.indicator_ellipsis import Whole
from kg.registry.indicator_forms import form_of, reaches, verb_at_end
from kg.registry.indicators import indicators, own_words


def aligned(
    printed: str,
    sentence: str,
    measure: str,
    change: str,
    said: str = "",
    full: Whole | None = None,
    former: str = "",
) -> tuple[model.Indicator, model.Alignment | None]:
    """Return the indicator of a target and how it stands to the catalogue.

    An exact one is the concept itself; any other keeps its own words.

    Args:
        printed: The indicator as printed.
        sentence: The words of the target, in which a verb may stand before the indicator.
        measure: Key of the unit of its value.
        change: ``level``, ``increase`` or ``decrease``.
        said: Class of the verb that is said of the target before, and of this one where no other is.
        full: The indicator with the thing that it leaves to the one before it.
        former: Class of the verb that is said of the one before it.
    """
    before, after = around(printed, sentence)
    found = indicators().align(printed, measure=measure, change=change, before=before, after=after)
    if said and not verb_said(printed, sentence) and not reaches(after):
        shared = indicators().align(printed, measure=measure, change=change, after=after, said=said)
        if shared and shared.relation == "exact":
            found = shared
    if full and (found is None or found.relation != "exact"):
        verb = former if full.shares else ""
        named = indicators().align(full.words, measure=measure, change=change, after=after, said=verb)
        if named and (found is None or named.relation == "exact"):
            found = named
    if found is None:
        label, path = own_words(printed)
        return model.Indicator(path, label), None
    concept = found.concept
    alignment = model.Alignment(
        concept.path, concept.label, found.relation, found.method, found.score, concept.aggregation
    )
    if found.relation == "exact":
        return model.Indicator(concept.path, concept.label), alignment
    label, path = own_words(printed)
    return model.Indicator(path, label), alignment


def verb_said(printed: str, sentence: str) -> str:
    """Return the class of the verb that is said of an indicator, in its words or before them, else ""."""
    return form_of(printed).verb or verb_at_end(around(printed, sentence)[0])


def around(printed: str, sentence: str) -> tuple[str, str]:
    """Return the words before and behind an indicator in its sentence.

    Where it is carried from an earlier sentence the whole is both: 其中竣工3个 says what is done, 年底前
    总数达到60户 that it stands there.
    """
    before, there, after = sentence.partition(printed)
    return (before, after) if there else (sentence, sentence)
