"""The items of a notice: tasks, and projects with their money."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kg import vocab
from kg.emit.commitments import state_commitment
from kg.emit.parts import K, Parts
from kg.emit.terms import LABEL, Term, decimal, zh
from kg.model import Amount, Funding, Project, Task


def state_task(parts: Parts, task: Task) -> None:
    """State a task."""
    s = parts.part(task.iri, "Task", task.evidence)
    parts.own.append((s, K["text"], zh(task.text)))
    if task.title:
        parts.own.append((s, LABEL, zh(task.title)))
    state_commitment(parts, s, task)
    parts.own += ((s, K["action"], f"<{vocab.KGC}{action}>") for action in task.actions)


def state_project(parts: Parts, project: Project) -> None:
    """State a project, its money in yuan."""
    s = parts.part(project.iri, "Project", project.evidence)
    path, out = project.iri, parts.own
    out.append((s, LABEL, zh(project.name)))
    parts.field(s, path, "rdfs:label", project.name_evidence)
    parts.say(s, "text", project.text)
    state_commitment(parts, s, project)
    if project.category:
        parts.concept(s, "category", "project-category", (project.category,), path)
    if project.construction_type:
        parts.concept(s, "constructionType", "construction-type", (project.construction_type,), path)
    parts.concept(s, "proposedBy", "project-origin", project.proposed_by, path)
    for name, fact in (
        ("content", project.content),
        ("progressGoal", project.progress_goal),
        ("benefit", project.benefit),
        ("owner", project.owner),
        ("department", project.department),
        ("stage", project.stage),
    ):
        parts.fact(s, path, name, fact)
    for name, bodies in (
        ("ownerUnit", project.owner_units),
        ("departmentUnit", project.department_units),
    ):
        for named in bodies:
            out.append((s, K[name], parts.iri(named.body)))
    parts.say(s, "investmentUnit", project.money_unit)
    factor = project.money_factor
    if factor is None:
        return  # money of an unknown unit is no amount of yuan
    _state_money(parts, s, path, "totalInvestment", (project.total,), factor)
    _state_money(parts, s, path, "plannedInvestment", (project.planned,), factor)
    for name, source in (("fiscalFunds", "fiscal"), ("higherLevelFunds", "upward")):
        _state_money(parts, s, path, name, [f.amount for f in project.funding if f.source == source], factor)
    for funding in project.funding:
        _state_funding(parts, s, funding, factor)


def _state_money(
    parts: Parts, s: Term, path: str, name: str, amounts: Sequence[Amount | None], factor: Decimal
) -> None:
    """State the sum of ``amounts`` in yuan, unless all are blank."""
    given = [amount for amount in amounts if amount is not None]
    if given:
        total = sum((amount.value for amount in given), Decimal(0)) * factor
        parts.own.append((s, K[name], decimal(total)))
        parts.field(s, path, f"kg:{name}", [span for amount in given for span in amount.evidence])


def _state_funding(parts: Parts, project: Term, funding: Funding, factor: Decimal) -> None:
    s = parts.part(funding.iri, "Funding", funding.amount.evidence)
    parts.own += (
        (project, K["funding"], s),
        (s, K["source"], f"<{vocab.KGC}{funding.source}>"),
        (s, K["sourceText"], zh(funding.source_text)),
        (s, K["amount"], decimal(funding.amount.value * factor)),
    )
