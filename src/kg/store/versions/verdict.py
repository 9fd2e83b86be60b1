"""What an incoming notice is to the one that stands under its IRI.

    verdict = judge(incoming, store)     new, unchanged, or a version with what changed
                                         Refused: another notice, or an older version

Words decide first: the same words are the same version, whatever program read them. Where they
differ the facts decide: the same facts from a file of another format are the same version.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Literal

from kg.errors import NotFound, Refused
from kg.store.base import Store, Triple
from kg.store.versions import record, saying
from kg.store.versions.archive import QUADS
from kg.store.versions.change import Change, compare, is_another
from kg.store.versions.record import CHINA, Version
from kg.store.versions.saying import Said

Kind = Literal["new", "unchanged", "version"]


@dataclass(frozen=True, slots=True)
class Incoming:
    """A converted notice on its way into the store."""

    graph: str  # IRI of its own graph
    quads: bytes  # of that graph, as N-Quads
    text: str  # as read
    media_type: str
    source: str  # SHA-256 of the file
    name: str  # of the file
    converter: str  # version of the program that read it


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the incoming notice is."""

    kind: Kind
    standing: Version | None = None  # what stands now
    former: tuple[Version, ...] = ()  # what stood before that, the latest first
    change: Change | None = None  # of a version
    identical: bool = False  # of an unchanged one: the store holds every statement of it already

    @property
    def since(self) -> datetime | None:
        """Since when the version stands, where it stood before."""
        return self.standing.since if self.standing and self.kind == "unchanged" else None


def judge(incoming: Incoming, store: Store, *, older: bool = False) -> Verdict:
    """Compare a notice with the one that stands.

    Args:
        incoming: The notice.
        store: Where it is to be loaded.
        older: Let an older version replace the one that stands.

    Raises:
        Refused: another notice stands under the IRI, or a newer version of this one.
    """
    held = _held(incoming.graph, store)
    former = tuple(record.former(store, incoming.graph))
    if not held:
        return Verdict("new", former=former)
    standing = record.standing(store, incoming.graph)
    media_type = standing.media_type if standing else ""
    before = saying.read(held, record.full_text(store, incoming.graph), media_type)
    after = saying.read(incoming.quads, incoming.text, incoming.media_type)
    if _same(before, after):
        again = standing is not None and (standing.source, standing.converter) == (
            incoming.source,
            incoming.converter,
        )
        identical = again and saying.statements(held) == saying.statements(incoming.quads)
        return Verdict("unchanged", standing, former, identical=identical)
    if is_another(before, after):
        raise _conflict(incoming, before)
    if not older and (known := _older(incoming, before, after, former, store)):
        raise known
    return Verdict("version", standing, former, compare(before, after))


def put_away(verdict: Verdict, graph: str, store: Store, at: datetime) -> tuple[list[Triple], str | None]:
    """Keep the version that is about to be replaced, if one is.

    Args:
        verdict: What the incoming notice is.
        graph: The graph that it goes to.
        store: What holds the former version still.
        at: When it is replaced.

    Returns:
        What ``graph/meta`` is told of it, and the IRI of the version that the new one revises.
    """
    earlier = verdict.former[0] if verdict.former else None
    if verdict.kind != "version" or verdict.standing is None:
        return [], earlier.iri if earlier else None
    kept = record.whole(store, graph)
    digest = store.versions.keep(kept, QUADS) if store.versions else sha256(kept).hexdigest()
    told = list(record.replaced(verdict.standing, digest, at, store.base, earlier))
    return told, record.version_iri(graph, digest, store.base)


def _held(graph: str, store: Store) -> bytes:
    output = BytesIO()
    store.dump(output, graph=graph)
    return output.getvalue()


def _same(before: Said, after: Said) -> bool:
    """Say whether two texts are one version."""
    if before.words == after.words:
        return True
    if before.facts != after.facts:
        return False
    if before.bare_words == after.bare_words:
        return True
    if before.media_type == after.media_type:
        return False
    # Of two formats one may hold what the other does not: running heads, or a page's table of facts.
    return after.holds_all_but_seams(before) or before.holds_all_but_seams(after)


def _older(
    incoming: Incoming, before: Said, after: Said, former: tuple[Version, ...], store: Store
) -> Refused | None:
    """Say where the incoming notice stood before the one that stands, or is of an earlier day."""
    for version in former:
        if version.source == incoming.source or _says_the_same(version, after, store):
            day = version.until.astimezone(CHINA).date() if version.until else ""
            return Refused(
                f"“{incoming.name}”是较早的版本（{day} 起已被替换），未载入：现行版本较新。"
                "确要以它替换现行版本，请加 --older。",
                f"{incoming.name} is an older version, replaced on {day}, and was not loaded: a newer one "
                "stands. To let it replace that one, add --older.",
            )
    if after.issued and before.issued and after.issued < before.issued:
        return Refused(
            f"“{incoming.name}”的成文日期 {after.issued} 早于现行版本的 {before.issued}，未载入。"
            "确要以它替换现行版本，请加 --older。",
            f"{incoming.name} is dated {after.issued}, before the version that stands ({before.issued}), and "
            "was not loaded. To let it replace that one, add --older.",
        )
    return None


def _says_the_same(version: Version, after: Said, store: Store) -> bool:
    if store.versions is None or version.quads is None:
        return False
    try:
        kept = store.versions.read(version.quads, QUADS)
    except NotFound:
        return False
    text, own = saying.parts_of(kept)
    return _same(saying.read(own, text, version.media_type), after)


def _conflict(incoming: Incoming, before: Said) -> Refused:
    title = before.title or "（无标题）"
    return Refused(
        f"“{incoming.name}”与库中已有的《{title}》标识相同（文号相同），内容却不是同一份文件，未载入："
        "请核对文号和发文机关。",
        f"{incoming.name} bears the number of “{before.title or 'a notice without a title'}”, which the "
        "store holds, but is another document, and was not loaded: check its number and issuer.",
    )
