"""What ``kg query`` prints is read by people: names stand where the store knows them."""

from __future__ import annotations

import pytest

from kg.answering import catalog, run_canned
from tests import loaded


@pytest.mark.parametrize("name", ["workload", "tasks", "findings", "projects", "posts", "sources"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_address_is_shown_where_a_name_will_do(name: str, lang: str) -> None:
    text = run_canned(loaded.real(), name, {}, "table", lang, 5)
    assert "://" not in text
    assert "5号" in text  # the notice by its number
    shown = catalog().get(name)
    assert text.lstrip().startswith(shown.title if lang == "en" else shown.title_zh)


def test_hidden_columns_and_second_languages_stay_out() -> None:
    zh, en = (run_canned(loaded.real(), "findings", {}, "table", lang, 40) for lang in ("zh", "en"))
    assert "One body" not in zh
    assert "One body" in en
    assert "Message" in en


def test_a_path_shown_is_a_parameter() -> None:
    table = run_canned(loaded.real(), "targets", {}, "csv", "zh", 1)
    item = next(
        cell for cell in table.splitlines()[1].split(",") if "/0693b8/" in cell and "/target/" not in cell
    )
    path = item.removeprefix("https://w3id.org/zeren/")
    assert run_canned(loaded.real(), "units-of-an-item", {"item": path}, "csv", "zh", None).count("\n") > 1
