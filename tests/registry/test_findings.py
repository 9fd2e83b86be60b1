"""The sentences of findings: every row proves itself by its example, and what the code asks for is there."""

import ast
import re
import string
from pathlib import Path

import pytest

from kg import resources, vocab
from kg.errors import DataError
from kg.model import Span
from kg.registry import findings
from kg.registry.findings import Phrase, either, finding, finding_rows, phrase

ROWS = list(finding_rows().values())
PHRASES = findings._raw()["phrases"]
SOURCE = Path(findings.__file__).parent.parent


def _places(text):
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _words(row):
    return {key: phrase(word) if word in PHRASES else word for key, word in row.example.items()}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_sentence_is_whole_in_both_languages(row):
    found = finding(row.name, (Span(0, 1),), **_words(row))
    assert found.code in vocab.CODES["finding"]
    assert found.severity == row.severity
    assert found.evidence == (Span(0, 1),)
    assert re.search(r"[。？]$", found.message)
    assert re.search(r"[.?]$", found.message_en)
    assert not re.search(r"[{}]", found.message + found.message_en)
    assert _places(row.zh) | _places(row.en) == set(row.example)


@pytest.mark.parametrize("name", PHRASES)
def test_a_phrase_reads_in_both_languages(name):
    row = PHRASES[name]
    said = phrase(name, **row.get("example", {}))
    assert said.zh
    assert said.en
    assert _places(row["zh"]) == _places(row["en"]) == set(row.get("example", {}))


def test_names_of_which_one_is_meant():
    assert phrase("meant", names=either(("甲局", "乙局"))) == Phrase(
        "是不是“甲局”或“乙局”？", "; did you mean “甲局” or “乙局”?"
    )


def test_who_asks_may_overrule_the_severity():
    found = finding(
        "former-name", said="县卫计局", source="", asked=phrase("check"), severity="info", about="u"
    )
    assert (found.severity, found.code, found.about) == ("info", "former-name", "u")


def _asked():
    """Every name that the code gives to ``finding`` as it stands, with its file."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "finding" and node.args:
                for part in ast.walk(node.args[0]):
                    if isinstance(part, ast.Constant) and not isinstance(node.args[0], ast.JoinedStr):
                        yield path.name, part.value


def test_what_the_code_asks_for_is_there():
    asked = list(_asked())
    assert len(asked) > 40
    assert [one for one in asked if one[1] not in finding_rows()] == []


def test_no_sentence_is_left_over():
    text = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    formed = ("unread-", "doubtful-jurisdiction-", "task-")  # their ends are put to them
    assert [r.name for r in ROWS if f'"{r.name}"' not in text and not r.name.startswith(formed)] == []


def test_a_wrong_file_is_named(monkeypatch, tmp_path):
    (tmp_path / "findings.yml").write_text("findings:\n- {name: a, severity: loud, zh: 甲。, en: a.}\n")
    monkeypatch.setattr(resources, "data", lambda *parts: tmp_path / parts[-1])
    findings._raw.cache_clear()
    finding_rows.cache_clear()
    try:
        with pytest.raises(DataError, match=r"findings\.yml"):
            finding_rows()
    finally:
        findings._raw.cache_clear()
        finding_rows.cache_clear()
