"""Notice → quads: the notice's own graph, and what it makes known to the registry.

    graph/ID         only what this notice says, every fact with its passages
    graph/registry   the units, people, places, indicators and standing groups it names

Nothing stands in both. A quad is four N-Quads tokens (see ``kg.emit.terms``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from kg import identity, vocab
from kg.emit.entities import (
    indicator_triples,
    judgement_triples,
    place_triples,
    post_triples,
    unit_triples,
)
from kg.emit.terms import (
    FALSE,
    LABEL,
    TRUE,
    TYPE,
    Quad,
    Term,
    Triple,
    decimal,
    en,
    integer,
    string,
    term,
    typed,
    zh,
)
from kg.model import (
    Addressee,
    Aim,
    Alignment,
    Amount,
    Baseline,
    CommitmentList,
    Deadline,
    Fact,
    Finding,
    Funding,
    Leadership,
    Notice,
    PlaceMention,
    Post,
    Project,
    Responsibility,
    Section,
    Span,
    StatedTotal,
    Target,
    Task,
)
from kg.registry.measures import measures

_K: dict[str, Term] = {name: f"<{vocab.KG}{name}>" for name in vocab.TERMS}
_TITLE = term("dcterms:title")
_ISSUED = term("dcterms:issued")
_SOURCE = term("dcterms:source")
_START, _END, _EXACT = term("oa:start"), term("oa:end"), term("oa:exact")
_CONCEPT, _IN_SCHEME = term("skos:Concept"), term("skos:inScheme")
_INFLUENCED = term("prov:wasInfluencedBy")
_VERSION_OF, _NAME = term("dcterms:isVersionOf"), term("foaf:name")
_PREF = term("skos:prefLabel")
_MEMBERSHIP, _MEMBER, _ORGANIZATION = term("org:Membership"), term("org:member"), term("org:organization")
_REPLACED_BY = term("dcterms:isReplacedBy")

_RELATIONS = {"cites": "eli:cites", "amends": "kg:amends", "replaces": "dcterms:replaces"}
# What a stated total sums up, or, of a count, the class that is counted.
_TOTAL_OF = {
    "total": _K["totalInvestment"],
    "fiscal": _K["fiscalFunds"],
    "upward": _K["higherLevelFunds"],
    "planned": _K["plannedInvestment"],
    "projects": _K["Project"],
    "tasks": _K["Task"],
}


def quads(notice: Notice, base: str = vocab.BASE) -> list[Quad]:
    """Return the quads of one notice: its own graph and its registry fragment, each quad once.

    Args:
        notice: A resolved notice; its IRIs are paths below ``base``.
        base: Base of instance IRIs.
    """
    emitter = _Emitter(notice, base)
    emitter.notice_graph()
    own = f"<{base}graph/{emitter.id}>"
    registry = f"<{base}graph/registry>"
    # What two parts of a notice say alike is said once.
    found = [(s, p, o, own) for s, p, o in dict.fromkeys(emitter.own)]
    found += [(s, p, o, registry) for s, p, o in dict.fromkeys(registry_triples(notice, base))]
    return found


def graph_iri(notice: Notice, base: str = vocab.BASE) -> str:
    """Return the IRI of the notice's own graph."""
    return f"{base}graph/{notice.iri.removeprefix('notice/')}"


def text_iri(notice: Notice, base: str = vocab.BASE) -> str:
    """Return the IRI of the text as read."""
    return f"{base}text/{notice.iri.removeprefix('notice/')}"


def concept_path(scheme: str, printed: str) -> str:
    """Return the path of a concept made from a printed word that no code scheme holds."""
    return f"concept/{identity.digest(scheme, printed)}"


class _Emitter:
    """Collects the triples of one notice's own graph."""

    def __init__(self, notice: Notice, base: str) -> None:
        self.notice = notice
        self.base = base
        self.id = notice.iri.removeprefix("notice/")
        self.me = f"<{base}{notice.iri}>"
        self.text = f"<{base}text/{self.id}>"
        self.own: list[Triple] = []
        self._passages: dict[Span, Term] = {}
        self._leaderships: set[str] = set()
        self._memberships: set[Term] = set()
        self._measures = measures().by_key

    # --- small steps ---------------------------------------------------------------------------

    def iri(self, path: str) -> Term:
        return f"<{self.base}{path}>"

    def part(self, path: str, kind: str, evidence: Iterable[Span]) -> Term:
        """Say what every part of a notice says of itself."""
        s = f"<{self.base}{path}>"
        self.own.append((s, TYPE, _K[kind]))
        self.own.append((s, _K["inNotice"], self.me))
        self.evidence(s, evidence)
        return s

    def evidence(self, s: Term, spans: Iterable[Span]) -> None:
        for span in spans:
            self.own.append((s, _K["evidence"], self._passages.get(span) or self.passage(span)))

    def passage(self, span: Span) -> Term:
        s = f"<{self.base}text/{self.id}/at/{span.start}-{span.end}>"
        self._passages[span] = s
        self.own += (
            (s, TYPE, _K["Passage"]),
            (s, _START, integer(span.start)),
            (s, _END, integer(span.end)),
            (s, _EXACT, string(self.notice.text.content[span.start : span.end])),
            (s, _SOURCE, self.text),
        )
        return s

    def say(self, s: Term, name: str, text: str | None) -> None:
        """State a Chinese text, unless there is none."""
        if text:
            self.own.append((s, _K[name], zh(text)))

    def field(self, s: Term, path: str, name: str, evidence: Sequence[Span]) -> None:
        """Give the evidence of one property of ``s``."""
        if not evidence:
            return
        prop = term(name)
        node = self.part(f"{path}/field/{name.partition(':')[2]}", "FieldEvidence", evidence)
        self.own += ((s, _K["fieldEvidence"], node), (node, _K["field"], prop))

    def fact(self, s: Term, path: str, name: str, fact: Fact | None) -> None:
        """State a Chinese text and its evidence."""
        if fact is not None:
            self.say(s, name, fact.value)
            self.field(s, path, f"kg:{name}", fact.evidence)

    def concept(self, s: Term, name: str, scheme: str, facts: Sequence[Fact], path: str) -> None:
        """State codes for printed words; a word that no scheme holds becomes a concept of the registry."""
        spans: list[Span] = []
        for fact in facts:
            self.own.append((s, _K[name], _concept(scheme, fact.value, self.base)))
            spans += fact.evidence
        self.field(s, path, f"kg:{name}", spans)

    # --- the notice ----------------------------------------------------------------------------

    def notice_graph(self) -> None:
        n, me, out = self.notice, self.me, self.own
        out += (
            (me, TYPE, _K["Notice"]),
            (me, _K["kind"], f"<{vocab.KGC}{n.kind}>"),
            (self.text, TYPE, _K["SourceText"]),
            (self.text, _K["length"], integer(len(n.text.content))),
            (self.text, _K["sha256"], string(_sha256(n.text.content))),
        )
        if n.document_number:
            out.append((me, _K["documentNumber"], string(n.document_number.value)))
            self.field(me, n.iri, "kg:documentNumber", n.document_number.evidence)
        if n.title:
            out.append((me, _TITLE, zh(n.title.value)))
            self.field(me, n.iri, "dcterms:title", n.title.evidence)
        if n.issued:
            out.append((me, _ISSUED, typed(n.issued.value, "date")))
            self.field(me, n.iri, "dcterms:issued", n.issued.evidence)
        if n.former:
            out.append((self.iri(n.former), _REPLACED_BY, me))
        for year in n.for_years:
            out.append((me, _K["forYear"], typed(f"{year:04d}", "gYear")))
        if n.jurisdiction:
            out.append((me, _K["jurisdiction"], self.iri(n.jurisdiction)))
        self.bodies("issuer", n.issuers)
        self.bodies("addressee", n.addressees)
        self.bodies("copiedTo", n.copied_to)
        self.references()
        for listed in n.lists:
            self.list(listed)
        for section in n.sections:
            self.section(section)
        for task in n.tasks:
            self.task(task)
        for project in n.projects:
            self.project(project)
        for total in n.stated_totals:
            self.stated_total(total)
        for group in n.groups.values():
            s = self.iri(group.iri)
            out += (
                (s, TYPE, _K["UnitGroup"]),
                (s, LABEL, zh(group.label)),
                (s, _K["membersComplete"], TRUE if group.members_complete else FALSE),
            )
            for member in group.members:
                out.append((s, _K["member"], self.iri(member)))
            if group.version_of:
                out.append((s, _VERSION_OF, self.iri(group.version_of)))
        for finding in n.findings:
            self.finding(finding)

    def bodies(self, name: str, bodies: Sequence[Addressee]) -> None:
        spans: list[Span] = []
        for body in bodies:
            if body.body:
                self.own.append((self.me, _K[name], self.iri(body.body)))
            self.say(self.me, f"{name}Text", body.text)
            spans += body.evidence
        self.field(self.me, self.notice.iri, f"kg:{name}", spans)

    def references(self) -> None:
        """State which documents the notice cites, and which of them it changes or replaces."""
        for relation, name in _RELATIONS.items():
            named = [r for r in self.notice.references if relation in ("cites", r.relation)]
            self.own += ((self.me, term(name), self.iri(r.document)) for r in named)
            self.field(self.me, self.notice.iri, name, [span for r in named for span in r.evidence])

    def list(self, listed: CommitmentList) -> None:
        s = self.part(listed.iri, "CommitmentList", listed.evidence)
        self.own.append((s, _K["position"], integer(listed.position)))
        if listed.title:
            self.own.append((s, LABEL, zh(listed.title)))

    def section(self, section: Section) -> None:
        s = self.part(section.iri, "Section", section.evidence)
        self.own.append((s, LABEL, zh(section.heading)))
        self.placed(s, section)
        if section.parent_iri:
            self.own.append((s, _K["inSection"], self.iri(section.parent_iri)))
        for leadership in section.leaderships:
            self.leadership(s, leadership)

    def placed(self, s: Term, part: Section | Task | Project) -> None:
        """Say in which list, and under which number."""
        self.own.append((s, _K["inList"], self.iri(part.list_iri)))
        if part.number is not None:
            self.own.append((s, _K["number"], integer(part.number)))
        self.say(s, "numberText", part.number_text)

    # --- commitments ---------------------------------------------------------------------------

    def task(self, task: Task) -> None:
        s = self.part(task.iri, "Task", task.evidence)
        self.own.append((s, _K["text"], zh(task.text)))
        if task.title:
            self.own.append((s, LABEL, zh(task.title)))
        self.commitment(s, task)
        self.own += ((s, _K["action"], f"<{vocab.KGC}{action}>") for action in task.actions)

    def project(self, project: Project) -> None:
        s = self.part(project.iri, "Project", project.evidence)
        path, out = project.iri, self.own
        out.append((s, LABEL, zh(project.name)))
        self.field(s, path, "rdfs:label", project.name_evidence)
        self.say(s, "text", project.text)
        self.commitment(s, project)
        if project.category:
            self.concept(s, "category", "project-category", (project.category,), path)
        if project.construction_type:
            self.concept(s, "constructionType", "construction-type", (project.construction_type,), path)
        self.concept(s, "proposedBy", "project-origin", project.proposed_by, path)
        for name, fact in (
            ("content", project.content),
            ("progressGoal", project.progress_goal),
            ("benefit", project.benefit),
            ("owner", project.owner),
            ("department", project.department),
            ("stage", project.stage),
        ):
            self.fact(s, path, name, fact)
        for name, bodies in (
            ("ownerUnit", project.owner_units),
            ("departmentUnit", project.department_units),
        ):
            for named in bodies:
                out.append((s, _K[name], self.iri(named.body)))
        self.say(s, "investmentUnit", project.money_unit)
        factor = project.money_factor
        if factor is None:
            return  # money of an unknown unit is no amount of yuan
        self.money(s, path, "totalInvestment", (project.total,), factor)
        self.money(s, path, "plannedInvestment", (project.planned,), factor)
        for name, source in (("fiscalFunds", "fiscal"), ("higherLevelFunds", "upward")):
            self.money(s, path, name, [f.amount for f in project.funding if f.source == source], factor)
        for funding in project.funding:
            self.funding(s, funding, factor)

    def money(self, s: Term, path: str, name: str, amounts: Sequence[Amount | None], factor: Decimal) -> None:
        """State the sum of ``amounts`` in yuan, unless all are blank."""
        given = [amount for amount in amounts if amount is not None]
        if given:
            total = sum((amount.value for amount in given), Decimal(0)) * factor
            self.own.append((s, _K[name], decimal(total)))
            self.field(s, path, f"kg:{name}", [span for amount in given for span in amount.evidence])

    def funding(self, project: Term, funding: Funding, factor: Decimal) -> None:
        s = self.part(funding.iri, "Funding", funding.amount.evidence)
        self.own += (
            (project, _K["funding"], s),
            (s, _K["source"], f"<{vocab.KGC}{funding.source}>"),
            (s, _K["sourceText"], zh(funding.source_text)),
            (s, _K["amount"], decimal(funding.amount.value * factor)),
        )

    def commitment(self, s: Term, item: Task | Project) -> None:
        """State what tasks and projects have in common."""
        out = self.own
        out.append((s, _K["sentence"], self._passages[item.evidence[0]]))
        self.placed(s, item)
        if item.section_iri:
            out.append((s, _K["inSection"], self.iri(item.section_iri)))
        for leadership in item.leaderships:
            self.leadership(s, leadership)
            out.append((s, _K["ledBy"], self.iri(leadership.leader)))
        for responsibility in item.responsibilities:
            self.responsibility(s, responsibility)
        for target in item.targets:
            self.target(s, target, item.targets)
        for aim in item.aims:
            self.aim(s, aim)
        if item.deadline:
            self.deadline(s, item.iri, item.deadline)
        if item.theme:
            out.append((s, _K["theme"], f"<{vocab.THEME}{item.theme}>"))
        for place in item.places:
            self.place_mention(s, item.iri, place)

    def responsibility(self, commitment: Term, r: Responsibility) -> None:
        s = self.part(r.iri, "Responsibility", r.evidence)
        body, out = self.iri(r.body), self.own
        out += (
            (commitment, _K["responsibility"], s),
            (commitment, _K["responsibleUnit"], body),
            (s, _K["body"], body),
            (s, _K["role"], f"<{vocab.KGC}{r.role}>"),
            (s, _K["roleBasis"], f"<{vocab.KGC}{r.role_basis}>"),
            (s, _K["position"], integer(r.position)),
            (s, _K["mention"], zh(r.mention)),
            (s, _K["resolution"], f"<{vocab.KGC}{r.resolution}>"),
        )
        if r.role == "lead":
            out.append((commitment, _K["leadUnit"], body))
        elif r.role == "support":
            out.append((commitment, _K["supportUnit"], body))
        if r.role_text:
            out.append((s, _K["roleText"], zh(r.role_text)))
        if r.resolution != "exact":
            out.append((s, _K["confidence"], decimal(r.confidence)))
            for reason in r.reasons:
                out.append((s, _K["resolutionReason"], f"<{vocab.KGC}{reason}>"))
        if r.also_named:
            out.append((s, _K["alsoNamed"], zh(r.also_named)))
        if r.judgement is not None:
            out.append((s, _INFLUENCED, self.iri(r.judgement.iri)))

    def leadership(self, of: Term, leadership: Leadership) -> None:
        s = self.iri(leadership.iri)
        self.own.append((of, _K["leadership"], s))
        if leadership.iri in self._leaderships:
            return  # a section's leadership holds for each of its tasks
        self._leaderships.add(leadership.iri)
        self.part(leadership.iri, "Leadership", leadership.evidence)
        self.own += (
            (s, _K["leader"], self.iri(leadership.leader)),
            (s, _K["leaderRole"], f"<{vocab.KGC}{leadership.role}>"),
            (s, _K["position"], integer(leadership.position)),
        )
        self.say(s, "post", leadership.post)
        for post in leadership.posts:
            self.own.append((s, _K["heldPost"], self.iri(post)))
            self.membership(leadership, self.notice.posts[post])

    def membership(self, leadership: Leadership, post: Post) -> None:
        """State that a person holds a post as of this notice, once."""
        key = identity.digest(leadership.leader, post.iri)
        s = self.iri(f"{self.notice.iri}/membership/{key}")
        if s in self._memberships:
            return
        self._memberships.add(s)
        self.own += (
            (s, TYPE, _MEMBERSHIP),
            (s, _K["inNotice"], self.me),
            (s, _MEMBER, self.iri(leadership.leader)),
            (s, _K["heldPost"], self.iri(post.iri)),
        )
        if post.body:
            self.own.append((s, _ORGANIZATION, self.iri(post.body)))
        self.evidence(s, leadership.evidence)

    def target(self, commitment: Term, t: Target, among: Sequence[Target]) -> None:
        s = self.part(t.iri, "Criterion" if t.criterion else "Target", t.evidence)
        out = self.own
        out += (
            (commitment, _K["criterion" if t.criterion else "target"], s),
            (s, _K["text"], zh(t.text)),
            (s, _K["indicator"], self.iri(t.indicator.iri)),
            (s, _K["indicatorText"], zh(t.indicator_text)),
            (s, _K["change"], f"<{vocab.KGC}{t.change}>"),
            (s, _K["bound"], f"<{vocab.KGC}{t.bound}>"),
            (s, _K["value"], decimal(t.value)),
            (s, _K["unitText"], zh(t.unit)),
            (s, _K["normalizedValue"], decimal(t.normalized_value)),
            (s, _K["normalizedUnit"], f"<{self._measures[t.normalized_unit].iri}>"),
            (s, _K["strength"], f"<{vocab.KGC}{t.strength}>"),
        )
        if t.of_which is not None:
            out.append((s, _K["ofWhich"], self.iri(among[t.of_which].iri)))
        if t.each_meeting is not None:
            out.append((s, _K["eachMeeting"], self.iri(among[t.each_meeting].iri)))
        self.say(s, "base", t.base)
        if t.period:
            out.append((s, _K["period"], string(t.period)))
        if t.baseline:
            self.baseline(s, t.baseline)
        if t.deadline and t.deadline.date:
            out.append((s, _K["deadline"], typed(t.deadline.date, "date")))
        if t.alignment:
            self.alignment(s, f"{t.iri}/alignment", t.alignment)

    def baseline(self, target: Term, one: Baseline) -> None:
        """Say from what a target sets out: its value in the target's own normalized unit, and the year."""
        if one.normalized_value is not None:
            self.own.append((target, _K["baselineValue"], decimal(one.normalized_value)))
        if one.period:
            self.own.append((target, _K["baselinePeriod"], string(one.period)))

    def alignment(self, target: Term, path: str, one: Alignment) -> None:
        """Say which concept of the catalogue an indicator stands for, how near and found how."""
        s = self.iri(path)
        self.own += (
            (target, _K["alignment"], s),
            (s, TYPE, _K["Alignment"]),
            (s, _K["alignedTo"], self.iri(one.concept)),
            (s, _K["alignmentRelation"], term(f"skos:{one.relation}Match")),
            (s, _K["alignmentMethod"], f"<{vocab.KGC}{one.method}>"),
            (s, _K["alignmentScore"], decimal(Decimal(str(one.score)))),
        )

    def aim(self, commitment: Term, aim: Aim) -> None:
        s = self.part(aim.iri, "Aim", aim.evidence)
        self.own += (
            (commitment, _K["aim"], s),
            (s, _K["text"], zh(aim.text)),
            (s, _K["indicatorText"], zh(aim.indicator_text)),
        )

    def deadline(self, s: Term, path: str, deadline: Deadline) -> None:
        if deadline.date:
            self.own.append((s, _K["deadline"], typed(deadline.date, "date")))
        self.say(s, "deadlineText", deadline.text)
        self.field(s, path, "kg:deadline", deadline.evidence)

    def place_mention(self, commitment: Term, path: str, mention: PlaceMention) -> None:
        node = self.part(
            f"{path}/place/{mention.place.removeprefix('place/')}", "PlaceMention", mention.evidence
        )
        self.own += (
            (commitment, _K["place"], self.iri(mention.place)),
            (commitment, _K["placeMention"], node),
            (node, _K["place"], self.iri(mention.place)),
            (node, _K["mention"], zh(mention.text)),
        )

    # --- totals and findings -------------------------------------------------------------------

    def stated_total(self, total: StatedTotal) -> None:
        s = self.part(total.iri, "StatedTotal", total.evidence)
        self.own += (
            (self.iri(total.part_iri), _K["statedTotal"], s),
            (s, _K["totalOf"], _TOTAL_OF[total.total_of]),
            (s, LABEL, zh(total.label)),
        )
        if total.amount is not None and total.factor is not None:
            self.own.append((s, _K["amount"], decimal(total.amount * total.factor)))
        if total.count is not None:
            self.own.append((s, _K["count"], integer(total.count)))

    def finding(self, finding: Finding) -> None:
        key = identity.digest(finding.code, finding.about or "", finding.message)
        s = self.part(f"{self.notice.iri}/finding/{key}", "Finding", finding.evidence)
        self.own += (
            (s, _K["severity"], f"<{vocab.KGC}{finding.severity}>"),
            (s, _K["findingCode"], f"<{vocab.KGC}{finding.code}>"),
            (s, _K["message"], zh(finding.message)),
            (s, _K["message"], en(finding.message_en)),
        )
        if finding.about:
            self.own.append((s, _K["about"], self.iri(finding.about)))
        if finding.repair is not None:
            self.own.append((s, _K["repair"], zh(finding.repair)))


def registry_triples(notice: Notice, base: str = vocab.BASE) -> Iterator[Triple]:
    """Yield what the notice makes known of units, people, places, indicators and groups."""
    for unit in notice.units.values():
        yield from unit_triples(unit, base)
    for place in notice.places.values():
        yield from place_triples(place, base)
    for group in notice.groups.values():
        if group.version_of:
            s = f"<{base}{group.version_of}>"
            yield s, TYPE, _K["StandingGroup"]
            yield s, LABEL, zh(group.label)
    for leader in notice.leaders.values():
        s = f"<{base}{leader.iri}>"
        yield s, TYPE, _K["Leader"]
        yield s, LABEL, zh(leader.name)
        yield s, _NAME, zh(leader.name)
    for post in notice.posts.values():
        yield from post_triples(post, base)
    for reference in notice.references:
        s = f"<{base}{reference.document}>"
        yield s, TYPE, _K["CitedDocument"]
        yield s, LABEL, zh(reference.document_number or f"《{reference.title}》")
    judged = {
        r.judgement.iri: r.judgement for item in notice.items for r in item.responsibilities if r.judgement
    }
    for judgement in judged.values():
        yield from judgement_triples(judgement, base)
    for item in notice.items:
        for target in item.targets:
            yield from indicator_triples(target.indicator.iri, target.indicator.label, base)
            if (near := target.alignment) and near.concept != target.indicator.iri:
                yield from indicator_triples(near.concept, near.label, base)
    for project in notice.projects:
        for scheme, facts in (
            ("project-category", (project.category,)),
            ("construction-type", (project.construction_type,)),
            ("project-origin", project.proposed_by),
        ):
            for fact in facts:
                if fact is not None and fact.value not in vocab.PRINTED[scheme]:
                    s = _concept(scheme, fact.value, base)
                    yield s, TYPE, _CONCEPT
                    yield s, _PREF, zh(fact.value)
                    yield s, _IN_SCHEME, f"<{vocab.KGC}scheme-{scheme}>"


def _concept(scheme: str, printed: str, base: str) -> Term:
    """Return the code of a printed word, or the concept that the registry makes of it."""
    code = vocab.PRINTED[scheme].get(printed)
    return f"<{vocab.KGC}{code}>" if code else f"<{base}{concept_path(scheme, printed)}>"


def _sha256(content: str) -> str:
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()
