"""Sheets out of the examples of rules: a text, or the parts of a letter."""

from __future__ import annotations

from typing import Any

from kg.model import Span
from kg.parse.lines import Line, clean
from kg.proof.sheet import Listed, Sheet


def sheet(example: Any) -> Sheet:
    """Return the sheet of an example.

    A string is a text that stands in every part; ``parts`` names parts with their lines, ``lists`` the
    bodies of the text that are listed (one with a question mark is known to nobody), ``issued`` the day.
    """
    given = example if isinstance(example, dict) else {"text": example}
    if "parts" not in given:
        content = given["text"] + "\n"
        parts = {name: (clean(content, 0, len(content)),) for name in _ONE}
        parts |= {"text": (Line(content, range(len(content))),), "raw": (Line(content, range(len(content))),)}
        return Sheet(content, parts, tuple(_lists(content, given.get("lists", ()))), given.get("issued"))
    content, parts = "", {}
    for name, lines in given["parts"].items():
        for words in [lines] if isinstance(lines, str) else lines:
            start = len(content)
            content += words + "\n"
            parts[name] = (*parts.get(name, ()), Line(words, range(start, start + len(words))))
    return Sheet(content, parts, (), given.get("issued"))


_ONE = ("number", "title", "addressees", "imprint", "letter", "announced", "annex", "copied", "note", "tail")


def _lists(content: str, lists: Any) -> Any:
    for names in lists:
        listed, at = [], 0
        for written in names:
            name = written.lstrip("?")
            start = content.index(name, at)
            at = start + len(name)
            bare = "".join(name.split())
            listed.append(
                Listed(Span(start, at), bare, "responsible", bare.startswith("各"), written == name)
            )
        yield tuple(listed)
