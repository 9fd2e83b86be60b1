"""Whether a page is made of what is kept as far as that has followed; the rule is ``kg.web.middleware.lag``.

Once it is, the rest of the page is too, without another look. A page that was begun in the present is asked
again at each of its questions: a write may come between two of them.
"""

from __future__ import annotations

from fastapi import Request

from kg.web.middleware.lag import Lag
from kg.web.middleware.mark import mark_of
from kg.web.negotiate import wants_html


def lagging(request: Request, *, piece: bool = False) -> bool:
    """Say whether this page may be behind the store; it then says its ``Age``. Programs have the present.

    ``piece``: a page asks for this piece of it, and does not say that it is one.
    """
    mark = mark_of(request.scope)
    if mark.behind_s is None and (piece or wants_html(request)):
        lag: Lag = request.app.state.lag
        mark.behind_s = lag.waited(for_own=mark.person is not None)
    return mark.behind_s is not None
