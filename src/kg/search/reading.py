"""A query read both as it stands and as what it asks for; each thing found gets the better score.

    read(sql, "发改局 GDP")   → Read({row: score, …}, …)

Scores compare within one answer: a whole name has up to 100, words of a text 40 to 75, and what is of
the place, the body or the leader that a query names beside its matter stands above other texts.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from kg.names import normal
from kg.registry.indicator_forms import form_of
from kg.registry.indicators import indicators
from kg.registry.patterns import load
from kg.search import tables, texts, words
from kg.search.asking import Asked, understood
from kg.search.departments import by_field
from kg.search.everyday import one_word_for
from kg.search.names import by_name, by_slip
from kg.search.tables import Entry

_TEXT_SCORE = 40.0
_TEXT_SPREAD = 15.0
_UNSURE = 14.0  # less where other words than those typed were found
_NARROWED = 24.0  # more for what is of the place or body that a query names
_OF_A_YEAR = 12.0  # more for a notice whose title has the words, where a year is named
_INVOLVED = 6.0
_CERTAIN = 88.0
_UNNAMED = 0.84  # of the score of a body or an indicator that no notice names
_NAMED_WELL = 60.0  # below it a slip of the hand explains the query better
_THEME = 50.0
_PART_OF_THEME = 86.0
_A_DEED = 52.0  # an indicator of something done: the items that do it stand before it
_PART_OF_FIGURE = 56.0  # an indicator of which a query names less than half
_ITEMS = ("task", "project", "target")
_COUNTED = ("Count", "Area", "Length", "Volume")
_SLIPPED = 0.95  # of the score of what a query names with one character mended
_LABEL = {"project": 20.0, "theme": 20.0, "section": 20.0, "list": 20.0, "query": 20.0, "notice": 20.0}
_LABEL_OF_OTHERS = 12.0
_WORDS_APART = 10.0  # the label has the words, though not one behind the other
_ELSEWHERE = 6.0
_OF_INDICATOR = 8.0  # more where the very indicator stands that a word is another name of
_OWN_NOTICE = 8.0  # less for a list whose title its notice has
_OWN_TASK = 10.0  # less for a target: its task has the words too
_UNSURE_KINDS = {"task": 9.0, "unit": -12.0, "place": -12.0}  # more where other words were found


@dataclass(frozen=True, slots=True)
class Read:
    """What a query finds, by row with a score; what was read in place of its words; what to mark."""

    scores: dict[int, float]
    read_as: str
    words: tuple[str, ...]


def read(sql: sqlite3.Connection, query: str) -> Read:
    """Return what a query finds."""
    asked = understood(sql, query)
    matter = asked.words or query
    plain = query if not asked.asks or asked.narrowed else asked.words
    found, narrowed = texts.found(sql, plain), texts.Texts()
    if asked.words and asked.narrowed:
        narrowed = texts.found(sql, asked.words, asked.by)
    read_as = found.read_as or narrowed.read_as
    office = one_word_for(matter) or ""
    named = _named(sql, plain)
    _raise(named, (_named_there(sql, asked) if asked.words else _meant(sql, asked)).items())
    for other in filter(None, (read_as, office)):
        _raise(named, ((row, _SLIPPED * score) for row, score in _named(sql, other).items()))
    entries = dict(tables.entries(sql, {*found.rows, *narrowed.rows, *named}))
    scores = _by_text(found, entries, _is_figure(read_as or office or matter))
    _raise(scores, _of_whom(narrowed, asked, entries).items())
    _raise(scores, ((row, _as_named(told, entries[row], asked, matter)) for row, told in named.items()))
    forms = [form for each in (found, narrowed) for part in each.parts for form in part]
    marked = dict.fromkeys((*asked.words.split(), *read_as.split(), *forms))
    return Read(_weighed(scores, entries), read_as, tuple(word for word in marked if len(word) > 1))


def _raise(scores: dict[int, float], others: Iterable[tuple[int, float]]) -> None:
    """Give each row the better of two scores."""
    for row, score in others:
        scores[row] = max(score, scores.get(row, 0.0))


def _of_whom(found: texts.Texts, asked: Asked, entries: dict[int, Entry]) -> dict[int, float]:
    """Return scores of what has the words and is of the place, bodies and leaders that a query names."""
    place = asked.place
    found.rows = {row: rank for row, rank in found.rows.items() if not place or entries[row].place == place}
    scores = _by_text(found, entries, False)
    for row in scores:
        kind = entries[row].kind
        scores[row] += _NARROWED if kind in _ITEMS else _NARROWED / 2
        if kind == "notice" and asked.dated:
            scores[row] += _NARROWED / 2 + _OF_A_YEAR
    return scores


def _as_named(score: float, entry: Entry, asked: Asked, matter: str) -> float:
    """Return the score of a thing by its name, less for part of an indicator and for a theme asked after."""
    if entry.kind == "indicator" and 2 * len(matter) <= len(entry.label):
        return min(score, _PART_OF_FIGURE)
    return min(score, _THEME) if entry.kind == "theme" and asked.asks else score


def _weighed(scores: dict[int, float], entries: dict[int, Entry]) -> dict[int, float]:
    """Return the scores with what notices name above what is registered alone, deeds above their names."""
    for row, score in scores.items():
        entry = entries[row]
        if entry.kind == "indicator" and not is_figure(entry.label):
            scores[row] = min(score, _A_DEED)
        elif entry.involved and entry.kind != "indicator":
            scores[row] = score + (_INVOLVED if score < _CERTAIN else 0.5)
        elif entry.kind == "unit":
            scores[row] = score * _UNNAMED
    return scores


def _named_there(sql: sqlite3.Connection, asked: Asked) -> dict[int, float]:
    """Return what the words name of the place that a query names: 青芜 统计局."""
    if not asked.place or asked.by:
        return {}
    named = _named(sql, asked.words)
    return {row: named[row] for row, entry in tables.entries(sql, named) if entry.place == asked.place}


def _meant(sql: sqlite3.Connection, asked: Asked) -> dict[int, float]:
    """Return the leaders and bodies that a query names beside a place and nothing else."""
    named = asked.leaders | asked.bodies
    if not asked.place:
        return named if asked.leaders or asked.asks else {}
    return {row: named[row] for row, entry in tables.entries(sql, named) if entry.place in ("", asked.place)}


def _named(sql: sqlite3.Connection, query: str) -> dict[int, float]:
    """Return what a query names, with a score up to 100."""
    named = dict(by_name(sql, query))
    _raise(named, by_field(sql, query))
    _raise(named, _by_theme(sql, query))
    if max(named.values(), default=0.0) < _NAMED_WELL:
        _raise(named, by_slip(sql, query))
    return named


def _by_theme(sql: sqlite3.Connection, query: str) -> Iterator[tuple[int, float]]:
    """Yield the themes that a query names in part, 就业 of 就业与社会保障, or has a word of: 科技创新."""
    form = normal(query)
    for row, label in sql.execute("SELECT id, label FROM entry WHERE kind = 'theme'"):
        if form in label.split("与"):
            yield row, _PART_OF_THEME
        elif any(1 < len(word) < len(label) and word in form for word in words.words(label)):
            yield row, _THEME


@cache
def is_figure(indicator: str) -> bool:
    """Say whether an indicator is a figure of the year, 城镇新增就业, or something that is done, 新建公厕."""
    known = indicators().known(indicator)
    if known is None:
        return not form_of(indicator).verb
    if known.kind not in _COUNTED:
        return True
    return bool(load("asking")["statistic"].search(indicator))


def _is_figure(matter: str) -> bool:
    """Say whether the words searched for name a figure of the year: its target stands before the task."""
    typed = [matter, *matter.split(), *words.runs(matter)]
    known = [concept for word in typed if (concept := indicators().known(word)) is not None]
    return any(is_figure(concept.label) for concept in known)


def _by_text(found: texts.Texts, entries: dict[int, Entry], figure: bool) -> dict[int, float]:
    """Return scores of what has the words; ``figure``: the query names a figure of the year."""
    best = min(found.rows.values(), default=-1.0) or -1.0
    titles = [normal(entries[row].label) for row in found.rows if entries[row].kind == "notice"]
    scores = {}
    for row, rank in found.rows.items():
        entry = entries[row]
        score = _TEXT_SCORE + _TEXT_SPREAD * (rank / best) - _UNSURE * (1 - found.sure)
        score += _of_label(entry, found, figure)
        if entry.kind == "target" and not figure:
            score -= _OWN_TASK
        if entry.kind == "list" and any(normal(entry.label) in title for title in titles):
            score -= _OWN_NOTICE
        scores[row] = score
    return scores


def _of_label(entry: Entry, found: texts.Texts, figure: bool) -> float:
    """Return what it is worth that the words stand in the label, less where they stand elsewhere."""
    label, also = normal(entry.label).lower(), normal("，".join(entry.also)).lower()
    if entry.kind == "target":  # its label is the indicator
        label += also
    told = _UNSURE_KINDS.get(entry.kind, 0.0) if found.sure < 1 else 0.0
    if (entry.kind == "task" or figure) and any(name in label for name in found.indicators):
        told += _OF_INDICATOR
    if _has(label, found.parts):
        others = _LABEL_OF_OTHERS if found.sure < 1 else _LABEL.get(entry.kind, _LABEL_OF_OTHERS)
        return told + others
    if found.words and all(word in label for word in found.words):
        return told + _WORDS_APART
    return told + (_ELSEWHERE if _has(label + also, found.parts) and found.sure == 1 else 0.0)


def _has(text: str, parts: list[list[str]]) -> bool:
    return all(any(form in text for form in forms) for forms in parts)
