"""Read by the process that others are forked from: registry, rules, shapes and dictionary are read once.

A process that has read none of them takes seconds of processor time for its first notice; on Spark, where
each chunk has a process of its own, that would be a third of the work.
"""

from __future__ import annotations

from datetime import UTC, datetime

from kg import pipeline, resources
from kg.bulk.one import one
from kg.settings import DEFAULT_BASE

for path in pipeline.notices_in([resources.data("notices")])[:1]:
    one(path, DEFAULT_BASE, datetime(2026, 1, 1, tzinfo=UTC))
