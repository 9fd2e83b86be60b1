"""What only one set of gold attests is taken out before that set is aligned."""

from __future__ import annotations

from decimal import Decimal

from kg.model import Indicator, Target
from tests.gold.held_out import aligned, without


def target(words: str, measure: str = "ge") -> Target:
    indicator = Indicator("indicator/x", words)
    return Target(
        iri="x", indicator=indicator, indicator_text=words, change="level", bound="eq",
        value=Decimal(1), unit="", normalized_value=Decimal(1), normalized_unit=measure,
        strength="plain", text=words, evidence=(),
    )  # fmt: skip


def test_what_another_set_attests_too_stays() -> None:
    sets = {
        "one": [target("口袋公园"), target("城镇新增就业", "ren")],
        "other": [target("城镇新增就业", "ren")],
    }
    kept = without("one", sets)
    assert "pocket-parks" not in kept.by_key or kept.known("口袋公园") is None
    assert list(aligned(sets["one"], kept)) == ["none", "exact"]
    assert list(aligned(sets["one"], without("other", sets))) == ["exact", "exact"]
