"""The JSON of a converted notice: schema ``notice-1``, stable keys in a stable order.

Numbers are JSON numbers, whole ones without a point. ``text``, ``value`` and ``unit`` are as
printed; ``normalizedValue`` is in the base unit, whose key in ``data/registry/measures.yml`` is
``normalizedUnit``. Every evidence is a list of half-open ranges of code points.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from kg import vocab
from kg.emit.terms import number
from kg.model import (
    Addressee,
    Amount,
    Deadline,
    Fact,
    Leadership,
    NamedBody,
    Notice,
    PlaceMention,
    Project,
    Responsibility,
    Section,
    Span,
    Target,
    Task,
)
from kg.registry.measures import measures

SCHEMA = "https://w3id.org/zeren/schema/notice-1.json"

Json = dict[str, Any]


def as_json(notice: Notice, base: str = vocab.BASE) -> Json:
    """Return the JSON of a converted notice, as ``ontology/notice-1.schema.json`` describes it."""
    lists = {listed.iri: listed.title for listed in notice.lists}
    sections = {section.iri: section for section in notice.sections}
    jurisdiction = notice.places.get(notice.jurisdiction or "")
    issuers = _texts(notice.issuers)
    return {
        "schema": SCHEMA,
        "notice": {
            "iri": base + notice.iri,
            "documentNumber": _value(notice.document_number),
            "title": _value(notice.title),
            "issuer": issuers[0] if issuers else None,
            "issuers": issuers,
            "issued": _value(notice.issued),
            "forYear": notice.for_years[0] if notice.for_years else None,
            "forYears": list(notice.for_years),
            "jurisdiction": jurisdiction.name if jurisdiction else None,
            "jurisdictionCode": jurisdiction.code if jurisdiction else None,
            "kind": notice.kind,
            "addressees": _texts(notice.addressees),
            "copiedTo": _texts(notice.copied_to),
            "references": [
                {
                    "relation": reference.relation,
                    "iri": base + reference.document,
                    "documentNumber": reference.document_number,
                    "title": reference.title,
                    "evidence": _evidence(reference.evidence),
                }
                for reference in notice.references
            ],
        },
        "leaders": _all_leaders(notice, base),
        "tasks": [_task(task, lists, sections, base) for task in notice.tasks],
        "projects": [_project(project, lists, sections, base) for project in notice.projects],
        "statedTotals": [
            {
                "of": total.total_of,
                "label": total.label,
                **({"amount": _number(total.amount)} if total.amount is not None else {}),
                **({"count": total.count} if total.count is not None else {}),
                "part": base + total.part_iri,
                "evidence": _evidence(total.evidence),
            }
            for total in notice.stated_totals
        ],
        "findings": [
            {
                "severity": finding.severity,
                "code": finding.code,
                "message": finding.message,
                "messageEn": finding.message_en,
                "about": base + finding.about if finding.about else None,
                "repair": finding.repair,
                "evidence": _evidence(finding.evidence),
            }
            for finding in notice.findings
        ],
        "reading": {
            "layout": " + ".join(notice.reading.layout) or "paragraphs",
            "confidence": round(notice.reading.confidence, 2),
            "accounted": round(notice.reading.accounted, 3),
            "frame": round(notice.reading.frame, 3),
            "unread": [
                {"start": part.span.start, "end": part.span.end, "reason": part.reason}
                for part in notice.reading.unread
            ],
        },
    }


def _task(task: Task, lists: dict[str, str | None], sections: dict[str, Section], base: str) -> Json:
    headings = _headings(task.section_iri, sections)
    return {
        "iri": base + task.iri,
        "list": lists.get(task.list_iri),
        "section": headings[-1] if headings else None,
        "sections": headings,
        "number": task.number_text,
        "leaders": _leaders(task.leaderships, base),
        "title": task.title,
        "text": task.text,
        "units": _units(task.responsibilities, base),
        "deadline": _deadline(task.deadline),
        "actions": list(task.actions),
        "targets": _targets(task.targets, base),
        "aims": _aims(task, base),
        "theme": task.theme,
        "places": _places(task.places, base),
        "evidence": _evidence(task.evidence),
    }


def _project(project: Project, lists: dict[str, str | None], sections: dict[str, Section], base: str) -> Json:
    headings = _headings(project.section_iri, sections)
    return {
        "iri": base + project.iri,
        "list": lists.get(project.list_iri),
        "section": headings[-1] if headings else None,
        "sections": headings,
        "number": project.number_text,
        "name": project.name,
        "text": project.text,
        "category": _value(project.category),
        "constructionType": _value(project.construction_type),
        "investment": _investment(project),
        "content": _value(project.content),
        "progressGoal": _value(project.progress_goal),
        "benefit": _value(project.benefit),
        "proposedBy": [fact.value for fact in project.proposed_by],
        "owner": _value(project.owner),
        "ownerUnit": next(iter(_named(project.owner_units, base)), None),
        "department": _value(project.department),
        "departmentUnits": _named(project.department_units, base),
        "stage": _value(project.stage),
        "leaders": _leaders(project.leaderships, base),
        "units": _units(project.responsibilities, base),
        "deadline": _deadline(project.deadline),
        "targets": _targets(project.targets, base),
        "aims": _aims(project, base),
        "theme": project.theme,
        "places": _places(project.places, base),
        "evidence": _evidence(project.evidence),
    }


def _investment(project: Project) -> Json:
    return {
        "total": _amount(project.total),
        "fiscal": _sum(f.amount for f in project.funding if f.source == "fiscal"),
        "upward": _sum(f.amount for f in project.funding if f.source == "upward"),
        "planned": _amount(project.planned),
        "unit": project.money_unit,
        "factor": _number(project.money_factor) if project.money_factor is not None else None,
        "sources": [
            {"name": f.source_text, "value": _number(f.amount.value), "source": f.source}
            for f in project.funding
        ],
    }


def _units(responsibilities: Sequence[Responsibility], base: str) -> list[Json]:
    return [
        {
            "text": r.mention,
            "name": r.name,
            "iri": base + r.body,
            "role": r.role,
            "roleText": r.role_text,
            "roleBasis": r.role_basis,
            "collective": r.collective,
            "resolution": r.resolution,
            "confidence": _number(r.confidence),
            "reasons": list(r.reasons),
            "alsoNamed": r.also_named,
            "evidence": _evidence(r.evidence),
        }
        for r in responsibilities
    ]


def _named(bodies: Sequence[NamedBody], base: str) -> list[Json]:
    return [
        {
            "text": one.text,
            "name": one.name,
            "iri": base + one.body,
            "collective": one.collective,
            "resolution": one.resolution,
            "confidence": _number(one.confidence),
        }
        for one in bodies
    ]


def _targets(targets: Sequence[Target], base: str) -> list[Json]:
    table = measures().by_key
    return [
        {
            "iri": base + t.iri,
            "indicator": t.indicator.label,
            "indicatorIri": base + t.indicator.iri,
            "indicatorText": t.indicator_text,
            "change": t.change,
            "bound": t.bound,
            "value": _number(t.value),
            "unit": t.unit,
            "normalizedValue": _number(t.normalized_value),
            "normalizedUnit": t.normalized_unit,
            "normalizedUnitLabel": table[t.normalized_unit].label_zh,
            "normalizedUnitIri": table[t.normalized_unit].iri,
            "strength": t.strength,
            "ofWhich": t.of_which,
            "eachMeeting": t.each_meeting,
            "criterion": t.criterion,
            "base": t.base,
            "period": t.period,
            "baseline": _baseline(t),
            "deadline": _deadline(t.deadline),
            "aggregation": _aggregation(t),
            "alignment": _alignment(t, base),
            "text": t.text,
            "evidence": _evidence(t.evidence),
        }
        for t in targets
    ]


def _baseline(t: Target) -> Json | None:
    """From what the target sets out; ``value`` and ``unit`` are null where only its year is named."""
    if t.baseline is None:
        return None
    value = None if t.baseline.value is None else _number(t.baseline.value)
    return {"value": value, "unit": t.baseline.unit, "period": t.baseline.period}


def _aggregation(t: Target) -> str | None:
    """How values of the target's concept add up, where it stands for one."""
    return t.alignment.aggregation if t.alignment and t.alignment.relation == "exact" else None


def _alignment(t: Target, base: str) -> Json:
    if t.alignment is None:
        return {"concept": None, "relation": "none", "method": None, "score": 0}
    one = t.alignment
    return {
        "concept": base + one.concept,
        "label": one.label,
        "relation": one.relation,
        "method": one.method,
        "score": one.score,
    }


def _aims(item: Task | Project, base: str) -> list[Json]:
    return [
        {
            "iri": base + aim.iri,
            "indicator": aim.indicator_text,
            "text": aim.text,
            "evidence": _evidence(aim.evidence),
        }
        for aim in item.aims
    ]


def _deadline(deadline: Deadline | None) -> Json | None:
    if deadline is None:
        return None
    return {"date": deadline.date, "text": deadline.text, "evidence": _evidence(deadline.evidence)}


def _places(places: Sequence[PlaceMention], base: str) -> list[Json]:
    return [
        {"iri": base + p.place, "name": p.name, "text": p.text, "evidence": _evidence(p.evidence)}
        for p in places
    ]


def _leaders(leaderships: Sequence[Leadership], base: str) -> list[Json]:
    return [
        {
            "iri": base + one.leader,
            "name": one.name,
            "post": one.post,
            "postIris": [base + post for post in one.posts],
            "role": one.role,
        }
        for one in leaderships
    ]


def _all_leaders(notice: Notice, base: str) -> list[Json]:
    """Return every leader once, in order of appearance, with the post that is printed first."""
    found: dict[str, Json] = {}
    parts: tuple[Section | Task | Project, ...] = (*notice.sections, *notice.tasks, *notice.projects)
    for part in parts:
        for one in part.leaderships:
            known = found.setdefault(
                one.leader, {"iri": base + one.leader, "name": one.name, "post": one.post}
            )
            if known["post"] is None:
                known["post"] = one.post
    return list(found.values())


def _headings(path: str | None, sections: dict[str, Section]) -> list[str]:
    """Return the headings above an item, outermost first."""
    headings: list[str] = []
    while path is not None and (section := sections.get(path)) is not None:
        headings.append(section.heading)
        path = section.parent_iri
    return headings[::-1]


def _texts(bodies: Sequence[Addressee]) -> list[str]:
    return [body.text for body in bodies]


def _value(fact: Fact | None) -> str | None:
    return fact.value if fact is not None else None


def _evidence(spans: Sequence[Span]) -> list[Json]:
    return [{"start": span.start, "end": span.end} for span in spans]


def _amount(amount: Amount | None) -> int | float | None:
    return _number(amount.value) if amount is not None else None


def _sum(amounts: Iterable[Amount]) -> int | float | None:
    values = [amount.value for amount in amounts]
    return _number(sum(values, Decimal(0))) if values else None


def _number(value: Decimal) -> int | float:
    """Return a JSON number; a float of at most 15 digits prints as the digits it was made of."""
    text = number(value)
    return float(text) if "." in text else int(text)
