"""Which rules notices use, and what is lost without one."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.evaluate.rules import RuleUsed, all_rules, rules_table
from kg.registry import patterns

GOLD = Path(__file__).resolve().parent.parent / "gold"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gold")
    for name in ("L05-bare-unit-names", "L11-flattened-table-cell-per-line"):
        for path in (GOLD / "layouts").glob(f"{name}.*"):
            shutil.copy(path, folder)
    return folder


def kg(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg", *map(str, arguments)], capture_output=True, text=True, check=False
    )


def test_every_rule_has_a_name() -> None:
    rules = all_rules()
    assert len(set(rules)) == len(rules)
    assert {f"deadlines.{name}" for name in patterns.load("deadlines").patterns} <= set(rules)


def test_rules_are_counted_and_left_out(folder: Path, tmp_path: Path) -> None:
    listed = tmp_path / "rules.txt"
    listed.write_text("columns.deadline\nmisprints.division\n", "utf-8")
    done = kg("evaluate", folder, "--without", listed, "--processes", 1, "--format", "json")
    assert done.returncode == 0, done.stderr
    rules: dict[str, Any] = json.loads(done.stdout)
    assert set(rules) == set(all_rules())
    assert rules["titles.date"]["notices"] >= 1
    assert "changed" not in rules["titles.date"]
    needed = rules["columns.deadline"]
    assert needed["notices"] == needed["changed"] == 1
    assert needed["errors"]["deadlines"] >= 1
    assert rules["misprints.division"] == {"notices": 0, "composed": False}


def test_a_rule_that_is_not_there_is_named(folder: Path) -> None:
    done = kg("evaluate", folder, "--without", "columns.nothing", "--processes", 1)
    assert done.returncode == 2
    assert "columns.nothing" in done.stderr


def test_the_table_names_what_is_idle_and_what_is_spare() -> None:
    table = rules_table(
        [
            RuleUsed("a.needed", ["n"], changed=["n"], errors={"units": 3, "roles": -1}),
            RuleUsed("a.spare", ["n"], changed=["n"], errors={"units": -1}),
            RuleUsed("a.part", composed=True, changed=[], errors={}),
            RuleUsed("a.idle"),
        ]
    )
    rows, idle, spare = table.split("\n\n")
    assert "| a.needed | 1 | 1 | units +3, roles -1 |" in rows
    assert "| a.part | in another | 0 |  |" in rows
    assert idle.splitlines()[1:] == ["- a.idle"]
    assert spare.splitlines()[1:] == ["- a.spare", "- a.part"]
