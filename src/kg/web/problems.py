"""Errors as ``application/problem+json`` (RFC 9457): one sentence that says what to do.

The classes of ``kg.errors`` get their status here and nowhere else. What a kind of problem means
stands in ``messages/problems.yml`` and at its address, ``/problem/KIND``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from kg import resources
from kg.errors import (
    Contradiction,
    DataError,
    InputError,
    KgError,
    LimitReached,
    NotANotice,
    NotFound,
    Refused,
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
    Refused: (409, "refused"),
    InputError: (422, "unreadable"),
    NotFound: (404, "not-found"),
    Contradiction: (409, "contradiction"),
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
RETRY_AFTER = {
    "query-stopped": "10",
    "limit-reached": "10",
    "busy": "5",
    "store-unavailable": "10",
    "too-many-requests": "1",
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of problem; texts by language."""

    status: int
    title: Mapping[str, str]
    means: Mapping[str, str]
    do: Mapping[str, str]


@cache
def kinds() -> dict[str, Kind]:
    """Return every kind of problem by its name."""
    path = resources.templates().parent / "messages" / "problems.yml"
    told: dict[str, dict[str, Any]] = resources.read_yaml(path)
    return {name: Kind(**entry) for name, entry in told.items()}


def kind_of(name: str) -> Kind:
    """Return a kind; one that nobody has described is an error like others."""
    return kinds().get(name, kinds()["error"])


@cache
def _parameters() -> dict[str, dict[str, str]]:
    path = resources.templates().parent / "messages" / "parameters.yml"
    told: dict[str, dict[str, str]] = resources.read_yaml(path)
    return told


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


def wrong_parameter(where: str, kind: str, told: Mapping[str, Any]) -> Problem:
    """Return the error of a parameter that the framework refuses.

    Args:
        where: its name, or its place in the body.
        kind: what is wrong, by the framework's name.
        told: what the framework tells besides, such as the least value.
    """
    words = _parameters().get(kind, _parameters()["other"])
    zh, en = (words[lang].format_map(told) for lang in ("zh", "en"))
    return Problem(400, "bad-request", f"参数 {where} {zh}。", f"The parameter {where} {en}.")


def body_of(
    status: int, kind: str, zh: str, en: str, instance: str | None = None, lang: str | None = None
) -> bytes:
    """Return a problem document; ``title`` and ``detail`` are in ``lang``, or in both languages."""
    title = kind_of(kind).title
    problem: dict[str, object] = {
        "type": TYPES + kind,
        "title": title[lang] if lang else " / ".join(title.values()),
        "status": status,
        "detail": {"zh": zh, "en": en}.get(lang or "", f"{zh} / {en}"),
        "detail_zh": zh,
        "detail_en": en,
    }
    if instance:
        problem["instance"] = instance
    return json.dumps(problem, ensure_ascii=False).encode()


def headers_of(error: KgError) -> dict[str, str]:
    """Return the headers that go with an error."""
    _, kind = status_of(error)
    headers = dict(error.headers) if isinstance(error, Problem) else {}
    if kind in RETRY_AFTER:
        headers.setdefault("Retry-After", RETRY_AFTER[kind])
    headers["Cache-Control"] = "no-store"
    return headers


def response_of(error: KgError, instance: str | None = None, lang: str | None = None) -> Response:
    """Return the response that tells of an error, in ``lang`` where the request states one."""
    status, kind = status_of(error)
    headers = headers_of(error)
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
