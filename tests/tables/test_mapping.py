"""The declared tables: sound as they are, and what is wrong in one is told with its file and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg import resources
from kg.errors import DataError
from kg.tables.mapping import SCOPE, mapping, read_mapping


def test_every_column_is_told_in_both_languages() -> None:
    for table in mapping().tables:
        for column in table.columns:
            assert column.zh
            assert column.en
            assert column.zh != column.en


def test_tables_of_notices_begin_with_the_scope() -> None:
    for table in mapping().tables:
        names = tuple(column.name for column in table.columns[: len(SCOPE)])
        assert (names == SCOPE) == table.scoped


@pytest.mark.parametrize(
    ("file", "before", "after", "said"),
    [
        pytest.param("tasks.yml", "kg:theme", "kg:thema", "columns.theme.path", id="no such property"),
        pytest.param("tasks.yml", "kg:theme", "kg:dueBy", "columns.theme.path", id="derived only"),
        pytest.param("tasks.yml", "kg:theme", "^kg:toItem/kg:likeness", "graph/derived", id="compared only"),
        pytest.param("tasks.yml", "kg:theme", "kg:deadlin", "deadline", id="what was meant"),
        pytest.param("tasks.yml", "type: integer", "type: whole", "columns.number.type", id="no such type"),
        pytest.param("tasks.yml", "columns:", "colums:", "columns", id="a key misspelt"),
        pytest.param("tasks.yml", "of: [kg:Task]", "of: [kg:Taks]", "of", id="no such class"),
        pytest.param("tasks.yml", "en: Tasks", "en: ''", " en", id="no name"),
        pytest.param("item_places.yml", "table: places", "table: place", "columns.place", id="no table"),
        pytest.param("unit_load.yml", "lead: {", "lead: {path: kg:lead, ", "columns.lead", id="a path"),
        pytest.param("kind_load.yml", "units: [kind]", "unit: [kind]", "reads", id="made of no table"),
        pytest.param(
            "kind_load.yml", "units: [kind]", "tasks: [theme]", "reads", id="made of a notice's table"
        ),
        pytest.param(
            "kind_load.yml", "units: [kind]", "units: [kinds]", "reads.units", id="made of no column"
        ),
        pytest.param("scope.yml", "province:", "region:", "columns", id="another scope"),
        pytest.param("units.yml", "from: registry", "from: register", "from", id="no such source"),
        pytest.param("units.yml", "from: registry", "from: [", "units.yml", id="no YAML"),
    ],
)
def test_a_wrong_table_is_told_with_file_and_key(
    tmp_path: Path, file: str, before: str, after: str, said: str
) -> None:
    folder = tmp_path / "tables"
    shutil.copytree(resources.data("tables"), folder)
    text = (folder / file).read_text("utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(DataError) as caught:
        read_mapping(folder)
    for lang in ("zh", "en"):
        assert file in caught.value.text(lang)
        assert said in caught.value.text(lang)
