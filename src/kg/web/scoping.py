"""Which notices a page is about: ``area``, ``level``, ``year`` of its address (``queries/scope.yml``).

    within(ask)      in a route: every question is asked of these notices, and the page says so

Links of pages keep the choice (``View.to``, ``View.href``); one control changes it (``parts.narrowing``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from kg.web.ask import Ask
from kg.web.choosing import field_of


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The control: its fields, and a sentence that says what is chosen, empty where nothing is."""

    fields: Sequence[Mapping[str, Any]]
    told: str
    each: Sequence[tuple[str, str]] = ()  # what is chosen, in words, by the parameter

    @property
    def given(self) -> Mapping[str, str]:
        """What is chosen, by parameter; a place by its IRI."""
        return {field["name"]: field["value"] for field in self.fields if field["value"]}


def within(ask: Ask, *, but: Collection[str] = ()) -> None:
    """Ask every question of the page of the notices that the address names, and say so on the page.

    ``but``: parameters that the page reads itself.
    """
    ask.scope = {name: text for name, text in ask.view.scope.items() if name not in but}
    ask.beside["narrowing"] = lambda: _narrowing(ask)


def _narrowing(ask: Ask) -> Narrowing:
    view = ask.view
    params = [param for param in ask.catalog.get("notices-in-scope").params.values() if param.of_scope]
    fields = [field_of(ask, param, view.scope.get(param.name, "")) for param in params]
    each = [
        (str(field["name"]), view.say(f"scope.{field['name']}", value=_label(field)))
        for field in fields
        if field["value"]
    ]
    told = view.say("scope.told", what=view.listed(said for _, said in each)) if each else ""
    return Narrowing(fields, told, each)


def _label(field: Mapping[str, Any]) -> str:
    choices = field["choices"] or ()
    return str(next((label for value, label, _ in choices if value == field["value"]), field["value"]))
