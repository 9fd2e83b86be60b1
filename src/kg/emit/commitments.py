"""What tasks and projects have in common: who leads, who is responsible, how much, by when, where."""

from __future__ import annotations

from kg import identity, vocab
from kg.emit.parts import K, Parts
from kg.emit.targets import state_aim, state_target
from kg.emit.terms import TYPE, Term, decimal, integer, term, typed, zh
from kg.model import Deadline, Leadership, PlaceMention, Post, Project, Responsibility, Task

_INFLUENCED = term("prov:wasInfluencedBy")
_MEMBERSHIP, _MEMBER, _ORGANIZATION = term("org:Membership"), term("org:member"), term("org:organization")


def state_commitment(parts: Parts, s: Term, item: Task | Project) -> None:
    """State what tasks and projects have in common."""
    out = parts.own
    out.append((s, K["sentence"], parts.passages[item.evidence[0]]))
    parts.placed(s, item)
    if item.section_iri:
        out.append((s, K["inSection"], parts.iri(item.section_iri)))
    for leadership in item.leaderships:
        state_leadership(parts, s, leadership)
        out.append((s, K["ledBy"], parts.iri(leadership.leader)))
    for responsibility in item.responsibilities:
        _state_responsibility(parts, s, responsibility)
    for target in item.targets:
        state_target(parts, s, target, item.targets)
    for aim in item.aims:
        state_aim(parts, s, aim)
    if item.deadline:
        _state_deadline(parts, s, item.iri, item.deadline)
    if item.theme:
        out.append((s, K["theme"], f"<{vocab.THEME}{item.theme}>"))
    for place in item.places:
        _state_place_mention(parts, s, item.iri, place)


def _state_responsibility(parts: Parts, commitment: Term, r: Responsibility) -> None:
    s = parts.part(r.iri, "Responsibility", r.evidence)
    body, out = parts.iri(r.body), parts.own
    out += (
        (commitment, K["responsibility"], s),
        (commitment, K["responsibleUnit"], body),
        (s, K["body"], body),
        (s, K["role"], f"<{vocab.KGC}{r.role}>"),
        (s, K["roleBasis"], f"<{vocab.KGC}{r.role_basis}>"),
        (s, K["position"], integer(r.position)),
        (s, K["mention"], zh(r.mention)),
        (s, K["resolution"], f"<{vocab.KGC}{r.resolution}>"),
    )
    if r.role == "lead":
        out.append((commitment, K["leadUnit"], body))
    elif r.role == "support":
        out.append((commitment, K["supportUnit"], body))
    if r.role_text:
        out.append((s, K["roleText"], zh(r.role_text)))
    if r.resolution != "exact":
        out.append((s, K["confidence"], decimal(r.confidence)))
        for reason in r.reasons:
            out.append((s, K["resolutionReason"], f"<{vocab.KGC}{reason}>"))
    if r.also_named:
        out.append((s, K["alsoNamed"], zh(r.also_named)))
    if r.judgement is not None:
        out.append((s, _INFLUENCED, parts.iri(r.judgement.iri)))


def state_leadership(parts: Parts, of: Term, leadership: Leadership) -> None:
    """State who leads, once: a section's leadership holds for each of its tasks."""
    s = parts.iri(leadership.iri)
    parts.own.append((of, K["leadership"], s))
    if leadership.iri in parts.leaderships:
        return  # a section's leadership holds for each of its tasks
    parts.leaderships.add(leadership.iri)
    parts.part(leadership.iri, "Leadership", leadership.evidence)
    parts.own += (
        (s, K["leader"], parts.iri(leadership.leader)),
        (s, K["leaderRole"], f"<{vocab.KGC}{leadership.role}>"),
        (s, K["position"], integer(leadership.position)),
    )
    parts.say(s, "post", leadership.post)
    for post in leadership.posts:
        parts.own.append((s, K["heldPost"], parts.iri(post)))
        _state_membership(parts, leadership, parts.notice.posts[post])


def _state_membership(parts: Parts, leadership: Leadership, post: Post) -> None:
    """State that a person holds a post as of this notice, once."""
    key = identity.digest(leadership.leader, post.iri)
    s = parts.iri(f"{parts.notice.iri}/membership/{key}")
    if s in parts.memberships:
        return
    parts.memberships.add(s)
    parts.own += (
        (s, TYPE, _MEMBERSHIP),
        (s, K["inNotice"], parts.me),
        (s, _MEMBER, parts.iri(leadership.leader)),
        (s, K["heldPost"], parts.iri(post.iri)),
    )
    if post.body:
        parts.own.append((s, _ORGANIZATION, parts.iri(post.body)))
    parts.evidence(s, leadership.evidence)


def _state_deadline(parts: Parts, s: Term, path: str, deadline: Deadline) -> None:
    if deadline.date:
        parts.own.append((s, K["deadline"], typed(deadline.date, "date")))
    parts.say(s, "deadlineText", deadline.text)
    parts.field(s, path, "kg:deadline", deadline.evidence)


def _state_place_mention(parts: Parts, commitment: Term, path: str, mention: PlaceMention) -> None:
    node = parts.part(
        f"{path}/place/{mention.place.removeprefix('place/')}", "PlaceMention", mention.evidence
    )
    parts.own += (
        (commitment, K["place"], parts.iri(mention.place)),
        (commitment, K["placeMention"], node),
        (node, K["place"], parts.iri(mention.place)),
        (node, K["mention"], zh(mention.text)),
    )
