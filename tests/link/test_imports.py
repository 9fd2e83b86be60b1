"""Another open table beside the notices, by CSVW and judged by shapes."""

from __future__ import annotations

import csv
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import yaml

from kg import resources
from kg.errors import DataError, InputError, NotFound, UsageError
from kg.link.imports import import_table, imports, load_import, remove_import
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
    assert (done.graph, done.rows) == (f"{BASE}graph/data-statistics", 21)
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


# --- tables and descriptions that do not fit ----------------------------------------------------------

PLAIN = {
    "url": "data/bridges.csv",
    "dc:title": [{"@value": "桥", "@language": "zh"}],
    "tableSchema": {
        "aboutUrl": "bridges/{code}",
        "columns": [
            {"name": "code", "titles": "编号", "suppressOutput": True},
            {"name": "length", "titles": ["长度", "length"], "datatype": "decimal",
             "propertyUrl": "schema:length"},
            {"name": "opened", "titles": "通车", "datatype": "date", "propertyUrl": "dcterms:issued"},
        ],
    },
}  # fmt: skip
TABLE = "编号,长度,通车\nb1,120.5,2020-05-01\nb2,88,2021-06-01\n"
LENGTH = "<http://schema.org/length>"


def written(
    tmp_path: Path, table: str | bytes = TABLE, name: str = "bridges.csv", **change: object
) -> tuple[Path, Path]:
    source, mapping = tmp_path / name, tmp_path / "map.yml"
    source.write_bytes(table if isinstance(table, bytes) else table.encode())
    mapping.write_text(yaml.safe_dump(PLAIN | change, allow_unicode=True), "utf-8")
    return source, mapping


def lengths(quads: list[tuple[str, ...]]) -> dict[str, str]:
    return {s.rpartition("/")[2].rstrip(">"): o.split('"')[1] for s, p, o, _ in quads if p == LENGTH}


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("编号,长(米),通车", ["'长度'", "'长(米)'", "suppressOutput"]),
        ("编号,长度", ["lacks '通车'"]),
        ("编号,长度,通车,备注", ["description lacks '备注'"]),
        ("编号,长度,长度,通车", ["'长度' twice"]),
        ("编号,,通车", ["'长度'", "'（空）'"]),
    ],
)
def test_a_heading_that_is_not_the_descriptions_is_named(
    tmp_path: Path, heading: str, said: list[str]
) -> None:
    source, mapping = written(tmp_path, heading + "\nb1,120.5,2020-05-01,x\n")
    with pytest.raises(InputError) as caught:
        import_table(source, mapping, BASE, check=False)
    assert all(words in caught.value.en for words in said), caught.value.en
    assert "表头与说明不符" in caught.value.zh


@pytest.mark.parametrize(
    "heading", ["编号,length,通车", "通车,编号,长度", "code,长度,opened", "\ufeff编号, 长度 ,通车"]
)
def test_headings_by_any_title_or_name_in_any_order(tmp_path: Path, heading: str) -> None:
    at = [name.strip() for name in heading.replace("\ufeff", "").split(",")]
    cells = {"编号": "b1", "code": "b1", "length": "120.5", "长度": "120.5", "通车": "2020-05-01",
             "opened": "2020-05-01"}  # fmt: skip
    source, mapping = written(tmp_path, f"{heading}\n{','.join(cells[name] for name in at)}\n")
    quads, done = import_table(source, mapping, BASE, check=False)
    assert (done.rows, lengths(quads)) == (1, {"b1": "120.5"})


def test_a_table_in_gb18030_and_with_a_title_above(tmp_path: Path) -> None:
    source, mapping = written(tmp_path, ("全市桥梁,,\n" + TABLE).encode("gb18030"), dialect={"skipRows": 1})
    quads, _ = import_table(source, mapping, BASE, check=False)
    assert lengths(quads) == {"b1": "120.5", "b2": "88"}
    source, mapping = written(tmp_path, TABLE, dialect={"commentPrefix": "#"})
    with pytest.raises(DataError, match="commentPrefix"):
        import_table(source, mapping, BASE, check=False)


def test_a_row_longer_than_the_heading_is_told(tmp_path: Path) -> None:
    source, mapping = written(tmp_path, TABLE + "b3,5,2020-01-01,x\n")
    with pytest.raises(InputError, match="Row 4"):
        import_table(source, mapping, BASE, check=False)


def workbook(tmp_path: Path, rows: list[list[object]], title: str = "桥") -> Path:
    book = openpyxl.Workbook()
    book.active.title = "说明"
    sheet = book.create_sheet(title, 0)
    for row in rows:
        sheet.append(row)
    path = tmp_path / "bridges.xlsx"
    book.save(path)
    return path


def test_a_workbook_says_what_its_csv_says(tmp_path: Path) -> None:
    source, mapping = written(tmp_path)
    wanted, _ = import_table(source, mapping, BASE, check=False)
    rows: list[list[object]] = [["编号", "长度", "通车"], ["b1", 120.5, date(2020, 5, 1)],
                                ["b2", 88, datetime(2021, 6, 1)], [None, None, None]]  # fmt: skip
    path = workbook(tmp_path, rows)
    for sheet in (None, "桥"):
        found, done = import_table(path, mapping, BASE, sheet=sheet, check=False)
        assert done.rows == 2
        own = [quad for quad in found if quad[3] == f"<{done.graph}>"]
        assert own == [quad for quad in wanted if quad[3] == f"<{done.graph}>"]
    assert any("spreadsheetml.sheet" in quad[2] for quad in found)
    for sheet, kind in (("没有", UsageError), ("说明", InputError)):
        with pytest.raises(kind):
            import_table(path, mapping, BASE, sheet=sheet, check=False)
    with pytest.raises(UsageError):
        import_table(source, mapping, BASE, sheet="桥", check=False)


@pytest.mark.parametrize(
    ("cell", "said"), [("=1+1", "cell B2 has no saved value"), ("#DIV/0!", "cell B2 holds the error")]
)
def test_a_cell_without_a_value_is_no_missing_figure(tmp_path: Path, cell: str, said: str) -> None:
    _, mapping = written(tmp_path)
    path = workbook(tmp_path, [["编号", "长度", "通车"], ["b1", cell, date(2020, 5, 1)]])
    with pytest.raises(InputError) as caught:
        import_table(path, mapping, BASE, check=False)
    assert said in caught.value.en


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "old .xls"),
        (b"PK\x03\x04" + b"\0" * 600, "damaged"),
        (b"", "empty"),
        (b"\xff\xfe\x00\x01\x81", "neither"),
    ],
)
def test_a_file_that_is_no_table_is_told(tmp_path: Path, data: bytes, said: str) -> None:
    source, mapping = written(tmp_path, data)
    with pytest.raises(InputError) as caught:
        import_table(source, mapping, BASE, check=False)
    assert said in caught.value.en


def test_a_zip_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "notice.docx"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("word/document.xml", "<w/>")
    _, mapping = written(tmp_path)
    with pytest.raises(InputError, match=r"Only CSV and \.xlsx"):
        import_table(path, mapping, BASE, check=False)


def told(tmp_path: Path, text: str) -> DataError:
    source, _ = written(tmp_path)
    mapping = tmp_path / "map.yml"
    mapping.write_text(text, "utf-8")
    with pytest.raises(DataError) as caught:
        import_table(source, mapping, BASE, check=False)
    return caught.value


def about(url: str, template: str) -> str:
    return f"url: {url}\ntableSchema:\n  aboutUrl: '{template}'\n  columns:\n{COLUMNS}"


COLUMNS = "    - {name: code, titles: 编号, suppressOutput: true}\n    - {name: l, titles: 长度}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("url: data/b.csv\ntableSchema:\n  columns:\n    - {name: no, titles: 编号}\n",
         'tableSchema.columns[1].name should be text; YAML reads no, off, false'),
        ("url: data/b.csv\ntableSchema:\n  columns:\n    - {name: a, titles: [编号, on]}\n",
         "tableSchema.columns[1].titles[2] should be text; YAML reads yes, on, true"),
        ("url: data/b.csv\ntableSchema:\n  lang: no\n  columns: []\n", "tableSchema.lang should be text"),
        ("url: data/b.csv\ntableSchema:\n  columns:\n    - {name: a, titles: {zh: 数, no: Tall}}\n",
         "titles should be text"),
        ("url: data/b.csv\ntableSchema:\n  columns:\n    - {name: a, titles: 2024}\n", 'quote it, "2024"'),
        ("url: data/b.csv\ntableSchema:\n  primaryKey: [no]\n  columns: []\n", "primaryKey[1]"),
        ("url: [\n", "no YAML or JSON"),
        ("- 1\n", "url and tableSchema"),
        (about("b.csv", "{code}"), "where names of this graph are"),
        (about("b.csv", "b/{code}"), "url: data/NAME.csv"),
        (about("data/b.csv", "{code}"), "aboutUrl: NAME/{column}"),
        (about("data/b.csv", "../ontology/{code}"), "becomes"),
        (about("data/b.csv", "b"), "every row would be one thing"),
        (about("data/b.csv", "b/{kode}"), "uses {kode}, no column"),
        (f"url: data/b.csv\ntableSchema:\n  columns:\n{COLUMNS}", "has no aboutUrl"),
    ],
)  # fmt: skip
def test_a_description_that_cannot_be_meant(tmp_path: Path, text: str, said: str) -> None:
    error = told(tmp_path, text)
    assert said in error.en, error.en
    assert error.zh.endswith("。")


@pytest.mark.parametrize(
    "template",
    ["bridges/{code}", "#b-{code}", "../place/{code}", "http://example.org/b/{code}", "bridges/{_row}"],
)
def test_a_description_that_can_be_meant(tmp_path: Path, template: str) -> None:
    schema = PLAIN["tableSchema"] | {"aboutUrl": template}  # type: ignore[operator]
    source, mapping = written(tmp_path, tableSchema=schema)
    assert import_table(source, mapping, BASE, check=False)[1].triples == 4


# --- one dataset, one graph ---------------------------------------------------------------------------


def test_a_dataset_has_one_graph_whatever_its_files_are_called(tmp_path: Path) -> None:
    store = OxigraphStore(None, base=BASE)
    source, mapping = written(tmp_path)
    first = load_import(source, mapping, store, check=False)
    assert (first.graph, first.triples, first.replaced) == (f"{BASE}graph/data-bridges", 4, 0)
    size = store.size()
    source, mapping = written(tmp_path, TABLE, "bridges-2025.csv", url="data/bridges-2025.csv")
    again = load_import(source, mapping, store, check=False)
    assert (again.graph, again.replaced) == (first.graph, 4)
    assert store.size() == size, "not a figure more, nor what was said of the former file"
    assert len(imports(store)) == 1


def test_datasets_of_one_name_do_not_share_a_graph(tmp_path: Path) -> None:
    graphs = set()
    for template in ("bridges/{code}", "../place/bridges/{code}", "http://example.org/bridges/{code}",
                  "http://example.com/bridges/{code}", "桥/{code}"):  # fmt: skip
        schema = PLAIN["tableSchema"] | {"aboutUrl": template}  # type: ignore[operator]
        source, mapping = written(tmp_path, tableSchema=schema)
        graphs.add(import_table(source, mapping, BASE, check=False)[1].graph)
    assert len(graphs) == 5
    named = written(tmp_path, **{"@id": "http://example.org/dataset/1"})
    assert import_table(*named, BASE, check=False)[1].graph not in graphs


def test_imports_are_listed_and_removed(tmp_path: Path) -> None:
    store = OxigraphStore(None, base=BASE)
    before = store.size()
    assert imports(store) == []
    load_import(EXAMPLE, MAPPING, store)
    load_import(*written(tmp_path), store, check=False)
    held = imports(store)
    assert [(h.name, h.file, h.triples) for h in held] == [
        ("data-bridges", "bridges.csv", 4),
        ("data-statistics", "statistics.csv", 189),
    ]
    assert held[0].title == "桥"
    assert held[0].at.startswith("20")
    with pytest.raises(NotFound) as caught:
        remove_import("nothing", store)
    assert "data-bridges" in caught.value.en
    assert remove_import("bridges", store).graph == f"{BASE}graph/data-bridges"
    assert remove_import(f"{BASE}graph/data-statistics", store).triples == 189
    assert imports(store) == []
    assert store.size() == before


BUDGETS = resources.data("imports", "budgets.csv")


def test_the_example_of_budgets_beside_the_projects() -> None:
    store = OxigraphStore(None, base=BASE)
    store.engine.bulk_extend(list(sample_store().engine))
    load_import(BUDGETS, resources.data("imports", "budgets.yml"), store)
    rows = Catalog.load(resources.queries()).run("projects-beside-budgets", {}, store).records()
    found = {row["lineCode"]: (row["projectLabel"], row["amount"], row["difference"]) for row in rows}
    assert found == {
        "2024-0101": ("云梯消防车购置项目", 11_800_000, -200_000),
        "2024-0204": ("全县污水处理设施提升改造工程", 9_500_000, -2_430_000),
    }


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        pytest.param(
            "statistics", "330922,嵊泗县,2023,gdp", "339999,嵊泗县,2023,gdp", "place/339999", id="division"
        ),
        pytest.param("statistics", "0f0559ff91", "0123456789", "indicator/0123456789", id="indicator"),
        pytest.param("statistics", "330922,嵊泗县,2023,gdp", "330922,嵊泗县,2230,gdp", "1940", id="year"),
        pytest.param(
            "budgets", "330922,2024,2024-0101", "330922,1024,2024-0101", "1940", id="year of a budget"
        ),
        pytest.param("budgets", "721a94/1/2", "721a94/1/99", "721a94/1/99", id="project"),
        pytest.param("budgets", ",11800000,", ",-11800000,", "below nought", id="amount"),
    ],
)
def test_what_nobody_knows_is_named_and_nothing_loaded(
    name: str, before: str, after: str, said: str, tmp_path: Path
) -> None:
    store = OxigraphStore(None, base=BASE)
    store.engine.bulk_extend(list(sample_store().engine))
    size = store.size()
    text = resources.data("imports", f"{name}.csv").read_text("utf-8")
    assert before in text
    table = tmp_path / f"{name}.csv"
    table.write_text(text.replace(before, after), "utf-8")
    with pytest.raises(InputError, match=said):
        load_import(table, resources.data("imports", f"{name}.yml"), store)
    assert store.size() == size


def test_two_values_for_one_cell_are_named_and_nothing_loaded(tmp_path: Path) -> None:
    store = OxigraphStore(None, base=BASE)
    store.engine.bulk_extend(list(sample_store().engine))
    size = store.size()
    text = EXAMPLE.read_text("utf-8")
    row = next(line for line in text.splitlines() if line.startswith("330921,岱山县,2023,gdp"))
    table = tmp_path / "statistics.csv"
    table.write_text(text + row.replace(",5.1,", ",5.3,") + "\n", "utf-8")
    with pytest.raises(InputError, match="statistics/330921/2023/gdp/increase"):
        load_import(table, MAPPING, store)
    assert store.size() == size
