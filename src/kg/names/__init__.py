"""Names: normal forms, look-alikes, abbreviations, pinyin, candidates with their reasons."""

from kg.names.abbreviations import closeness, likeness, shortens
from kg.names.candidates import Candidate, NameIndex, candidates
from kg.names.normal import fold, normal

__all__ = ["Candidate", "NameIndex", "candidates", "closeness", "fold", "likeness", "normal", "shortens"]
