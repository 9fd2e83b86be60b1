"""What a search asks for: a matter, and whose: of a place, a year, a body or a leader.

    understood(sql, "檀垭县谁负责污水处理")   → Asked(words="污水处理", place="檀垭县")
    understood(sql, "民政局 敬老院")          → Asked(words="敬老院", by=(marks of such bodies,))

What says that somebody asks (谁负责, 什么时候) and posts are patterns of ``data/patterns/asking.yml``;
places, bodies and leaders are those of the index.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from kg.names import normal
from kg.registry.patterns import load
from kg.registry.units import registry
from kg.search import tables
from kg.search.departments import by_field
from kg.search.names import by_name, by_slip

_WHOLE_NAME = 80.0  # from here on a name is one of a body's, not a part of one
_LONGEST_NAME = 24
_LONGEST_PERSON = 4
_YEAR = re.compile(r"(20\d\d)(?:年度?|$)")
_THE_POST = 96.0  # of a leader who holds that very post
_A_POST = 90.0
_LEADER = 97.0


@dataclass(slots=True)
class Asked:
    """A query as understood: the words of its matter, and what it names besides.

    ``by``: of each set of marks (``tables.mark``) an item has to bear one.
    """

    words: str = ""
    place: str = ""
    by: list[frozenset[str]] = field(default_factory=list)
    leaders: dict[int, float] = field(default_factory=dict)
    bodies: dict[int, float] = field(default_factory=dict)
    asks: bool = False  # a question
    dated: bool = False  # names a year

    @property
    def narrowed(self) -> bool:
        """Whether it names more than a matter."""
        return bool(self.place or self.by)


def without_question(query: str) -> str:
    """Return a query without the words that say that somebody asks; itself where nothing else is left.

    >>> without_question("谁负责污水处理"), without_question("谁负责")
    ('污水处理', '谁负责')
    """
    rules = load("asking")
    rest = query
    for row in rules.rows:
        if row["kind"] == "question":
            rest = rules[row["name"]].sub(" ", rest)
    rest = " ".join(rest.split())
    return rest if len(normal(rest)) > 1 else query


def understood(sql: sqlite3.Connection, query: str) -> Asked:
    """Return what a query asks for, its words in the order typed."""
    plain = without_question(query)
    pieces = plain.split()
    asked = Asked(asks=plain != query)
    rest = [_placed(sql, piece, asked) for piece in pieces]
    rest = [_rest(sql, piece, asked) for piece in rest if piece]
    asked.words = " ".join(piece for piece in rest if piece)
    return asked


def _placed(sql: sqlite3.Connection, piece: str, asked: Asked) -> str:
    """Return what follows the place and the year that a piece begins with."""
    form = normal(piece)
    if match := _YEAR.match(form):
        asked.by.append(frozenset({tables.mark(match[1])}))
        asked.dated = True
        form = form[match.end() :]
    if asked.place:
        return form
    for place in tables.places(sql):
        for name in (place, place[:-1]):
            # 嵇川县长 is 嵇川 and 县长.
            if len(name) > 1 and form.startswith(name) and len(form) != len(name) + 1:
                asked.place = place
                return _placed(sql, form[len(name) :], asked)
    return form


def _rest(sql: sqlite3.Connection, piece: str, asked: Asked) -> str:
    """Return what follows the leader, the body or the town that a piece begins with."""
    for taken in (_post, _leader, _post_and_name, _body):
        rest = taken(sql, piece, asked)
        if rest != piece:
            return load("asking")["filler"].sub("", rest)
    return piece


def _post(sql: sqlite3.Connection, piece: str, asked: Asked) -> str:
    """Return nothing where the piece is a post that somebody holds: 县长."""
    if load("asking")["post"].fullmatch(piece) and (held := _of_post(sql, "", piece)):
        _take(sql, held, asked, leaders=True)
        return ""
    return piece


def _leader(sql: sqlite3.Connection, piece: str, asked: Asked) -> str:
    """Return what follows a leader's name, with the post or without, or surname and post."""
    names = _entries(sql, (piece[:n] for n in range(_LONGEST_PERSON, 1, -1)), "leader")
    post = load("asking")["post"]
    for name, rows in names:
        rest = piece[len(name) :]
        if match := post.match(rest):
            rest = rest[match.end() :]
        if len(rest) != 1:
            _take(sql, dict.fromkeys(rows, _LEADER), asked, leaders=True)
            return rest
    for length in (2, 1):
        match = post.match(piece, length)
        if match and (held := _of_post(sql, piece[:length], match[0])):
            _take(sql, held, asked, leaders=True)
            return piece[match.end() :]
    return _slipped_leader(sql, piece, asked)


def _slipped_leader(sql: sqlite3.Connection, piece: str, asked: Asked) -> str:
    """Return what follows a leader's name with one character wrong, where a post follows it."""
    match = load("asking")["post"].search(piece, 2)
    if match is None or not 3 <= match.start() <= _LONGEST_PERSON:
        return piece
    near = dict(by_slip(sql, piece[: match.start()]))
    rows = {row: _A_POST for row, entry in tables.entries(sql, near) if entry.kind == "leader"}
    if not rows:
        return piece
    _take(sql, rows, asked, leaders=True)
    return piece[match.end() :]


def _post_and_name(sql: sqlite3.Connection, piece: str, asked: Asked) -> str:
    """Return what follows a post and a leader's name: 副省长司马青."""
    match = load("asking")["post"].match(piece)
    return _leader(sql, piece[match.end() :], asked) if match and match.end() < len(piece) else piece


def _of_post(sql: sqlite3.Connection, surname: str, post: str) -> dict[int, float]:
    """Return the leaders of a surname with a post, best those who hold that very one."""
    found = {}
    for row, said in sql.execute(
        "SELECT id, also FROM entry WHERE kind = 'leader' AND substr(label, 1, ?) = ?",
        (len(surname), surname),
    ):
        posts = re.split(r"[\"，、,；\[\]\s]+", said)
        if post in posts:
            found[int(row)] = _THE_POST
        elif any(one.endswith(post) for one in posts):
            found[int(row)] = _A_POST
    return found


def _body(sql: sqlite3.Connection, piece: str, asked: Asked) -> str:
    """Return what follows the name of a body or of a town below a government's place."""
    for length in range(min(len(piece), _LONGEST_NAME), 1, -1):
        name = piece[:length]
        if len(piece) - length == 1:
            continue
        if rows := _bodies(sql, name, asked.place):
            _take(sql, rows, asked)
            return piece[length:]
    return piece


def _bodies(sql: sqlite3.Connection, name: str, place: str) -> dict[int, float]:
    """Return the bodies or towns that a whole name means, those of a place where one is asked for."""
    named = [row for _, rows in _entries(sql, (name,), "unit", "place", "group") for row in rows]
    found = dict.fromkeys(named, 100.0)
    if registry().departments.types_of(name, None, ""):
        every = (*by_name(sql, name), *by_field(sql, name))
        found |= {row: score for row, score in every if score >= _WHOLE_NAME}
    if not place:
        return found
    there = {row for row, entry in tables.entries(sql, found) if entry.place in (place, "")}
    return {row: score for row, score in found.items() if row in there}


def _take(sql: sqlite3.Connection, rows: dict[int, float], asked: Asked, *, leaders: bool = False) -> None:
    entries = tables.entries(sql, rows)
    asked.by.append(frozenset(tables.mark(entry.iri) for _, entry in entries))
    (asked.leaders if leaders else asked.bodies).update(rows)


def _entries(sql: sqlite3.Connection, names: Iterable[str], *kinds: str) -> Iterator[tuple[str, list[int]]]:
    """Yield each name that is one of the forms of things of these kinds, with their rows."""
    marks = ", ".join("?" for _ in kinds)
    for name in dict.fromkeys(names):
        found = sql.execute(
            "SELECT DISTINCT entry.id FROM name JOIN entry ON entry.id = name.entry"
            # Posts are other names of leaders.
            f" WHERE form = ? AND kind IN ({marks}) AND (own OR kind != 'leader')",
            (name, *kinds),
        ).fetchall()
        if found:
            yield name, [int(row) for (row,) in found]
