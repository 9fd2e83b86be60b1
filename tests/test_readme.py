"""What README.md says is what happens: its generated parts are up to date."""

import pytest

from tests import readme


@pytest.mark.parametrize("name", sorted(readme.PARTS))
def test_part_is_up_to_date(name: str) -> None:
    text = readme.README.read_text("utf-8")
    assert readme.part(text, name).strip() == readme.PARTS[name]().strip(), "run: python -m tests.readme"
