"""The support rota as a calendar feed of an on-call tool."""

import datetime
import zoneinfo

from .evidence import Evidence
from .people import PEOPLE
from .tools import now

ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE"""


def rota(evidence: Evidence, window: datetime.datetime) -> None:
    """Shifts of a day around the four hours of the window: three people hand over, the middle shift in local time."""
    hour = window.replace(minute=0)
    edges = [hour + datetime.timedelta(hours=step) for step in (-7, 1, 3, 9, 17)]
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example On-Call//Schedules//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH",
             "X-WR-CALNAME:Accounts support rota", "X-PUBLISHED-TTL:PT1H", *ZONE.splitlines()]
    people = ("viktor", "grace", "ines", "luc")
    for index, (id, start, end) in enumerate(zip(people, edges, edges[1:], strict=False)):
        person = PEOPLE[id]
        local = "" if index != 1 else ";TZID=Europe/Berlin"
        lines += [
            "BEGIN:VEVENT", f"UID:Q1503SUPPORT{index}-{start:%Y%m%dT%H%M}@oncall.example.com", f"DTSTAMP:{now():%Y%m%dT%H%M%SZ}",
            f"DTSTART{_time(start, local)}", f"DTEND{_time(end, local)}", f"SUMMARY:On call: {person.name} - Accounts support rota",
            f"DESCRIPTION:{person.name} answers for accounts\\, sign-in and consent: support channel\\, status page\\,"
            " and the release room of train 1.50.",
            f'ATTENDEE;CN="{person.name}";ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED:mailto:{person.email}',
            "STATUS:CONFIRMED", "TRANSP:OPAQUE", "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    evidence.put("pre.leads/rota.ics", "".join(_fold(line) for line in lines))
    evidence.declare("pre.leads/rota.ics", 'curl -sS "https://oncall.example.com/private/$FEED/feed/SUPPORT1" -o rota.ics')


def _time(time: datetime.datetime, local: str) -> str:
    if not local:
        return f":{time:%Y%m%dT%H%M%SZ}"
    return f"{local}:{time.astimezone(zoneinfo.ZoneInfo('Europe/Berlin')):%Y%m%dT%H%M%S}"


def _fold(line: str) -> str:
    """Folds after 75 octets, never inside a character."""
    parts, current = [], ""
    for character in line:
        if len((current + character).encode()) > 75:
            parts.append(current)
            current = " "
        current += character
    return "\r\n".join([*parts, current]) + "\r\n"
