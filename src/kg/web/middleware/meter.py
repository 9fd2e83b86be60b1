"""Counts and latencies for ``/metrics``, by the client library of Prometheus."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from starlette.types import Scope

from kg.web.middleware.mark import Mark

EDGES_S = (0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10.0, 30.0)


class Meter:
    """What was asked of one service since it started."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter("kg_http_requests", "Requests", ["route", "status"], registry=self._registry)
        self._seconds = Histogram(
            "kg_http_request_seconds", "Seconds of a request", ["route"], registry=self._registry,
            buckets=EDGES_S,
        )  # fmt: skip
        self._known = Counter(
            "kg_answers_from_memory", "Requests that were answered from memory", registry=self._registry
        )

    def count(self, scope: Scope, mark: Mark, seconds: float) -> None:
        """Count one request."""
        if mark.known:
            self._known.inc()
            return
        route = getattr(scope.get("route"), "path", None) or "other"
        self._requests.labels(route, str(mark.status or mark.LEFT)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self, numbers: Mapping[str, float]) -> bytes:
        """Return the text form.

        Args:
            numbers: what else there is to show, by name with labels: ``kg_x{a="b"}``.
        """
        lines = []
        typed: set[str] = set()
        for name, value in numbers.items():
            family = name.partition("{")[0]
            if family not in typed:
                typed.add(family)
                lines.append(f"# TYPE {family} {'counter' if family.endswith('_total') else 'gauge'}\n")
            lines.append(f"{name} {value}\n")
        return generate_latest(self._registry) + "".join(lines).encode()
