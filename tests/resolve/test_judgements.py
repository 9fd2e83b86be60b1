"""Recorded judgements win over rules; contradictions are refused."""

import json

import pytest

from kg.errors import DataError, UsageError
from kg.registry.places import places
from kg.registry.units import registry
from kg.resolve import Resolver
from kg.resolve.judgements import judgements, load, with_folder

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


def test_a_judgement_is_named_by_what_it_decided(tmp_path):
    resolver = _resolver(tmp_path, _line("same"))
    assert resolver.unit("县农林农业局").judgement.who == "t"
    assert resolver.unit("县财政局").judgement is None
    other = _resolver(tmp_path, _line("different")).unit("县农林农业局")
    assert (other.judgement.judgement, other.reasons) == ("different", ("judgement",))


def test_a_name_that_is_not_its_own_body_gets_another(tmp_path):
    """Judged not to be 县农业农村局, a body of just that name is a second one."""
    line = json.loads(_line("different")) | {"mention": "县农业农村局"}
    found = _resolver(tmp_path, json.dumps(line)).unit("县农业农村局")
    assert found.unit.label == "县农业农村局"
    assert found.unit.iri != AGRICULTURE.iri
    assert not found.unit.confirmed


def test_a_unit_of_no_registry_is_named_by_its_label(tmp_path):
    plain = Resolver(places().by_code("330922"))
    island = plain.unit("县海岛办").unit
    line = json.loads(_line("same")) | {"mention": "县岛屿办", "unit": island.iri, "label": "县海岛办"}
    assert _resolver(tmp_path, json.dumps(line)).unit("县岛屿办").unit.iri == island.iri
    # Two names, each judged to be the other's body: each is followed once.
    back = json.loads(_line("same")) | {"mention": "县海岛办", "unit": plain.unit("县岛屿办").unit.iri}
    both = _resolver(tmp_path, json.dumps(line), json.dumps(back | {"label": "县岛屿办"}))
    assert both.unit("县岛屿办").unit.iri == island.iri
    nameless = _resolver(tmp_path, json.dumps(line | {"label": ""}))
    with pytest.raises(DataError, match="label"):
        nameless.unit("县岛屿办")


def test_contradictions_say_whose_and_what_to_do(tmp_path):
    with pytest.raises(DataError, match=r"互相矛盾.*t（2026-11-23）.*different") as raised:
        _resolver(tmp_path, _line("same"), _line("same", FORESTRY))
    assert "contradict each other" in raised.value.en
    # Taking the first back mends it.
    mended = _resolver(tmp_path, _line("same"), _line("same", FORESTRY), _line("different"))
    assert mended.unit("县农林农业局").unit == FORESTRY


@pytest.mark.parametrize(
    "line",
    [
        '{"mention": "x"}',
        "[]",
        "{",
        "[" * 100_000,
        "null",
        _line("perhaps"),
        _line("same").replace("unit/", "units/"),
        _line("same", when="yesterday"),
        _line("same").replace('"who": "t"', '"who": 1'),
        _line("same").replace('"who": "t"', '"who": ""'),
        _line("same").replace('"evidence": "e"', '"evidence": "' + "e" * 3000 + '"'),
    ],
)
def test_a_line_that_is_no_judgement_is_refused_with_its_place(tmp_path, line):
    with pytest.raises(DataError, match="第 2 行"):
        _resolver(tmp_path, _line("unsure"), line)


def test_a_folder_besides(tmp_path):
    (tmp_path / "j.jsonl").write_text(_line("same"), encoding="utf-8")
    assert [j.mention for j in with_folder(tmp_path)] == ["县农林农业局"]
    assert with_folder(None) is with_folder("")
    with pytest.raises(UsageError, match="KG_JUDGEMENTS"):
        with_folder(tmp_path / "none")


def test_the_committed_judgements_load_and_name_known_units():
    for judged in judgements():
        assert registry().unit(judged.unit) or judged.label, judged.mention
