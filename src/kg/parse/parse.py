"""Text → Document: what the readings propose, laid out, and the best of it by the judge.

parse(text) -> Document
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from kg.model import Text
from kg.parse import compiled, judge, witness
from kg.parse.bullets import unbulleted
from kg.parse.document import Claim, Document
from kg.parse.header import split_frame
from kg.parse.levels import with_levels
from kg.parse.lines import EMPTY, raw_lines
from kg.parse.list_bounds import first_list, footer, page_numbers
from kg.parse.lists import ListReader
from kg.parse.lost_line_breaks import broken_up
from kg.parse.page import Page
from kg.parse.readings import Reading, proposals
from kg.parse.run_on_items import one_by_one, with_their_words
from kg.parse.separated import celled
from kg.parse.wrapped_lines import unwrapped
from kg.registry.patterns import rule

_MOST_OPEN = 6  # stretches of one notice that are read in several ways
_MOST_OPTIONS = 6  # ways to read one of them


def parse(text: Text) -> Document:
    """Lay out one notice.

    Returns:
        the document; a text without any list has no ``lists``, which is no error here.
    """
    page = page_of(text)
    best = _best(page)
    if _is_doubtful(best):
        # Lines that look wrapped may be rows whose ends are not where they seem.
        plain = page_of(text, wrapped=False)
        if len(plain.lines) != len(page.lines):
            other = _best(plain)
            if judge.score(other.features) > judge.score(best.features):
                page, best = plain, other
    return replace(best, witness=witness.testimony(best, page.lines))


def _is_doubtful(document: Document) -> bool:
    """Tell whether items without bodies, or very long ones, make another look worth its time."""
    seen = document.features
    return bool(seen.get("nothing")) or seen.get("with bodies", 0.0) < 0.7 or seen.get("long", 0.0) > 0.1


def _best(page: Page) -> Document:
    """Return the way to lay out a page that the judge likes best, one change after the other."""
    sure, open_ = _left_open(page)
    chosen = [options[0] for options in open_]
    best = laid_out(page, _together(sure, chosen))
    most = judge.score(best.features)
    for i, options in enumerate(open_[:_MOST_OPEN]):
        for option in options[1:_MOST_OPTIONS]:
            trial = [*chosen[:i], option, *chosen[i + 1 :]]
            draft = laid_out(page, _together(sure, trial))
            score = judge.score(draft.features)
            if score > most:
                best, most, chosen = draft, score, trial
    return best


def page_of(text: Text, *, wrapped: bool = True) -> Page:
    """Return the lines of a text without the numbers of pages, wrapped ones joined unless told not to."""
    whole = broken_up(celled(raw_lines(text), text), text.content)
    paged = page_numbers(whole)
    printed = unbulleted([raw for i, raw in enumerate(whole) if i not in paged])
    numbers = tuple(whole[i].line for i in sorted(paged))
    heading, below = compiled.parted(printed)
    lines = unwrapped(below, text.content) if wrapped else below
    lines = with_their_words(one_by_one(lines))
    return Page(text, [heading, *lines] if heading else lines, numbers)


def drafts(page: Page) -> Iterator[Document]:
    """Yield the ways to lay out a page that its readings leave open, the likeliest first."""
    sure, open_ = _left_open(page)
    first = [options[0] for options in open_]
    yield laid_out(page, _together(sure, first))
    for i, options in enumerate(open_[:_MOST_OPEN]):
        for option in options[1:_MOST_OPTIONS]:
            yield laid_out(page, _together(sure, [*first[:i], option, *first[i + 1 :]]))


def _left_open(page: Page) -> tuple[list[Reading], list[list[list[Reading]]]]:
    """Return the readings that nothing contradicts, and for the other lines the ways to read them."""
    sure: list[Reading] = []
    open_: list[list[list[Reading]]] = []
    for cluster in _clusters(list(proposals(page))):
        options = _options(cluster)
        if len(options) == 1:
            sure.extend(options[0])
        else:
            open_.append(options)
    return sure, open_


def _together(sure: list[Reading], chosen: list[list[Reading]]) -> list[Reading]:
    return [*sure, *(reading for option in chosen for reading in option)]


def _clusters(readings: list[Reading]) -> list[list[Reading]]:
    """Group the readings that claim the same lines, directly or through others."""
    found: list[list[Reading]] = []
    end = -1
    for reading in sorted(readings, key=lambda r: (r.first, r.last, r.name)):
        if reading.first > end:
            found.append([])
        found[-1].append(reading)
        end = max(end, reading.last)
    return found


def _options(cluster: list[Reading]) -> list[list[Reading]]:
    """Return the ways to read the lines of a cluster, the likeliest first.

    Each is a reading with those that leave room for it; where none has known headings, no table at all
    is one, too.
    """
    found: list[list[Reading]] = [] if any(reading.is_headed for reading in cluster) else [[]]
    taken: set[int] = set()  # seeds that some way holds: they lead to no other
    for seed in sorted(cluster, key=lambda r: not r.is_headed):
        if id(seed) in taken or len(found) == _MOST_OPTIONS:
            continue
        chosen = [seed]
        for other in cluster:  # in the order of their lines
            at = bisect_left(chosen, other.first, key=lambda r: r.first)
            if not any(other.overlaps(one) for one in chosen[max(0, at - 1) : at + 1]):
                chosen.insert(at, other)
        taken |= set(map(id, chosen))
        found.append(chosen)
    return found


def laid_out(page: Page, readings: list[Reading]) -> Document:
    """Return the document with these tables, everything else read as paragraphs."""
    tables = {reading.first: reading for reading in readings}
    content = page.text.content
    start = first_list(page.lines, tables, content)
    header, used = split_frame(page.lines, start)
    used |= footer(page.lines, start)
    announced = "".join(line.text for line in (header.title or EMPTY, *header.letter)).replace(" ", "")
    reader = ListReader(content, page.lines, tables, used, announced)
    lists = reader.run(start)
    claims = [Claim("frame", "page-number", line) for line in page.numbers]
    for i, raw in enumerate(page.lines):
        if i in used:
            claims.append(Claim("frame", "letterhead", raw.line))
        elif i < start and rule("titles.furniture").search(raw.line.text):
            claims.append(Claim("frame", "page-furniture", raw.line))
    claims += [Claim("heading", "column", cell) for reading in readings for cell in reading.headings]
    layout = tuple(dict.fromkeys(reading.name for reading in readings))
    found = Document(page.text, header, tuple(lists), (*claims, *reader.claims), tuple(reader.joined), layout)
    found = with_levels(found)
    return replace(found, features=judge.features(found, page.lines))
