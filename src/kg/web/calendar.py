"""Deadlines as an iCalendar file (RFC 5545), and reminders for what states none."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from icalendar import Alarm, Calendar, Event

if TYPE_CHECKING:
    from kg.ledger.entries import Entry, Ledger
    from kg.web.frame import View

REMINDERS = {"year": ((12, 31),), "quarter": ((3, 31), (6, 30), (9, 30), (12, 31))}
_EARLY = timedelta(days=-7)
_MOST = 120  # characters of a summary


def calendar(ledger: Ledger, view: View, page: str, remind: str = "") -> bytes:
    """Return the ``.ics`` bytes: a whole-day event on the last day of each item, an alarm a week before.

    Args:
        ledger: The items.
        view: Says words and addresses in the reader's language.
        page: The path of the page that shows the ledger.
        remind: ``year`` or ``quarter``: when to be reminded of what states no deadline; empty: never.
    """
    made = Calendar()
    made.add("prodid", "-//Zeren//kg//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", ledger.title)
    for entry in ledger.entries:
        if day := _day(entry):
            title = f"{_head(entry, view)}{entry.text}"[:_MOST]
            made.add_component(_event(entry.iri, day, title, _told(entry, view), view.address(entry.iri)))
    undated = [entry for entry in ledger.entries if _day(entry) is None]
    if undated and remind:
        for day in _reminders(ledger, remind):
            title = view.say("calendar.remind", name=ledger.title, number=len(undated))
            words = "\n".join(f"{entry.code} {entry.text}"[:_MOST] for entry in undated)
            made.add_component(_event(f"{page}{remind}", day, title, words, view.site + view.url(page)))
    return bytes(made.to_ical())


def _day(entry: Entry) -> date | None:
    try:
        return date.fromisoformat(entry.deadline.value) if entry.deadline is not None else None
    except ValueError:
        return None


def _reminders(ledger: Ledger, remind: str) -> Iterator[date]:
    for year in sorted({int(year) for notice in ledger.notices for year in notice.years}):
        for month, day in REMINDERS[remind]:
            yield date(year, month, day)


def _head(entry: Entry, view: View) -> str:
    return view.say("calendar.role", role=view.say(f"role.{entry.own_role}")) if entry.own_role else ""


def _told(entry: Entry, view: View) -> str:
    """Return what an event says: the leader, who does it, the targets, and the sentence of the notice."""
    parts: Sequence[tuple[str, str]] = (
        (view.say("leader"), view.listed(leader.name for leader in entry.leaders)),
        (view.say("lead"), view.listed(body.name for body in entry.named("lead"))),
        (view.say("support"), view.listed(body.name for body in entry.named("support"))),
        (view.say("responsible"), view.listed(body.name for body in entry.named("responsible"))),
        (view.say("target"), view.listed(f"{one.name} {one.figure(view.lang)}" for one in entry.targets)),
        (view.say("deadline"), entry.deadline_text),
        (view.say("sentence"), entry.sentence),
    )
    return "\n".join(view.say("calendar.line", name=name, said=said) for name, said in parts if said)


def _event(key: str, day: date, title: str, words: str, link: str) -> Event:
    event = Event()
    event.add("uid", hashlib.sha256(f"{key} {day}".encode()).hexdigest()[:24] + "@zeren")
    # The file says the same each time it is asked for: the stamp is the day itself.
    event.add("dtstamp", datetime(day.year, day.month, day.day, tzinfo=UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", title)
    event.add("description", words)
    event.add("url", link)
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", _EARLY)
    event.add_component(alarm)
    return event
