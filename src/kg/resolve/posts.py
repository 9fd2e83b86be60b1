"""Posts: 常务副县长 of a county is one post, whoever holds it and in whatever year.

    posts = Posts(resolver)
    posts.held("县委常委、副县长（挂职）")  →  the posts 县委常委 and 副县长

What a title says of its body is data: ``data/patterns/posts.yml``.
"""

from __future__ import annotations

from functools import cached_property

from kg.identity import post_path
from kg.model import Post, Unit
from kg.registry.departments import word_of
from kg.registry.patterns import PatternFile, load
from kg.resolve.resolver import Resolver

_DOUBTFUL = ("guessed", "repaired")  # a body that the title names only perhaps


class Posts:
    """The posts that one notice names."""

    def __init__(self, resolver: Resolver) -> None:
        self._resolver = resolver
        self._known: dict[str, Post] = {}

    def held(self, printed: str | None) -> tuple[Post, ...]:
        """Return the posts of a leader as printed, in their order."""
        titles = self._patterns["several"].split("".join((printed or "").split()))
        named = (self._patterns["acting"].sub("", title) for title in titles)
        return tuple(self._post(title) for title in dict.fromkeys(named) if title)

    @cached_property
    def _patterns(self) -> PatternFile:
        return load("posts")

    def _post(self, title: str) -> Post:
        known = self._known.get(title)
        if known is None:
            known = self._known[title] = self._head(title) or self._office(title) or self._made(title, None)
        return known

    def _head(self, title: str) -> Post | None:
        """Return the post of the head of a place, or a deputy: it belongs to the government."""
        match, place = self._patterns["head"].match(title), self._resolver.jurisdiction
        if match is None:
            return None
        # A town's head in a county's notice: which town, the title does not say.
        own = place is not None and match["word"] == word_of(place)
        return self._made(title, self._resolver.government(place) if place is not None and own else None)

    def _office(self, title: str) -> Post | None:
        """Return the post of a body that the title names: 县公安局局长, 公安局局长 and 公安局长 are one."""
        for name in ("party_group", "office", "short_office"):
            if match := self._patterns[name].match(title):
                body = match["body"]
                found = self._resolver.unit(body)
                if found.resolution in _DOUBTFUL:
                    return None
                # Of 公安局长 the last word of the body is the first of the rank, too.
                rank = title[len(body) - (name == "short_office") :]
                return self._made(found.unit.label + rank, found.unit)
        return None

    def _made(self, label: str, body: Unit | None) -> Post:
        place = self._resolver.jurisdiction
        full = None
        if place is not None and label.startswith(place.name):
            full = label
        elif place is not None:  # 嵊泗县委常委, but 嵊泗县县长
            rest = label if self._patterns["head"].match(label) else label.removeprefix(word_of(place))
            full = place.name + rest
        return Post(
            iri=post_path(self._resolver.key, label),
            label=label,
            full=full,
            body=body.iri if body else None,
            jurisdiction=place.iri if place else None,
        )
