"""What the layers and the routes tell each other about one request: ``request.scope["kg"]``."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import ClassVar

from starlette.types import Scope

from kg.web.sessions import Person


class Reuse(Enum):
    """For whom an answer is good, besides who asked for it."""

    NONE = "nobody"
    STATE = "who asks the same of the same state"  # it depends on the request and the state alone
    LAG = "and, as a page, for who asks a moment after"  # see ``kg.web.middleware.lag``


@dataclass(slots=True)
class Mark:
    """One request's own notes."""

    LEFT: ClassVar[int] = 499  # the status that is told where the client went away before an answer

    id: str
    method: str  # as it was sent
    client: str  # whose limits are counted
    state: str | None  # of the store when the request came
    authorized: bool = False  # it carried the token
    person: Person | None = None  # who is signed in
    session: str = ""  # the cookie of the session
    reuse: Reuse = Reuse.NONE  # a route says for whom else the answer is good
    behind_s: float | None = None  # what the answer was made of may be so much behind the state
    chance: bool = False  # a route says: the answer may differ next time
    known: bool = False  # answered from memory
    status: int = 0  # of the answer, once it has begun
    sent: int = 0  # bytes of its body
    note: str = ""  # for the log
    headers: dict[bytes, bytes] = field(default_factory=dict)  # those that the routes see


def mark_of(scope: Scope) -> Mark:
    """Return the notes of a request."""
    mark: Mark = scope["kg"]
    return mark
