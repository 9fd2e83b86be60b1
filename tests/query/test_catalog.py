"""Front matter, parameters, traps and formats: what the catalogue refuses and gives out."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import DataError, NotFound, UsageError
from kg.query import Catalog, Table
from kg.query.definition import CannedQuery, Column
from kg.query.structure import read
from kg.query.table import make_table
from kg.query.values import defused
from kg.store.base import XSD, Iri, Literal
from tests import loaded

NAMES = """
topics: {t: {zh: 题, en: Topic}}
names:
  unit: {zh: 单位, en: Unit, type: "iri:Unit"}
  n: {zh: 数, en: Number, type: "xsd:integer", format: number}
  x: {zh: 物, en: Thing}
"""
PLAIN = "SELECT ?x { ?x ?p ?o } ORDER BY ?x"
HEAD = "#+ title: T\n#+ title_zh: 题\n#+ answers: A\n#+ answers_zh: 答\n"


def folder(tmp_path: Path, text: str, name: str = "q") -> Path:
    (tmp_path / "names.yml").write_text(NAMES, "utf-8")
    (tmp_path / "t").mkdir(exist_ok=True)
    (tmp_path / "t" / f"{name}.rq").write_text(text, "utf-8")
    return tmp_path


def test_a_sound_query_loads(tmp_path: Path) -> None:
    text = HEAD + "#+ params:\n#+   unit: {required: true}\nSELECT ?x ?unit { ?x ?p ?unit } ORDER BY ?x"
    query = Catalog.load(folder(tmp_path, text)).get("q")
    assert (query.topic, list(query.columns), list(query.params)) == ("t", ["x"], ["unit"])
    assert query.text.startswith("SELECT")


@pytest.mark.parametrize(
    ("head", "body", "words"),
    [
        ("#+ params:\n#+   unit: {}\n", "SELECT ?x { ?x ?p ?unit } ORDER BY ?x", "outer SELECT"),
        (
            "#+ params:\n#+   unit: {}\n",
            "SELECT ?x ?unit { { SELECT ?x { ?x ?p ?unit } } } ORDER BY ?x",
            "sub-SELECT",
        ),
        (
            "#+ params:\n#+   n: {}\n",
            "SELECT ?x ?n { ?x ?p ?v FILTER(!BOUND(?n) || ?v > ?n) } ORDER BY ?x",
            "BOUND",
        ),
        (
            "#+ params:\n#+   unit: {}\n",
            "SELECT ?x ?unit { ?x a ?c OPTIONAL { ?x ?p ?unit } } ORDER BY ?x",
            "OPTIONAL",
        ),
        ("", "SELECT ?x { ?x ?p ?o }", "ORDER BY"),
        ("", "SELECT * { ?x ?p ?o } ORDER BY ?x", "names its variables"),
        ("", "ASK { ?x ?p ?o }", "SELECT"),
        ("", "SELECT ?y { ?y ?p ?o } ORDER BY ?y", "names.yml"),
        ("#+ params:\n#+   _x: {}\n", "SELECT ?x ?_x { ?x ?p ?_x } ORDER BY ?x", "reserved"),
        ("#+ colour: red\n", PLAIN, "unknown key colour"),
        ("#+ anwsers: A\n", PLAIN, "did you mean answers"),
        (
            "#+ columns: {x: {lable: X}}\n",
            "SELECT ?x { ?x ?p ?o } ORDER BY ?x",
            "unknown key lable in columns.x",
        ),
        ("#+ columns: {x: {format: bold}}\n", PLAIN, "columns.x.format"),
        ("#+ columns: [x]\n", PLAIN, "columns should be"),
        (
            "#+ params: {x: {require: yes}}\n",
            "SELECT ?x { ?x ?p ?o } ORDER BY ?x",
            "unknown key require in params.x",
        ),
        (
            "#+ params: {format: {type: 'xsd:string'}}\n",
            "SELECT ?format { ?format ?p ?o } ORDER BY ?format",
            "reserved",
        ),
        ("#+ role: pgae\n", PLAIN, "role"),
        ("", "SELECT ?x { ?x kg:targets ?o } ORDER BY ?x", "no kg:targets, did you mean kg:target"),
        ("", "SELECT ?x { ?x kg:role kgc:leads } ORDER BY ?x", "no kgc:leads, did you mean kgc:lead"),
        (
            "#+ params: {unit: {type: 'iri:Unitt'}}\n",
            "SELECT ?x ?unit { ?x ?p ?unit } ORDER BY ?x",
            "did you mean iri:Unit",
        ),
        ("#+ chart: {type: bar, label: y}\n", PLAIN, "chart"),
        ("#+ chart: {type: bar, lable: x}\n", PLAIN, "did you mean label"),
        ("#+ chart: {type: bart, label: x}\n", PLAIN, "chart.type"),
        ("#+ params: [1\n", PLAIN, "YAML"),
    ],
)
def test_what_the_loader_refuses(tmp_path: Path, head: str, body: str, words: str) -> None:
    made = Catalog.load(folder(tmp_path, HEAD + head + body))
    with pytest.raises(DataError) as found:
        made.get("q")
    assert words in found.value.en
    assert list(made.broken) == ["q"]


def test_a_wrong_file_leaves_the_others_usable(tmp_path: Path) -> None:
    good = HEAD + PLAIN
    folder(tmp_path, good, "good")
    folder(tmp_path, HEAD + "#+ colour: red\n" + PLAIN, "bad")
    (tmp_path / "t" / "bytes.rq").write_bytes(b"#+ title: \xff")
    chosen = "#+ params: {unit: {choices: bad}}\nSELECT ?x ?unit { ?x ?p ?unit } ORDER BY ?x"
    folder(tmp_path, HEAD + chosen, "chosen")
    (tmp_path / "u").mkdir()
    (tmp_path / "u" / "lost.rq").write_text(good, "utf-8")
    made = Catalog.load(tmp_path)
    assert [query.name for query in made] == ["good"]
    assert sorted(made.broken) == ["bad", "bytes", "chosen", "lost"]
    assert {name for name, error in made.broken.items() if name in error.en or "Topic u" in error.en} == {
        "bad", "bytes", "chosen", "lost",
    }  # fmt: skip
    with pytest.raises(NotFound):
        made.get("other")


def test_of_two_files_of_one_name_the_first_is_used(tmp_path: Path) -> None:
    good = HEAD + PLAIN
    folder(tmp_path, good)
    (tmp_path / "names.yml").write_text(NAMES.replace("topics: {", "topics: {u: {zh: 别, en: U}, "), "utf-8")
    (tmp_path / "u").mkdir()
    (tmp_path / "u" / "q.rq").write_text(good, "utf-8")
    made = Catalog.load(tmp_path)
    assert made.get("q").topic == "t"
    assert list(made.broken) == ["u/q"]


def test_every_file_of_ours_is_sound() -> None:
    assert loaded.catalog().broken == {}


def test_structure_is_read_past_strings_and_comments() -> None:
    text = """PREFIX k: <http://e/#SELECT>  # SELECT ?no
        SELECT ?a (COUNT(?b) AS ?n) WHERE { ?a k:p "} SELECT ?s { OPTIONAL {" , '''x ' } ''' .
          { SELECT ?a ?c { ?a k:q ?c , ?hidden } } } GROUP BY ?a ORDER BY ?a"""
    shape = read(text)
    assert shape.projection == ("a", "n")
    assert shape.ordered
    assert set(shape.traps) == {"n", "hidden"}


@pytest.mark.parametrize(
    ("name", "params", "words"),
    [
        ("tasks-of-a-unit", {}, "unit=县发改局"),
        ("tasks-of-a-unit", {"unit": "县发改据"}, "县发改局"),
        ("tasks-of-a-unit", {"unit": "县发改局", "role": "boss"}, "lead"),
        ("tasks-of-a-unit", {"unit": "县发改局", "colour": "red"}, "colour"),
        ("targets-in-range", {"min": "many"}, "number"),
        ("targets-in-range", {"min": "1e400"}, "number"),
        ("deadlines", {"from": "2024-02-30"}, "date"),
        ("joint-tasks", {"atLeast": "1.5"}, "whole number"),
        ("notices", {"year": "24"}, "year"),
        ("tasks", {"word": "x" * 2000}, "1000"),
    ],
)
def test_wrong_parameters(name: str, params: dict[str, str], words: str) -> None:
    with pytest.raises(UsageError) as found:
        loaded.catalog().run(name, params, loaded.real())
    assert words in found.value.en


def test_unknown_query_says_what_is_near() -> None:
    with pytest.raises(NotFound) as found:
        loaded.catalog().get("workloads")
    assert "workload" in found.value.en


def test_a_unit_is_named_by_label_alias_path_and_iri() -> None:
    catalog, store = loaded.catalog(), loaded.real()
    answers = [
        catalog.run("tasks-of-a-unit", {"unit": name}, store).rows
        for name in ("县人力社保局", "嵊泗县人力资源和社会保障局")
    ]
    iri = next(
        row["unit"].value
        for row in catalog.run("workload", {}, store).dicts()
        if row["unitLabel"].value == "县人力社保局"
    )
    answers += [
        catalog.run("tasks-of-a-unit", {"unit": name}, store).rows
        for name in (iri, iri.removeprefix(store.base))
    ]
    assert answers[0]
    assert all(one == answers[0] for one in answers)


@pytest.mark.parametrize("evil", ["https://e/x> } DELETE WHERE {", '") } #', '县发改局" . ?s ?p ?o'])
def test_values_are_bound_never_pasted(evil: str) -> None:
    with pytest.raises(UsageError):
        loaded.catalog().run("tasks-of-a-unit", {"unit": evil}, loaded.real())
    assert not loaded.catalog().run("tasks", {"word": evil}, loaded.real()).rows


def test_codes_and_numbers_narrow() -> None:
    catalog, store = loaded.catalog(), loaded.real()
    led = catalog.run("tasks-of-a-unit", {"unit": "县发改局", "role": "lead"}, store)
    assert {row["role"].value for row in led.dicts()} == {"https://w3id.org/zeren/code#lead"}
    ranged = catalog.run("targets-in-range", {"measure": "%", "min": "18", "max": "50"}, store)
    assert {row["normalizedValue"] for row in ranged.records()} <= set(range(18, 51))
    assert ranged.rows


def table(*values: str) -> Table:
    query = CannedQuery("q", "t", "T", "题", "A", "答", "", columns={"x": Column("x", "X", "物")})
    return make_table(query, ("x",), [(Literal(value),) for value in values], {})


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_formulas_are_defused(text: str) -> None:
    assert list(csv.reader(io.StringIO(table(text).csv())))[1] == ["'" + text]
    book = openpyxl.load_workbook(io.BytesIO(table(text).xlsx()))
    cell = book.active["A2"]
    assert cell.data_type == "s"
    assert cell.value == text


@given(st.text())
def test_csv_reads_back(text: str) -> None:
    clean = text.replace("\x00", "")
    found = list(csv.reader(io.StringIO(table(clean).csv(), newline="")))
    assert found[1:] == [[defused(clean)]] or clean == ""


def test_every_format_says_the_same() -> None:
    found = loaded.catalog().run("workload", {}, loaded.real())
    records = json.loads(found.json())
    assert isinstance(records[0]["lead"], int)
    bindings = json.loads(found.srj())["results"]["bindings"]
    rows = list(csv.DictReader(io.StringIO(found.csv())))
    book, keys = openpyxl.load_workbook(io.BytesIO(found.xlsx("zh"))).worksheets
    heads = [cell.value for cell in book[1]]
    names = [cell.value for cell in keys[1]]
    assert (keys.sheet_state, "unit" in names) == ("hidden", True)
    assert len(records) == len(bindings) == len(rows) == book.max_row - 1 == 70
    assert heads[-4:] == ["牵头", "配合", "责任", "合计"]
    for record, binding, row in zip(records, bindings, rows, strict=True):
        assert record["unitLabel"] == binding["unitLabel"]["value"] == row["unitLabel"]
        assert str(record["total"]) == binding["total"]["value"] == row["total"]
    for number, record in enumerate(records, 2):
        unit = book.cell(number, heads.index("单位") + 1)
        assert unit.value == record["unitLabel"]
        assert keys.cell(number, names.index("unit") + 1).value == unit.hyperlink.target == record["unit"]
    assert not [cell for row in book.iter_rows() for cell in row if "://" in str(cell.value)]
    assert book.page_setup.fitToWidth == 1
    assert book.print_title_rows == "$1:$1"
    assert binding["total"]["datatype"] == XSD + "integer"


def test_pages_are_parts_of_the_whole() -> None:
    found = loaded.catalog().run("workload", {}, loaded.real())
    parts = [found.page(30, at).rows for at in (0, 30, 60)]
    assert sum(parts, ()) == found.rows
    assert found.page(30, 60).total == 70


def test_unbound_cells_are_null() -> None:
    query = CannedQuery("q", "t", "T", "题", "A", "答", "", columns={"x": Column("x", "X", "物")})
    made = make_table(query, ("x",), [(None,), (Iri("http://e/"),)], {})
    assert made.records() == [{"x": None}, {"x": "http://e/"}]
    assert "bindings" in made.srj()
    assert made.csv() == "x\r\n\r\nhttp://e/\r\n" or made.csv() == 'x\r\n""\r\nhttp://e/\r\n'


def test_loading_the_catalogue_needs_no_engine() -> None:
    heavy = ("rdflib", "jieba", "fastapi", "pyoxigraph")
    code = f"import sys, kg.query; print([m for m in {heavy} if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
