"""Every pattern in data/patterns proves itself by its examples."""

import pytest

from kg import resources
from kg.errors import DataError
from kg.registry import patterns

# themes.yml and html.yml have readers and tests of their own.
FILES = sorted(p.stem for p in resources.data("patterns").glob("*.yml") if p.stem not in ("themes", "html"))
ROWS = [
    pytest.param(name, row, id=f"{name}-{row['name']}") for name in FILES for row in patterns.load(name).rows
]


@pytest.mark.parametrize(("name", "row"), ROWS)
def test_examples(name: str, row: dict[str, object]) -> None:
    pattern = patterns.load(name)[str(row["name"])]
    assert row["examples"], "a pattern without an example proves nothing"
    assert row["not_examples"], "a pattern without a counter-example proves nothing"
    assert row["why"]
    assert [e for e in row["examples"] if not pattern.search(e)] == []  # type: ignore[attr-defined]
    assert [e for e in row["not_examples"] if pattern.search(e)] == []  # type: ignore[attr-defined]


def test_a_wrong_file_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    from pathlib import Path

    folder = Path(str(tmp_path))
    (folder / "bad.yml").write_text("patterns:\n- {name: x, regex: '(', examples: [], not_examples: []}\n")
    monkeypatch.setattr(resources, "data", lambda *parts: folder / parts[-1])
    with pytest.raises(DataError, match=r"bad\.yml"):
        patterns.load("bad")["x"]


def test_classifiers_count_whole_things() -> None:
    from kg.registry.measures import measures

    forms = measures().forms
    assert [form for form in "个家所座台辆条项户名场" if not forms[form].countable] == []
    assert not forms["%"].countable
    assert not forms["公里"].countable
