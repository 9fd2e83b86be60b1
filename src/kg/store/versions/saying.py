"""What one version of a notice says, without blanks and without places in the text.

    said = read(graph_bytes, text, media_type)
    said.items[0].words      the words of a commitment
    said.facts               every fact, so that two versions can be told to be one

The graph is a notice's own, in N-Triples or N-Quads, as a store gives it out or a conversion makes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg import vocab

Fact = tuple[str, str, str]

_KG = vocab.KG
_TYPE = vocab.PREFIXES["rdf"] + "type"
_LABEL = vocab.PREFIXES["rdfs"] + "label"
_TITLE = vocab.PREFIXES["dcterms"] + "title"
_ISSUED = vocab.PREFIXES["dcterms"] + "issued"
# What says where a fact stands in the file, not what it is.
_WHERE = frozenset(
    (
        *(_KG + name for name in ("evidence", "sentence", "fieldEvidence", "field", "length", "sha256")),
        *(vocab.PREFIXES["oa"] + name for name in ("start", "end", "exact")),
        vocab.PREFIXES["dcterms"] + "source",
    )
)
# Of these a notice's graph tells how it was read.
_OF_THE_READING = frozenset(_KG + name for name in ("Passage", "SourceText", "FieldEvidence", "Finding"))
# What a commitment says itself beside its words; its number and its place may shift.
_OWN = frozenset(
    _KG + name
    for name in (
        "deadline", "deadlineText", "ledBy", "totalInvestment", "fiscalFunds", "higherLevelFunds",
        "plannedInvestment", "progressGoal", "benefit", "owner", "department", "stage", "category",
        "constructionType", "proposedBy",
    )
)  # fmt: skip
# Where something is left out between two words, so many triples of characters are new.
_SEAM = 2
_BLANK = re.compile(r"\s+")
# 第3页, — 3 —, -3-: a page's number in a frame of its own line.
_PAGE = re.compile(
    r"^[ \t\u3000]*(?:[-—–―－·•]+[ \t]*[0-9]{1,4}[ \t]*[-—–―－·•]+|第?[ \t]*[0-9]{1,4}[ \t]*页"
    r"(?:[，,/ ]*共?[ \t]*[0-9]{1,4}[ \t]*页)?)[ \t\u3000]*$",
    re.MULTILINE,
)
_BARE_NUMBER = re.compile(r"^[ \t\u3000]*[0-9]{1,4}[ \t\u3000]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Item:
    """One commitment: a task or a project."""

    iri: str
    words: str
    own: frozenset[tuple[str, str]]
    duties: Counter[tuple[str, str]]  # (body, role)
    targets: Counter[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Said:
    """What one version says."""

    facts: frozenset[Fact]
    items: tuple[Item, ...]
    title: str
    issued: str
    text: str  # as read
    media_type: str

    @property
    def words(self) -> str:
        """The whole text without blanks and framed page numbers."""
        return joined(_PAGE.sub("", self.text))

    @property
    def bare_words(self) -> str:
        """The same without lines that hold a number alone, as page numbers may."""
        return joined(_BARE_NUMBER.sub("", _PAGE.sub("", self.text)))

    def holds_all_but_seams(self, other: Said) -> bool:
        """Say whether the words of another version stand here too, whatever stands between them."""
        own, theirs = self.words, other.words
        here = {own[i : i + 3] for i in range(len(own) - 2)}
        strange = 0
        for i in range(len(theirs) - 2):
            strange = strange + 1 if theirs[i : i + 3] not in here else 0
            if strange > _SEAM:
                return False
        return True


def joined(text: str) -> str:
    """Return a text in one form of width and without blanks."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text))


def read(graph: bytes, text: str, media_type: str) -> Said:
    """Return what a notice's own graph says.

    Args:
        graph: N-Triples or N-Quads; of N-Quads every graph counts alike.
        text: The text as read.
        media_type: Of the file that it was read from.
    """
    import pyoxigraph as ox

    triples = []
    for quad in ox.parse(graph, format=ox.RdfFormat.N_QUADS):
        value = quad.object
        if isinstance(value, ox.Literal):
            triples.append((_name(quad.subject), quad.predicate.value, f'"{joined(value.value)}'))
        else:
            triples.append((_name(quad.subject), quad.predicate.value, _name(value)))
    return _said(triples, text, media_type)


def statements(graph: bytes) -> frozenset[object]:
    """Return the triples of a graph, whatever the form it is written in."""
    import pyoxigraph as ox

    return frozenset(quad.triple for quad in ox.parse(graph, format=ox.RdfFormat.N_QUADS))


def parts_of(version: bytes) -> tuple[str, bytes]:
    """Return the text as read and the notice's own graph of a former version's N-Quads."""
    import pyoxigraph as ox

    text, own = "", []
    for quad in ox.parse(version, format=ox.RdfFormat.N_QUADS):
        graph = _name(quad.graph_name)
        if quad.predicate.value == _KG + "fullText":
            text = _name(quad.object)
        elif not graph.endswith(("/graph/derived", "/graph/meta")):
            own.append(quad)
    written = ox.serialize(own, format=ox.RdfFormat.N_QUADS)
    return text, written or b""


def _name(term: object) -> str:
    return str(getattr(term, "value", term))


def _said(triples: list[Fact], text: str, media_type: str) -> Said:
    about: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for s, p, o in triples:
        about[s][p].append(o)
    hidden = {s for s, said in about.items() if _OF_THE_READING & set(said[_TYPE])}
    facts = frozenset((s, p, o) for s, p, o in triples if p not in _WHERE and s not in hidden)
    kinds = (_KG + "Task", _KG + "Project")
    items = tuple(
        _item(s, said, about) for s, said in about.items() if any(kind in said[_TYPE] for kind in kinds)
    )
    notice = next((said for said in about.values() if _KG + "Notice" in said[_TYPE]), {})
    return Said(
        facts, items, _first(notice.get(_TITLE, ())), _first(notice.get(_ISSUED, ())), text, media_type
    )


def _first(values: Iterable[str]) -> str:
    return next(iter(values), "").removeprefix('"')


def _item(iri: str, said: dict[str, list[str]], about: dict[str, dict[str, list[str]]]) -> Item:
    words = "".join(
        text.removeprefix('"') for name in (_LABEL, _KG + "text", _KG + "content") for text in said[name]
    )
    duties = Counter(
        (_first(about[r][_KG + "body"]), _first(about[r][_KG + "role"])) for r in said[_KG + "responsibility"]
    )
    names = ("indicatorText", "change", "bound", "value", "unitText")
    targets = Counter(
        tuple(_first(about[t][_KG + name]) for name in names)
        for t in (*said[_KG + "target"], *said[_KG + "criterion"])
    )
    own = frozenset((p, o) for p in _OWN for o in said[p])
    return Item(iri, words, own, duties, targets)
