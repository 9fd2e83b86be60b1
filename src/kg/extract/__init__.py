"""Document → Facts: who, what, how much, until when, each with the words that say it."""

from kg.extract.extract import ListFacts, NoticeFacts, SectionFacts, extract
from kg.extract.facts import ItemFacts

__all__ = ["ItemFacts", "ListFacts", "NoticeFacts", "SectionFacts", "extract"]
