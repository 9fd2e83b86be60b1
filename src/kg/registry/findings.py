"""The sentences of findings as data: ``data/validation/findings.yml`` → ``Finding``.

    finding("number-gap", spans, previous=3, number=5, said="新建公园")

A row holds the code, the severity and the sentence in both languages; what is filled in is a word, or
a phrase of the file that reads otherwise in each language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple, get_args

from kg import resources
from kg.model import Finding, Severity, Span
from kg.registry.rows import checked, mapping, unknown


class Phrase(NamedTuple):
    """Words in both languages."""

    zh: str
    en: str


Word = str | int | Phrase  # what is filled in


_NEEDED = ("name", "severity", "zh", "en")


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One sentence: what it is called, the code it has and how grave it is."""

    name: str
    code: str
    severity: Severity
    zh: str
    en: str
    example: Mapping[str, str | int]


@cache
def finding_rows() -> Mapping[str, FindingRow]:
    """Return the rows by name.

    Raises:
        DataError: a row lacks a part, or its severity is none.
    """
    return MappingProxyType({row.name: row for row in map(_row, _raw()["findings"])})


def _row(said: Any) -> FindingRow:
    path = resources.data("validation", "findings.yml")
    where = f"findings.{mapping(path, 'findings', said).get('name')}"
    row = checked(path, where, said, (*_NEEDED, "code", "example"), _NEEDED)
    if row["severity"] not in get_args(Severity):
        raise unknown(path, f"{where}.severity", str(row["severity"]), get_args(Severity))
    code, example = row.get("code", row["name"]), row.get("example") or {}
    return FindingRow(row["name"], code, row["severity"], row["zh"], row["en"], example)


def phrase(name: str, /, **words: Word) -> Phrase:
    """Return a phrase with its words filled in."""
    row = _raw()["phrases"][name]
    return _filled(row["zh"], row["en"], words)


def either(names: tuple[str, ...]) -> Phrase:
    """Return some names of which one is meant, without the marks before the first and after the last."""
    between = phrase("or")
    return Phrase(between.zh.join(names), between.en.join(names))


def finding(
    name: str,
    evidence: tuple[Span, ...] = (),
    told: Mapping[str, Word] = MappingProxyType({}),
    /,
    *,
    about: str | None = None,
    repair: str | None = None,
    severity: Severity | None = None,
    **words: Word,
) -> Finding:
    """Return a finding with its sentence.

    Args:
        name: The row.
        evidence: Where the words stand that it is about.
        about: IRI path of the thing that it concerns.
        repair: The certain replacement for the words at ``evidence[0]``, if there is one.
        severity: Where the row's own does not fit.
        told: What is filled in, where it is held already.
        words: What is filled in.
    """
    row = finding_rows()[name]
    said = _filled(row.zh, row.en, {**told, **words})
    return Finding(severity or row.severity, row.code, said.zh, said.en, evidence, about, repair)


def _filled(zh: str, en: str, words: Mapping[str, Word]) -> Phrase:
    one, two = (
        {key: word[at] if isinstance(word, Phrase) else word for key, word in words.items()} for at in (0, 1)
    )
    return Phrase(zh.format_map(one), en.format_map(two))


@cache
def _raw() -> Mapping[str, Any]:
    raw: Mapping[str, Any] = resources.read_yaml(resources.data("validation", "findings.yml"))
    return raw
