"""Lines of the log: one for each record, whatever it holds."""

from __future__ import annotations

import logging

from kg.controls import one_line


class OneLine(logging.Formatter):
    """Writes a record, its trace too, as one line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return one_line(super().format(record))
