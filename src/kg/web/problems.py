"""Errors as ``application/problem+json`` (RFC 9457): one sentence that says what to do.

The classes of ``kg.errors`` get their status here and nowhere else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from kg.errors import (
    DataError,
    InputError,
    KgError,
    LimitReached,
    NotANotice,
    NotFound,
    StoreError,
    TooLarge,
    UnsupportedFormat,
    UsageError,
)

TYPES = "https://w3id.org/zeren/problem/"

# By name where the class stands in a module that is costly to import.
STATUS: dict[type[KgError], tuple[int, str]] = {
    UnsupportedFormat: (415, "unsupported-format"),
    TooLarge: (413, "too-large"),
    NotANotice: (422, "not-a-notice"),
    InputError: (422, "unreadable"),
    NotFound: (404, "not-found"),
    UsageError: (400, "bad-request"),
    StoreError: (503, "store-unavailable"),
    LimitReached: (503, "limit-reached"),
    DataError: (500, "data-error"),
}
NAMED: dict[str, tuple[int, str]] = {
    "Forbidden": (403, "forbidden"),
    "CannotRun": (422, "cannot-run"),
    "NotAcceptable": (406, "not-acceptable"),
    "ServiceFailed": (502, "service-failed"),
    "TooManyRows": (503, "too-many-rows"),
    "Stopped": (503, "query-stopped"),
    "Busy": (503, "busy"),
}
RETRY_AFTER = {"query-stopped": "10", "busy": "5", "store-unavailable": "10", "too-many-requests": "1"}


class Problem(KgError):
    """An error of HTTP itself, with its status and type."""

    def __init__(
        self, status: int, kind: str, zh: str, en: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(zh, en)
        self.status, self.kind, self.headers = status, kind, dict(headers or {})


def status_of(error: KgError) -> tuple[int, str]:
    """Return the status and the short name of an error."""
    if isinstance(error, Problem):
        return error.status, error.kind
    for name in (c.__name__ for c in type(error).__mro__):
        if name in NAMED:
            return NAMED[name]
    for kind in type(error).__mro__:
        if kind in STATUS:
            return STATUS[kind]
    return 500, "error"


def body_of(
    status: int, kind: str, zh: str, en: str, instance: str | None = None, lang: str | None = None
) -> bytes:
    """Return a problem document; its ``detail`` is in ``lang``, or in both languages."""
    problem: dict[str, object] = {
        "type": TYPES + kind,
        "title": kind.replace("-", " "),
        "status": status,
        "detail": {"zh": zh, "en": en}.get(lang or "", f"{zh} / {en}"),
        "detail_zh": zh,
        "detail_en": en,
    }
    if instance:
        problem["instance"] = instance
    return json.dumps(problem, ensure_ascii=False).encode()


def response_of(error: KgError, instance: str | None = None, lang: str | None = None) -> Response:
    """Return the response that tells of an error, in ``lang`` where the request states one."""
    status, kind = status_of(error)
    headers = dict(error.headers) if isinstance(error, Problem) else {}
    if kind in RETRY_AFTER:
        headers.setdefault("Retry-After", RETRY_AFTER[kind])
    headers["Cache-Control"] = "no-store"
    if lang:
        headers["Content-Language"] = lang
    return Response(
        body_of(status, kind, error.zh, error.en, instance, lang),
        status,
        headers,
        "application/problem+json",
    )


def request_id(request: Request) -> str | None:
    """Return the id that the log has for this request."""
    mark = request.scope.get("kg")
    return f"urn:request:{mark.id}" if mark is not None else None
