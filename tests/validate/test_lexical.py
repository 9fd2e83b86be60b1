"""What the quick engine takes for a literal of a datatype: the forms that XML Schema gives it."""

import pytest

from kg.validate.core import _LEXICAL

FORMS = {
    "integer": (["0", "-12", "+7", "007"], ["", "1.0", "--1", "1e3", "１x"]),
    "decimal": (["0", "-1.25", "+.5", "3.", "12.345"], ["", ".", "1e3", "1.2.3", "1,5"]),
    "gYear": (["2024", "-0001", "12024", "2024Z", "2024+08:00"], ["24", "2024-01", "2024+8", "2024z"]),
    "date": (["2024-02-29", "2024-02-29Z", "2024-02-29-05:00"], ["2023-02-29", "2024-2-9", "20240229"]),
}
CASES = [
    pytest.param(name, text, sound, id=f"{name} {text!r}")
    for name, both in FORMS.items()
    for sound, texts in zip((True, False), both, strict=True)
    for text in texts
]


def test_every_datatype_has_cases() -> None:
    assert FORMS.keys() == _LEXICAL.keys()


@pytest.mark.parametrize(("name", "text", "sound"), CASES)
def test_lexical_forms(name: str, text: str, sound: bool) -> None:
    assert _LEXICAL[name](text) is sound
