"""The law of layouts: the same tasks, however a page presents them, are read as the same facts."""

from pathlib import Path

import pytest

from kg.emit import as_json
from kg.evaluate import KINDS, Score, compare
from kg.pipeline import convert
from tests.layouts import LAYOUTS, contents


@pytest.mark.parametrize("name", LAYOUTS)
def test_the_layout_changes_nothing(name: str, tmp_path: Path) -> None:
    total = {kind: Score() for kind in KINDS}
    differences = []
    for notice, tasks in contents():
        suffix, text, gold = LAYOUTS[name](tasks)
        path = tmp_path / f"{notice}{suffix}"
        path.write_text(text, encoding="utf-8")
        score = compare(notice, gold, as_json(convert(path)))
        for kind in KINDS:
            total[kind].add(score.scores[kind])
        differences += [f"{notice}: {one}" for one in score.differences]
    assert total["tasks"].right > 200
    for kind, least in {"tasks": 1, "units": 0.99, "roles": 0.99, "leaders": 0.99, "targets": 0.96}.items():
        assert total[kind].f1 >= least, "\n".join(differences)
