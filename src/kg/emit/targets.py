"""Targets of a commitment and their alignment with the catalogue, and aims without a number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kg import vocab
from kg.emit.parts import K, Parts
from kg.emit.terms import TYPE, Term, decimal, string, term, typed, zh
from kg.model import Aim, Alignment, Baseline, Target
from kg.registry.measures import measures


def state_target(parts: Parts, commitment: Term, t: Target, among: Sequence[Target]) -> None:
    """State a target, or the condition of another one."""
    s = parts.part(t.iri, "Criterion" if t.criterion else "Target", t.evidence)
    out = parts.own
    out += (
        (commitment, K["criterion" if t.criterion else "target"], s),
        (s, K["text"], zh(t.text)),
        (s, K["indicator"], parts.iri(t.indicator.iri)),
        (s, K["indicatorText"], zh(t.indicator_text)),
        (s, K["change"], f"<{vocab.KGC}{t.change}>"),
        (s, K["bound"], f"<{vocab.KGC}{t.bound}>"),
        (s, K["value"], decimal(t.value)),
        (s, K["unitText"], zh(t.unit)),
        (s, K["normalizedValue"], decimal(t.normalized_value)),
        (s, K["normalizedUnit"], f"<{measures().by_key[t.normalized_unit].iri}>"),
        (s, K["strength"], f"<{vocab.KGC}{t.strength}>"),
    )
    if t.of_which is not None:
        out.append((s, K["ofWhich"], parts.iri(among[t.of_which].iri)))
    if t.each_meeting is not None:
        out.append((s, K["eachMeeting"], parts.iri(among[t.each_meeting].iri)))
    parts.say(s, "base", t.base)
    if t.period:
        out.append((s, K["period"], string(t.period)))
    if t.baseline:
        _state_baseline(parts, s, t.baseline)
    if t.deadline and t.deadline.date:
        out.append((s, K["deadline"], typed(t.deadline.date, "date")))
    if t.alignment:
        _state_alignment(parts, s, f"{t.iri}/alignment", t.alignment)


def state_aim(parts: Parts, commitment: Term, aim: Aim) -> None:
    """State an aim: what is compared, without a number."""
    s = parts.part(aim.iri, "Aim", aim.evidence)
    parts.own += (
        (commitment, K["aim"], s),
        (s, K["text"], zh(aim.text)),
        (s, K["indicatorText"], zh(aim.indicator_text)),
    )


def _state_baseline(parts: Parts, target: Term, one: Baseline) -> None:
    """Say from what a target sets out: its value in the target's own normalized unit, and the year."""
    if one.normalized_value is not None:
        parts.own.append((target, K["baselineValue"], decimal(one.normalized_value)))
    if one.period:
        parts.own.append((target, K["baselinePeriod"], string(one.period)))


def _state_alignment(parts: Parts, target: Term, path: str, one: Alignment) -> None:
    """Say which concept of the catalogue an indicator stands for, how near and found how."""
    s = parts.iri(path)
    parts.own += (
        (target, K["alignment"], s),
        (s, TYPE, K["Alignment"]),
        (s, K["alignedTo"], parts.iri(one.concept)),
        (s, K["alignmentRelation"], term(f"skos:{one.relation}Match")),
        (s, K["alignmentMethod"], f"<{vocab.KGC}{one.method}>"),
        (s, K["alignmentScore"], decimal(Decimal(str(one.score)))),
    )
