"""One file: read, converted, validated, told as quads and rows; or the reason why not."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import emit, loading, pipeline
from kg.bulk.room import DiskFull, unless_full
from kg.emit.graph import graph_iri
from kg.emit.nquads import lines
from kg.emit.registry import registry_quads
from kg.errors import KgError, NotANotice
from kg.tables.mapping import mapping
from kg.tables.rows import Gaps, Rows, notice_rows, registry_rows
from kg.tokens import Triples

if TYPE_CHECKING:
    from kg.model import Notice
    from kg.validate import Report


@dataclass(frozen=True, slots=True)
class Done:
    """A notice that was read: everything that is loaded for it."""

    quads: bytes  # N-Quads of its graph, registry, derived and meta
    rows: Rows
    registry: Rows
    summary: dict[str, Any]  # a line of the manifest


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that gave no notice, and why."""

    zh: str
    en: str


def one(path: Path, base: str, at: datetime) -> Done | Refused:
    """Read one file. Whatever happens in it is its own: nothing is raised but a full disk.

    Args:
        path: The file.
        base: Base of instance IRIs.
        at: The time that ``graph/meta`` states for the conversion.

    Raises:
        DiskFull: it is no fault of the file.
    """
    try:
        with unless_full():
            notice = pipeline.convert(path)
            report = pipeline.validate_notice(notice)
            if report.broken:
                raise _broken(path, report)
            return _told(notice, report, base, at)
    except DiskFull:
        raise
    except KgError as error:
        return Refused(error.zh, error.en)
    except MemoryError:
        return Refused(
            f"{path.name} 所需内存超过上限，请拆分。",
            f"{path.name} needs more memory than allowed; split it.",
        )
    except Exception as error:  # a fault of ours in one file must not stop thousands of others
        what = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        return Refused(
            f"{path.name} 转换时出错（{what}），请报告。", f"{path.name} failed ({what}); please report it."
        )


def _broken(path: Path, report: Report) -> NotANotice:
    count = sum(entry.severity == "violation" for entry in report.entries)
    return NotANotice(
        f"“{path.name}”有 {count} 处违规；请运行 kg validate 查看并修改。",
        f"{path.name} has {count} violations; run kg validate to see them.",
    )


def _told(notice: Notice, report: Report, base: str, at: datetime) -> Done:
    said = emit.quads(notice, base)
    said += emit.meta(notice, base, at=at, full_text=True)
    said += list(emit.derived(notice, base, said=said))
    graph, registry = f"<{graph_iri(notice, base)}>", f"<{base}graph/registry>"
    derived = f"<{base}graph/derived>"
    named = [quad for quad in said if quad[3] == registry]
    facts = Triples((quad for quad in said if quad[3] in (graph, derived)), Triples(named, _registry(base)))
    gaps = Gaps()
    rows = notice_rows(facts, f"<{base}{notice.iri}>", mapping(), gaps)
    bodies = registry_rows(Triples(named), mapping(), gaps)
    if gaps.found:  # what was just converted and validated fits, or the conversion is wrong
        raise gaps.found[0]
    (own,) = rows["notices"]
    summary = {
        "notice": base + notice.iri,
        "province": own[1],
        "year": own[2],
        "quads": len(said),
        "tasks": len(notice.tasks),
        "projects": len(notice.projects),
        "targets": len(rows["targets"]),
        "confidence": round(notice.reading.confidence, 3),
        "accounted": round(notice.reading.accounted, 3),
        "findings": dict(sorted(Counter(finding.code for finding in notice.findings).items())),
        "entries": dict(report.counts()),
    }
    return Done(lines(said).encode(), rows, bodies, summary)


One = Callable[[Path, str, datetime], Done | Refused]


@cache
def _registry(base: str) -> Triples:
    return Triples(registry_quads(base))


def shared(base: str) -> str:
    """Return the N-Quads that every store holds before any notice."""
    from kg.emit.ontology import ontology_quads
    from kg.link.linksets import linkset_quads

    meta = f"<{base}graph/meta>"
    return lines(
        [
            *ontology_quads(base),
            *linkset_quads(base),
            *registry_quads(base),
            *emit.derived_registry(base),
            *((*told, meta) for told in loading.foundation(base)),
        ]
    )


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file; nothing where it cannot be read, which reading it will tell."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
