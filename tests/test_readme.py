"""What README.md says is what happens: its generated parts are up to date."""

import re

import pytest

from kg.query.structure import read
from kg.store.base import Bindings
from tests import loaded, readme

EXAMPLES = re.findall(r"```sparql\n(.*?)```", readme.README.read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("name", sorted(readme.PARTS))
def test_part_is_up_to_date(name: str) -> None:
    text = readme.README.read_text("utf-8")
    assert readme.part(text, name).strip() == readme.PARTS[name]().strip(), "run: python -m tests.readme"


@pytest.mark.parametrize("text", EXAMPLES)
def test_an_example_gives_each_fact_once(text: str) -> None:
    store = loaded.real()
    shown = store.query(text)
    # What is bound, not what is shown: two facts may look alike, one fact must not come twice.
    names = [name for name in sorted(set(re.findall(r"\?(\w+)", text))) if name != "sentence"]
    columns = " ".join(f"?{name}" for name in names)
    facts = store.query(re.sub(r"SELECT .*? WHERE", f"SELECT DISTINCT {columns} WHERE", text, count=1))
    assert isinstance(shown, Bindings)
    assert isinstance(facts, Bindings)
    assert read(text).projection == shown.variables
    assert 0 < len(shown.rows) == len(facts.rows)
