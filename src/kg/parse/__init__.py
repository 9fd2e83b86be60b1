"""Text → Document: headings, numbered items, tables; nothing is interpreted here."""

from kg.parse.parse import parse

__all__ = ["parse"]
