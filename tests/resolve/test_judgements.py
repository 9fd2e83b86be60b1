"""Recorded judgements win over rules; contradictions are refused."""

import json

import pytest

from kg.errors import DataError
from kg.registry.places import places
from kg.registry.units import registry
from kg.resolve import Resolver
from kg.resolve.judgements import load

AGRICULTURE = next(r.unit for r in registry().records("330922") if r.unit.label == "县农业农村局")
FORESTRY = next(r.unit for r in registry().records("330922") if r.unit.label == "县资源规划局")


def _line(judgement, unit=AGRICULTURE, when="2026-11-23"):
    line = {"division": "330922", "mention": "县农林农业局", "unit": unit.iri, "judgement": judgement}
    return json.dumps({**line, "who": "t", "when": when, "evidence": "e"}, ensure_ascii=False)


def _resolver(folder, *lines):
    (folder / "j.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return Resolver(places().by_code("330922"), judged=load(folder))


def test_same_makes_sure(tmp_path):
    found = _resolver(tmp_path, _line("same")).unit("县农林农业局")
    assert (found.unit, found.resolution, found.reasons) == (AGRICULTURE, "alias", ("judgement",))


def test_different_parts_them(tmp_path):
    found = _resolver(tmp_path, _line("different")).unit("县农林农业局")
    assert (found.unit.label, found.resolution) == ("县农林农业局", "unresolved")


def test_unsure_changes_nothing_and_the_last_word_counts(tmp_path):
    assert _resolver(tmp_path, _line("unsure")).unit("县农林农业局").resolution == "guessed"
    assert _resolver(tmp_path, _line("different"), _line("same")).unit("县农林农业局").unit == AGRICULTURE


def test_contradictions_and_broken_lines_are_refused(tmp_path):
    with pytest.raises(DataError):
        _resolver(tmp_path, _line("same"), _line("same", FORESTRY))
    with pytest.raises(DataError):
        _resolver(tmp_path, '{"mention": "x"}')
    with pytest.raises(DataError):
        _resolver(tmp_path, _line("perhaps"))


def test_the_committed_judgements_load_and_name_known_units():
    from kg.resolve.judgements import judgements

    for judged in judgements():
        assert registry().unit(judged.unit), judged.mention
