"""Lines of the log: one for each record, whatever it holds."""

from __future__ import annotations

import logging
import re

# What ends a line, for terminals and for programs, or turns its direction round.
_ENDINGS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


def one_line(text: str) -> str:
    r"""Return a text with everything that could end or disguise a line escaped, as JSON escapes it.

    >>> one_line("a\nb\u2028")
    'a\\nb\\u2028'
    """
    return _ENDINGS.sub(lambda found: "\\n" if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text)


class OneLine(logging.Formatter):
    """Writes a record, its trace too, as one line."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        return one_line(super().format(record))
