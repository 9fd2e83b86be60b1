"""Two notices side by side, or two versions of one: one matcher, one result, four formats.

reading.py     a notice in a store, a version of one, a converted file → Side
comparing.py   Side, Side → Comparison: tasks and projects, by kg.likeness, and what changed in them
targets.py     targets in one unit, with the difference
parties.py     bodies and leaders that came, went or have more to do
wording.py     the changed words of two texts
against.py     a draft against another notice, as entries of its report
deriving.py    what the store keeps of it: graph/derived, for years and levels
formats/       json, table, html, xlsx
"""

from kg.compare.comparing import Comparison, compare
from kg.compare.values import Side

__all__ = ["Comparison", "Side", "compare"]
