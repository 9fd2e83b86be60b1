"""Which items of two lists are the same work: by words, bodies, indicators and headings.

    matches(before, after)      → Match((0,), (2,), 0.97), Match((1, 4), (0,), 0.88), Match((3,), (), …)

Items come in as plain values; who reads them from where is ``kg.compare``'s affair.
"""

from kg.likeness.matching import METHOD, Item, Match, matches

__all__ = ["METHOD", "Item", "Match", "matches"]
