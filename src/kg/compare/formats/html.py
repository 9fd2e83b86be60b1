"""A comparison as HTML without a script: for ``/compare``, and as a page of its own.

fragment(comparison, lang, link=…)    a ``section``, to be put into a page that has ``style()``
render(comparison, lang)              a standalone page
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kg.compare.comparing import Comparison
from kg.compare.formats.rows import Row, rows, target_rows, told
from kg.compare.formats.words import WORDS, heading, summary
from kg.compare.targets import as_printed

T = TypeVar("T")
_FEW = 5  # rows that one side alone has, which a page does not fold away

_FOLDER = Path(__file__).parent
_TAG = {"zh": "zh-CN", "en": "en"}
_PAGE = Markup(
    '<!doctype html>\n<html lang="{tag}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<title>{title}</title>\n<style>\n{style}</style>\n</head>\n"
    '<body class="kc-page">\n<main>\n<h1>{title}</h1>\n{body}</main>\n</body>\n</html>\n'
)


@cache
def style() -> str:
    """Return the style sheet of fragments; all its classes begin with ``kc-``."""
    return (_FOLDER / "compare.css").read_text("utf-8")


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


def title(comparison: Comparison, lang: str) -> str:
    """Return what the page is called."""
    name = WORDS[lang]["title.versions" if comparison.versions else "title"]
    mark = "：" if lang == "zh" else ": "
    return f"{name}{mark}{comparison.a.name} → {comparison.b.name}"


def render(comparison: Comparison, lang: str, above: Comparison | None = None) -> str:
    """Return a standalone page."""
    body = fragment(comparison, lang, above)
    return str(_PAGE.format(tag=_TAG[lang], title=title(comparison, lang), style=Markup(style()), body=body))


def fragment(
    comparison: Comparison,
    lang: str,
    above: Comparison | None = None,
    link: Callable[[str], str] | None = None,
) -> Markup:
    """Return a comparison as a ``section``; every word of the notices is escaped.

    Args:
        comparison: What to show.
        lang: ``zh`` or ``en``.
        above: The notice of the level above beside the later side, as a third column.
        link: Gives the address of the page of an IRI, where there is one.
    """
    text = (
        _templates()
        .get_template("comparison.html")
        .render(
            lang=lang,
            say=WORDS[lang],
            a=heading(comparison.a),
            b=heading(comparison.b),
            above=heading(above.a) if above else "",
            summary=summary(comparison, lang),
            lists=[
                (f"{kind}s", _split(rows(comparison, kind, above), _carried_on, _sides))
                for kind in ("task", "project")
            ],
            targets=_split(
                target_rows(comparison, above),
                lambda row: row.pair.difference == 0,
                lambda row: (row.pair.a is not None, row.pair.b is not None),
            ),
            parties=[
                (
                    name,
                    _split(
                        shares, lambda share: share.a == share.b, lambda share: (share.a > 0, share.b > 0)
                    ),
                )
                for name, shares in (("units", comparison.units), ("leaders", comparison.leaders))
            ],
            method=WORDS[lang]["method"].format(method=comparison.method),
            difference=lambda pair: as_printed(pair).in_words(WORDS[lang]["points"]),
            told=told,
            link=link,
        )
    )
    return Markup(text)


def _carried_on(row: Row) -> bool:
    return row.relation == "same" and not row.changes


def _sides(row: Row) -> tuple[bool, bool]:
    return bool(row.a), bool(row.b)


@dataclass(frozen=True, slots=True)
class Split(Generic[T]):
    """Rows that differ, and what a page folds away: many that one side alone has, what is alike."""

    open: list[T]
    only_a: list[T]
    only_b: list[T]
    alike: list[T]


def _split(
    found: Iterable[T], alike: Callable[[T], bool], sides: Callable[[T], tuple[bool, bool]]
) -> Split[T]:
    """Part rows; few that one side alone has stay where they are."""
    every = list(found)
    differing = [one for one in every if not alike(one)]
    folded: list[list[T]] = []
    for side in ((True, False), (False, True)):
        own = [one for one in differing if sides(one) == side]
        folded.append(own if len(own) > _FEW else [])
        if len(own) > _FEW:
            differing = [one for one in differing if sides(one) != side]
    return Split(differing, folded[0], folded[1], [one for one in every if alike(one)])
