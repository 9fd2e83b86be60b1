"""Deadlines as an iCalendar file (RFC 5545)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from icalendar import Calendar, Event

if TYPE_CHECKING:
    from kg.web.ask import Item


def calendar(title: str, items: Sequence[Item], lang: str, site: str, href: Callable[[Any], str]) -> bytes:
    """Return the ``.ics`` bytes: a whole-day event on the last day of each item."""
    made = Calendar()
    made.add("prodid", "-//Zeren//kg//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", title)
    for item in items:
        assert item.deadline is not None
        day = date.fromisoformat(item.deadline.value)
        event = Event()
        event.add("uid", hashlib.sha256(f"{item.item.value} {day}".encode()).hexdigest()[:24] + "@zeren")
        # The file says the same each time it is asked for: the stamp is the day itself.
        event.add("dtstamp", datetime(day.year, day.month, day.day, tzinfo=UTC))
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", item.text[:120])
        event.add("description", item.sentence or item.text)
        event.add("url", site + href(item.item))
        made.add_component(event)
    return bytes(made.to_ical())
