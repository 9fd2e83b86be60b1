"""The cookies of this service, by name."""

from __future__ import annotations

LANGUAGES = ("zh", "en")
LANGUAGE_COOKIE = "kg-lang"
