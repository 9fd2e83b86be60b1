"""Notice → quads: the notice's own graph, and what it makes known to the registry.

    graph/ID         only what this notice says, every fact with its passages
    graph/registry   the units, people, places, indicators and standing groups it names

Nothing stands in both. A quad is four N-Quads tokens (see ``kg.emit.terms``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from kg import identity, vocab
from kg.emit.commitments import state_leadership
from kg.emit.items import state_project, state_task
from kg.emit.made_known import registry_triples
from kg.emit.parts import K, Parts
from kg.emit.terms import FALSE, LABEL, TRUE, TYPE, Quad, decimal, en, integer, string, term, typed, zh
from kg.model import Addressee, CommitmentList, Finding, Notice, Section, Span, StatedTotal, UnitGroup

_TITLE, _ISSUED = term("dcterms:title"), term("dcterms:issued")
_VERSION_OF, _REPLACED_BY = term("dcterms:isVersionOf"), term("dcterms:isReplacedBy")
_RELATIONS = {"cites": "eli:cites", "amends": "kg:amends", "replaces": "dcterms:replaces"}
# What a stated total sums up, or, of a count, the class that is counted.
_TOTAL_OF = {
    "total": K["totalInvestment"],
    "fiscal": K["fiscalFunds"],
    "upward": K["higherLevelFunds"],
    "planned": K["plannedInvestment"],
    "projects": K["Project"],
    "tasks": K["Task"],
}


def quads(notice: Notice, base: str = vocab.BASE) -> list[Quad]:
    """Return the quads of one notice: its own graph and its registry fragment, each quad once.

    Args:
        notice: A resolved notice; its IRIs are paths below ``base``.
        base: Base of instance IRIs.
    """
    parts = Parts(notice, base)
    _state_notice(parts)
    own = f"<{base}graph/{parts.id}>"
    registry = f"<{base}graph/registry>"
    # What two parts of a notice say alike is said once.
    found = [(s, p, o, own) for s, p, o in dict.fromkeys(parts.own)]
    found += [(s, p, o, registry) for s, p, o in dict.fromkeys(registry_triples(notice, base))]
    return found


def graph_iri(notice: Notice, base: str = vocab.BASE) -> str:
    """Return the IRI of the notice's own graph."""
    return f"{base}graph/{notice.iri.removeprefix('notice/')}"


def text_iri(notice: Notice, base: str = vocab.BASE) -> str:
    """Return the IRI of the text as read."""
    return f"{base}text/{notice.iri.removeprefix('notice/')}"


def _state_notice(parts: Parts) -> None:
    n = parts.notice
    _state_frame(parts)
    for listed in n.lists:
        _state_list(parts, listed)
    for section in n.sections:
        _state_section(parts, section)
    for task in n.tasks:
        state_task(parts, task)
    for project in n.projects:
        state_project(parts, project)
    for total in n.stated_totals:
        _state_stated_total(parts, total)
    for group in n.groups.values():
        _state_group(parts, group)
    for finding in n.findings:
        _state_finding(parts, finding)


def _state_frame(parts: Parts) -> None:
    """State what stands above and below the lists: number, title, date, place, bodies, documents cited."""
    n, me, out = parts.notice, parts.me, parts.own
    out += (
        (me, TYPE, K["Notice"]),
        (me, K["kind"], f"<{vocab.KGC}{n.kind}>"),
        (parts.text, TYPE, K["SourceText"]),
        (parts.text, K["length"], integer(len(n.text.content))),
        (parts.text, K["sha256"], string(_sha256(n.text.content))),
    )
    if n.document_number:
        out.append((me, K["documentNumber"], string(n.document_number.value)))
        parts.field(me, n.iri, "kg:documentNumber", n.document_number.evidence)
    if n.title:
        out.append((me, _TITLE, zh(n.title.value)))
        parts.field(me, n.iri, "dcterms:title", n.title.evidence)
    if n.issued:
        out.append((me, _ISSUED, typed(n.issued.value, "date")))
        parts.field(me, n.iri, "dcterms:issued", n.issued.evidence)
    if n.former:
        out.append((parts.iri(n.former), _REPLACED_BY, me))
    for year in n.for_years:
        out.append((me, K["forYear"], typed(f"{year:04d}", "gYear")))
    if n.jurisdiction:
        out.append((me, K["jurisdiction"], parts.iri(n.jurisdiction)))
    _state_bodies(parts, "issuer", n.issuers)
    _state_bodies(parts, "addressee", n.addressees)
    _state_bodies(parts, "copiedTo", n.copied_to)
    _state_references(parts)


def _state_group(parts: Parts, group: UnitGroup) -> None:
    out = parts.own
    s = parts.iri(group.iri)
    out += (
        (s, TYPE, K["UnitGroup"]),
        (s, LABEL, zh(group.label)),
        (s, K["membersComplete"], TRUE if group.members_complete else FALSE),
    )
    for member in group.members:
        out.append((s, K["member"], parts.iri(member)))
    if group.version_of:
        out.append((s, _VERSION_OF, parts.iri(group.version_of)))


def _state_bodies(parts: Parts, name: str, bodies: Sequence[Addressee]) -> None:
    spans: list[Span] = []
    for body in bodies:
        if body.body:
            parts.own.append((parts.me, K[name], parts.iri(body.body)))
        parts.say(parts.me, f"{name}Text", body.text)
        spans += body.evidence
    parts.field(parts.me, parts.notice.iri, f"kg:{name}", spans)


def _state_references(parts: Parts) -> None:
    """State which documents the notice cites, and which of them it changes or replaces."""
    for relation, name in _RELATIONS.items():
        named = [r for r in parts.notice.references if relation in ("cites", r.relation)]
        parts.own += ((parts.me, term(name), parts.iri(r.document)) for r in named)
        parts.field(parts.me, parts.notice.iri, name, [span for r in named for span in r.evidence])


def _state_list(parts: Parts, listed: CommitmentList) -> None:
    s = parts.part(listed.iri, "CommitmentList", listed.evidence)
    parts.own.append((s, K["position"], integer(listed.position)))
    if listed.title:
        parts.own.append((s, LABEL, zh(listed.title)))


def _state_section(parts: Parts, section: Section) -> None:
    s = parts.part(section.iri, "Section", section.evidence)
    parts.own.append((s, LABEL, zh(section.heading)))
    parts.placed(s, section)
    if section.parent_iri:
        parts.own.append((s, K["inSection"], parts.iri(section.parent_iri)))
    for leadership in section.leaderships:
        state_leadership(parts, s, leadership)


def _state_stated_total(parts: Parts, total: StatedTotal) -> None:
    s = parts.part(total.iri, "StatedTotal", total.evidence)
    parts.own += (
        (parts.iri(total.part_iri), K["statedTotal"], s),
        (s, K["totalOf"], _TOTAL_OF[total.total_of]),
        (s, LABEL, zh(total.label)),
    )
    if total.amount is not None and total.factor is not None:
        parts.own.append((s, K["amount"], decimal(total.amount * total.factor)))
    if total.count is not None:
        parts.own.append((s, K["count"], integer(total.count)))


def _state_finding(parts: Parts, finding: Finding) -> None:
    key = identity.digest(finding.code, finding.about or "", finding.message)
    s = parts.part(f"{parts.notice.iri}/finding/{key}", "Finding", finding.evidence)
    parts.own += (
        (s, K["severity"], f"<{vocab.KGC}{finding.severity}>"),
        (s, K["findingCode"], f"<{vocab.KGC}{finding.code}>"),
        (s, K["message"], zh(finding.message)),
        (s, K["message"], en(finding.message_en)),
    )
    if finding.about:
        parts.own.append((s, K["about"], parts.iri(finding.about)))
    if finding.repair is not None:
        parts.own.append((s, K["repair"], zh(finding.repair)))


def _sha256(content: str) -> str:
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
