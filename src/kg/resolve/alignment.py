"""Which concept of the catalogue of indicators a target's words stand for.

aligned("农村危房", "改造农村危房320户", "hu", "level") -> (Indicator, Alignment | None)
"""

from __future__ import annotations

from kg import model
from kg.registry.indicators import indicators, own_words


def aligned(
    printed: str, sentence: str, measure: str, change: str
) -> tuple[model.Indicator, model.Alignment | None]:
    """Return the indicator of a target and how it stands to the catalogue.

    An exact one is the concept itself; any other keeps its own words.

    Args:
        printed: The indicator as printed.
        sentence: The words of the target, in which a verb may stand before the indicator.
        measure: Key of the unit of its value.
        change: ``level``, ``increase`` or ``decrease``.
    """
    before, there, after = sentence.partition(printed)
    found = indicators().align(
        printed, measure=measure, change=change, before=before if there else "", after=after
    )
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
