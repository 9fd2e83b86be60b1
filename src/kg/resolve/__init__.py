"""Mentions in a notice → units, collectives, leaders and places with stable paths."""

from kg.resolve.jurisdiction import jurisdiction_of
from kg.resolve.resolver import Resolution, Resolver

__all__ = ["Resolution", "Resolver", "jurisdiction_of"]
