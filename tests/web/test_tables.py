"""``/tables``: the list, the downloads, and pages that say which engine answered."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from kg.settings import Settings
from kg.tables.mapping import mapping
from kg.web.app import create_app
from tests import loaded
from tests.tables import made


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    folder, _ = made.two()
    app = create_app(Settings(rate_per_minute=1_000_000, tables=str(folder)), store=loaded.two())
    with TestClient(app) as client:
        yield client
    app.state.figures.close()


def test_the_list_names_every_table_with_rows_and_checksums(client: TestClient) -> None:
    told = client.get("/tables", headers={"Accept": "application/json"}).json()
    assert told["current"] is True
    assert told["notices"] == 2
    assert {table["name"] for table in told["tables"]} == {table.name for table in mapping().tables}
    page = client.get("/tables", headers={"Accept": "text/html"}).text
    for table in told["tables"]:
        assert f'/tables/{table["name"]}.csv"' in page
        assert table["files"][0]["sha256"] in page


def test_a_table_is_the_same_in_every_form(client: TestClient) -> None:
    rows = list(csv.reader(io.StringIO(client.get("/tables/unit_load.csv").content.decode("utf-8-sig"))))
    book = load_workbook(io.BytesIO(client.get("/tables/unit_load.xlsx").content))
    sheet, hidden = (
        [["" if cell is None else str(cell) for cell in row] for row in each.iter_rows(values_only=True)]
        for each in book.worksheets
    )
    keys = [at for at, name in enumerate(rows[0]) if name in ("notice", "unit")]
    assert hidden == [[row[at] for at in keys] for row in rows]
    assert sheet[1:] == [[cell for at, cell in enumerate(row) if at not in keys] for row in rows[1:]]
    schema = client.get("/tables/unit_load.json").json()["tableSchema"]
    assert [column["name"] for column in schema["columns"]] == rows[0]


def test_parquet_is_the_file_of_the_manifest(client: TestClient) -> None:
    listed = client.get("/tables.json").json()["tables"]
    for table in listed[:6]:
        answer = client.get(f"/tables/{table['name']}.parquet")
        if len(table["files"]) == 1:
            assert hashlib.sha256(answer.content).hexdigest() == table["files"][0]["sha256"]
        else:
            with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
                assert packed.namelist() == [file["path"] for file in table["files"]]


def test_a_scope_is_kept_in_the_address_and_narrows_the_rows(client: TestClient) -> None:
    all_rows = client.get("/tables/tasks.csv").text.count("https://w3id.org/zeren/notice/")
    some = client.get("/tables/tasks.csv?year=2024&level=county").text.count("https://w3id.org/zeren/notice/")
    assert 0 < some < all_rows
    page = client.get("/tables?year=2024", headers={"Accept": "text/html"}).text
    assert "/tables/tasks.csv" in client.get("/catalog.ttl").text
    assert "/tables/tasks.csv?year=2024" in page
    assert "/tables/units.csv?" not in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/tables/nothing.csv", 404),
        ("/tables/tasks.doc", 404),
        ("/tables/tasks.csv?year=24", 400),
        ("/tables/tasks.csv?area=嵊泗", 400),
        ("/tables/tasks.parquet?year=2024", 400),
    ],
)
def test_what_cannot_be_given_out_is_told(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("application/problem+json")


def test_a_page_says_which_engine_answered_and_shows_both_questions(client: TestClient) -> None:
    page = client.get("/queries/units-together?lang=zh", headers={"Accept": "text/html"}).text
    assert "由数据表计算" in page
    assert "FROM unit_pairs" in page or "FROM (SELECT unit, partner" in page
    tables = client.get("/queries/units-together.json").json()
    client.app.state.catalog.figures = None  # type: ignore[attr-defined]
    try:
        assert client.get("/queries/units-together.json?_limit=10000").json() == tables
        page = client.get("/queries/units-together?lang=en", headers={"Accept": "text/html"}).text
        assert "answered from the graph" in page
    finally:
        client.app.state.catalog.figures = client.app.state.figures  # type: ignore[attr-defined]


def test_without_tables_the_page_says_what_to_do() -> None:
    with TestClient(create_app(Settings(tables="/nonexistent/tables"), store=loaded.two())) as client:
        assert json.loads(client.get("/tables.json").text) == {"id": None, "current": False, "tables": []}
        assert "kg tables rebuild" in client.get("/tables", headers={"Accept": "text/html"}).text
        assert client.get("/tables/tasks.csv").status_code == 404


def test_the_list_is_read_anew_each_time(tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    shutil.copytree(made.two()[0], folder)
    with TestClient(create_app(Settings(tables=str(folder)), store=loaded.two())) as client:
        for _ in range(3):
            assert client.get("/tables.json").json()["current"] is True
        (folder / "current").unlink()
        assert client.get("/tables.json").json()["current"] is False
