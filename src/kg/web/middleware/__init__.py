"""What stands between the server and the routes; :func:`behind` shows in which order.

Each layer is plain ASGI and owns one thing. What they tell each other, and what routes tell them,
is the request's ``Mark`` (``request.scope["kg"]``).
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import ASGIApp, Scope

from kg.errors import KgError
from kg.web.middleware import access
from kg.web.middleware.bodies import Bodies
from kg.web.middleware.clean import Clean
from kg.web.middleware.faults import Faults
from kg.web.middleware.headers import Headers
from kg.web.middleware.identity import Identity
from kg.web.middleware.lag import Lag
from kg.web.middleware.limits import Limits
from kg.web.middleware.memory import Answers, Memory
from kg.web.middleware.meter import Meter
from kg.web.middleware.methods import Methods
from kg.web.middleware.packing import Packing
from kg.web.middleware.patience import Patience
from kg.web.middleware.view import View
from kg.web.middleware.watch import Watch
from kg.web.sessions import Person


def behind(
    app: ASGIApp,
    *,
    state: Callable[[], str | None],
    authorized: Callable[[bytes], bool],
    person: Callable[[str], Person | None],
    respond: Callable[[Scope, KgError], ASGIApp],
    methods: Callable[[Scope], set[str]],
    per_minute: float,
    at_once: int,
    meter: Meter,
    answers: Answers,
    lag: Lag,
    max_body: int,
) -> ASGIApp:
    """Return the application with every layer around it; the last that is named sees a request first.

    Args:
        app: the routes.
        state: the state of the store, None where it may change unseen.
        authorized: whether an Authorization header carries the token.
        person: who is signed in by a session's cookie.
        respond: makes the response that tells of an error.
        methods: the methods that the path of a request takes.
        per_minute: requests of one client in a minute.
        at_once: requests of one client at once.
        meter: where requests are counted.
        answers: the answers in memory.
        lag: when readers may have a page as it was a moment ago.
        max_body: the longest body that is read, in bytes.
    """
    app = Clean(app)
    app = Packing(app)
    app = Headers(app)
    app = Limits(app, per_minute, at_once)  # answers from memory cost nothing, and are not counted
    app = Patience(app)
    app = Memory(app, answers, lag)
    app = Bodies(app, max_body)
    app = Methods(app, methods)
    app = View(app, authorized, person)
    app = Faults(app, lambda scope, error: Headers(Clean(respond(scope, error))), drain=8 * max_body)
    app = Watch(app, [meter.count, access.note])
    return Identity(app, state)
