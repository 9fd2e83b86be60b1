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


def _facts(path: Path) -> list[object]:
    tasks = as_json(convert(path))["tasks"]
    return [
        (
            task["number"],
            task["text"],
            [(unit["text"], unit["role"]) for unit in task["units"]],
            [leader["name"] for leader in task["leaders"]],
            [(t["indicator"], t["change"], t["bound"], t["value"], t["unit"]) for t in task["targets"]],
        )
        for task in tasks
    ]


DRESSES = {
    "page marks": lambda lines: [
        one
        for i, line in enumerate(lines, 1)
        for one in ((line, f"— {i // 14} —") if i % 14 == 0 else (line,))
    ],
    "pages counted": lambda lines: [
        one for i, line in enumerate(lines, 1) for one in ((line, f"第{i // 9}页") if i % 9 == 0 else (line,))
    ],
    "blank lines": lambda lines: [one for line in lines for one in (line, "")],
    "indents": lambda lines: [f"　　{line}" if line and "\t" not in line else line for line in lines],
    "trailing blanks": lambda lines: [f"{line}  " if "\t" not in line else line for line in lines],
    "carriage returns": lambda lines: [f"{line}\r" for line in lines],
}


@pytest.mark.parametrize("dress", DRESSES)
def test_what_a_page_adds_changes_nothing(dress: str, tmp_path: Path) -> None:
    gold = Path(__file__).parent / "gold"
    seen = 0
    for path in sorted([*gold.glob("own/*.txt"), *gold.glob("own4/*.txt")]):
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # kept in GB18030
        dressed = tmp_path / path.name
        dressed.write_bytes("\n".join(DRESSES[dress](text.splitlines())).encode())
        assert _facts(dressed) == _facts(path), path.name
        seen += 1
    assert seen > 20
