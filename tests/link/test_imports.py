"""Another open table beside the notices, by CSVW and judged by shapes."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml

from kg import resources
from kg.errors import DataError, InputError
from kg.link.imports import import_table, load_import
from kg.link.table import link_file
from kg.query import Catalog
from kg.store.oxigraph import OxigraphStore
from tests.link.service import BASE, sample_store

EXAMPLE = resources.data("imports", "statistics.csv")
MAPPING = resources.data("imports", "statistics.yml")
OBSERVATION = f"<{BASE}data/statistics/330922/2023/fixed-investment/level>"
DECIMAL = "<http://www.w3.org/2001/XMLSchema#decimal>"


def test_the_example() -> None:
    quads, done = import_table(EXAMPLE, MAPPING, BASE)
    assert (done.graph, done.rows) == (f"{BASE}graph/data-statistics", 18)
    said = {
        (p.rpartition("#")[2].rpartition("/")[2].rstrip(">"), o) for s, p, o, _ in quads if s == OBSERVATION
    }
    assert said == {
        ("refArea", f"<{BASE}place/330922>"),
        ("refPeriod", '"2023"^^<http://www.w3.org/2001/XMLSchema#gYear>'),
        ("obsValue", f'"104.8"^^{DECIMAL}'),
        ("unitText", '"亿元"@zh'),
        ("label", '"固定资产投资"@zh'),
        ("subject", f"<{BASE}indicator/40d7cde002>"),
        ("type", "<https://w3id.org/zeren/code#level>"),
        ("type", "<http://purl.org/linked-data/cube#Observation>"),
        ("dataSet", f"<{BASE}data/statistics>"),
    }
    meta = [(p, o) for s, p, o, g in quads if g == f"<{BASE}graph/meta>" and s == f"<{done.graph}>"]
    assert any("示例" in o for p, o in meta if p.endswith("title>"))
    assert any(p.endswith("wasDerivedFrom>") for p, _ in meta)


def test_our_columns_in_the_example_are_what_link_writes(tmp_path: Path) -> None:
    rows = list(csv.reader(EXAMPLE.read_text("utf-8").splitlines()))
    bare = tmp_path / "bare.csv"
    with bare.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(row[:8] for row in rows)
    link_file(bare, tmp_path / "linked.csv", column="指标", kinds=("indicator",))
    assert (tmp_path / "linked.csv").read_text("utf-8") == EXAMPLE.read_text("utf-8")


def test_targets_of_2024_beside_the_statistic_of_the_year_before() -> None:
    store = OxigraphStore(None, base=BASE)
    store.engine.bulk_extend(list(sample_store().engine))
    catalog = Catalog.load(resources.queries())
    assert not catalog.run("targets-beside-statistics", {"year": "2024"}, store).rows
    load_import(EXAMPLE, MAPPING, store)
    before = store.size()
    load_import(EXAMPLE, MAPPING, store)  # twice is once
    assert store.size() == before
    rows = catalog.run("targets-beside-statistics", {"year": "2024"}, store).records()
    found = {row["indicatorLabel"]: (row["value"], row["before"], row["statistic"]) for row in rows}
    # The targets as the notice prints them, the statistics as the example has them.
    assert {k: (float(v), b, float(s)) for k, (v, b, s) in found.items()} == {
        "地区生产总值": (6, "2023", 6.2),
        "一般公共预算收入": (3, "2023", 4.4),
        "固定资产投资": (113, "2023", 104.8),
        "社会消费品零售总额": (5, "2023", 5.6),
        "出口总额": (5, "2023", 7.3),
        "旅游总收入": (13, "2023", 15.2),
        "城镇新增就业": (1000, "2023", 1180),
        "实际利用外资": (3500, "2023", 3360),
    }


def test_instances_follow_the_base_terms_do_not() -> None:
    quads, done = import_table(EXAMPLE, MAPPING, "http://example.org/kg/")
    terms = {term for quad in quads for term in quad}
    assert done.graph == "http://example.org/kg/graph/data-statistics"
    assert "<http://example.org/kg/place/330922>" in terms
    assert "<http://example.org/kg/indicator/40d7cde002>" in terms
    assert "<https://w3id.org/zeren/code#level>" in terms
    assert not any(term.startswith(f"<{BASE}place") for term in terms)


def edited(tmp_path: Path, before: str, after: str) -> Path:
    path = tmp_path / "statistics.csv"
    text = EXAMPLE.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    return path


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("112.6", "很多", id="no number"),
        pytest.param(",2022,", ",去年,", id="no year"),
        pytest.param("330922,", "33092,", id="no code"),
        pytest.param(",level,", ",total,", id="no such kind"),
        pytest.param(",112.6,", ",,", id="no value"),
        pytest.param("亿元", "", id="no unit"),
        pytest.param("https://w3id.org/zeren/indicator/0f0559ff91", "", id="not linked"),
        pytest.param(
            "https://w3id.org/zeren/indicator/0f0559ff91", "http://x.org/gdp", id="linked elsewhere"
        ),
        pytest.param("https://w3id.org/zeren/indicator/0f0559ff91", "http://x> <http://y", id="no IRI"),
        pytest.param("区划代码,", "代码,", id="another heading"),
        pytest.param("330922,嵊泗县,2023,gdp", "330922,嵊泗县,2022,gdp", id="said twice, differently"),
    ],
)
def test_a_table_that_is_not_as_described(tmp_path: Path, before: str, after: str) -> None:
    store = OxigraphStore(None, base=BASE)
    with pytest.raises(InputError) as caught:
        load_import(edited(tmp_path, before, after), MAPPING, store)
    assert caught.value.zh
    assert store.size() == 0


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"tableSchema": None}, id="no schema"),
        pytest.param({"url": None}, id="no url"),
        pytest.param(
            {"tableSchema": {"columns": [{"name": "code", "titles": "区划代码"}]}}, id="no aboutUrl"
        ),
    ],
)
def test_a_description_that_is_no_csvw(tmp_path: Path, change: dict[str, object]) -> None:
    metadata = yaml.safe_load(MAPPING.read_text("utf-8")) | change
    path = tmp_path / "map.yml"
    path.write_text(yaml.safe_dump({k: v for k, v in metadata.items() if v is not None}), "utf-8")
    with pytest.raises(DataError):
        import_table(EXAMPLE, path, BASE)


def test_a_description_in_json_does_as_well(tmp_path: Path) -> None:
    import json

    path = tmp_path / "statistics.json"
    path.write_text(json.dumps(yaml.safe_load(MAPPING.read_text("utf-8"))), "utf-8")
    assert import_table(EXAMPLE, path, BASE) == import_table(EXAMPLE, MAPPING, BASE)
