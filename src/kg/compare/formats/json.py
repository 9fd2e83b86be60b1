"""A comparison as JSON: the relations, what changed, targets with their difference, who came and went."""

from __future__ import annotations

import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from kg.compare.comparing import Comparison, Match
from kg.compare.parties import Share
from kg.compare.targets import TargetPair
from kg.compare.values import Entry, Side, Target
from kg.emit.terms import number

Json = dict[str, Any]


def render(comparison: Comparison, above: Comparison | None = None) -> str:
    """Return the text of the JSON."""
    return json.dumps(as_json(comparison, above), ensure_ascii=False, indent=1)


def as_json(comparison: Comparison, above: Comparison | None = None) -> Json:
    """Return the JSON: ``a`` is the earlier side or the level above, ``b`` the later one.

    ``above`` adds how the notice of the level above goes together with ``b``, in the same form.
    """
    told: Json = {
        "a": _side(comparison.a),
        "b": _side(comparison.b),
        "method": comparison.method,
        "tasks": [_match(match) for match in comparison.tasks],
        "targets": [_pair(pair) for pair in comparison.targets],
        "projects": [_match(match) for match in comparison.projects],
        "units": [_share("unit", share) for share in comparison.units],
        "leaders": [_share("leader", share) for share in comparison.leaders],
        "index": [_entry(entry) for side in (comparison.a, comparison.b) for entry in side.entries],
    }
    if above is not None:
        told["above"] = {
            "a": _side(above.a),
            "tasks": [_match(match) for match in above.tasks],
            "targets": [_pair(pair) for pair in above.targets],
            "projects": [_match(match) for match in above.projects],
            "index": [_entry(entry) for entry in above.a.entries],
        }
    return told


def _side(side: Side) -> Json:
    return {
        "iri": side.iri,
        "documentNumber": side.number,
        "title": side.title,
        "forYears": list(side.years),
        "jurisdiction": side.place_name,
        "version": side.version,
    }


def _entry(entry: Entry) -> Json:
    return {"iri": entry.iri, "number": entry.number, "section": entry.section or None, "text": entry.words}


def _match(match: Match) -> Json:
    return {
        "relation": match.relation,
        "a": _iris(match.a),
        "b": _iris(match.b),
        "score": match.score,
        "changes": [{"field": one.field, "a": one.a, "b": one.b} for one in match.changes],
    }


def _iris(entries: Iterable[Entry]) -> list[str]:
    return [entry.iri for entry in entries]


def _pair(pair: TargetPair) -> Json:
    return {
        "indicator": pair.indicator,
        "a": _target(pair.a),
        "b": _target(pair.b),
        "difference": None if pair.difference is None else _number(pair.difference),
        "differenceUnit": pair.unit,
    }


def _target(target: Target | None) -> Json | None:
    if target is None:
        return None
    return {
        "iri": target.iri,
        "indicator": target.indicator,
        "indicatorIri": target.indicator_iri,
        "change": target.change,
        "bound": target.bound,
        "value": _number(target.value),
        "unit": target.unit,
        "normalizedValue": _number(target.normalized_value),
        "normalizedUnit": target.normalized_unit,
        "strength": target.strength,
        "criterion": target.criterion,
        "text": target.text,
    }


def _share(name: str, share: Share) -> Json:
    return {name: share.name, "iri": share.iri, "a": share.a, "b": share.b}


def _number(value: Decimal) -> int | float:
    text = number(value)
    return float(text) if "." in text else int(text)
