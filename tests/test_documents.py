"""What README and docs say is what happens: generated parts, links, paths, commands, worked queries."""

import re
from pathlib import Path

import pytest
import yaml

from kg.query.structure import read
from kg.store.base import Bindings
from kg.store.prefixes import completed
from tests import documents, loaded

ROOT = documents.ROOT
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in documents.PAGES}
QUERIES = [
    pytest.param(text, id=f"{page}-{i}")
    for page, content in TEXTS.items()
    for i, text in enumerate(re.findall(r"```sparql\n(.*?)```", content, re.DOTALL), 1)
]
LINKS = [(page, link) for page, text in TEXTS.items() for link in re.findall(r"\]\(([^)\s]+)\)", text)]
PATHS = [
    (page, path)
    for page, text in TEXTS.items()
    for path in re.findall(r"`((?:src|data|tests|ontology|queries|docs)/[A-Za-z0-9_./-]+)`", text)
]


@pytest.mark.parametrize(
    ("name", "page"), [(name, page) for name, (_, pages) in documents.PARTS.items() for page in pages]
)
def test_part_is_up_to_date(name: str, page: str) -> None:
    made = documents.PARTS[name][0]()
    assert documents.part(TEXTS[page], name).strip() == made.strip(), "run: python -m tests.documents"


@pytest.mark.parametrize("text", QUERIES)
def test_a_query_gives_each_fact_once(text: str) -> None:
    store = loaded.real()
    text = completed(text)
    shown = store.query(text)
    assert isinstance(shown, Bindings)
    assert shown.rows
    assert read(text).projection == shown.variables
    if "GROUP BY" in text or "LIMIT" in text:
        assert len(set(map(str, shown.rows))) == len(shown.rows)
        return
    # What is bound, not what is shown: two facts may look alike, one fact must not come twice.
    names = [name for name in sorted(set(re.findall(r"\?(\w+)", text))) if name != "sentence"]
    columns = " ".join(f"?{name}" for name in names)
    facts = store.query(re.sub(r"SELECT .*? WHERE", f"SELECT DISTINCT {columns} WHERE", text, count=1))
    assert isinstance(facts, Bindings)
    assert len(shown.rows) == len(facts.rows)


def test_there_are_twenty_worked_queries() -> None:
    assert TEXTS["docs/data-model.md"].count("```sparql") >= 20


@pytest.mark.parametrize(("page", "link"), LINKS)
def test_no_link_is_dead(page: str, link: str) -> None:
    if link.startswith(("http://", "https://")):
        return
    path, _, anchor = link.partition("#")
    target = (ROOT / page).parent / path if path else ROOT / page
    assert target.exists(), f"{page} links to {link}"
    if anchor and target.suffix == ".md":
        headings = re.findall(r"(?m)^#+ (.+)$", target.read_text("utf-8"))
        assert anchor in {_anchor(heading) for heading in headings}, f"{page} links to {link}"


def _anchor(heading: str) -> str:
    """Return the anchor that a heading has on the pages of code hosts."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize(("page", "path"), PATHS)
def test_every_path_exists(page: str, path: str) -> None:
    assert _exists(ROOT / path.rstrip("/")), f"{page} names {path}"


def _exists(path: Path) -> bool:
    return path.exists() or path.with_suffix(".py").exists()


@pytest.mark.parametrize("page", TEXTS)
def test_every_command_is_one(page: str) -> None:
    from kg.cli import cli

    for name in re.findall(r"(?:^|[`/ ])kg ([a-z]+)(?=[ `])", TEXTS[page], re.MULTILINE):
        assert name in cli.commands, f"{page} names kg {name}"


@pytest.mark.parametrize("page", TEXTS)
def test_every_setting_is_one(page: str) -> None:
    from kg.settings import Settings

    known = {f"KG_{name.upper()}" for name in Settings.model_fields} | {"KG_SUITES"}
    assert set(re.findall(r"KG_[A-Z_]+", TEXTS[page])) <= known


def test_checks_before_a_commit_and_templates_hold() -> None:
    """Every file that they name is there, and they are YAML with what is required."""
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    named = {word for hook in hooks for word in hook["entry"].split() if word.startswith("tests/")}
    assert len(named) == 2
    assert all((ROOT / name).is_file() for name in named)
    for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("[!c]*.yml"):
        form = yaml.safe_load(path.read_text("utf-8"))
        assert {"name", "description", "body"} <= form.keys()
        assert all(field["attributes"]["label"] for field in form["body"])
