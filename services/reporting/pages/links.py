"""Where is each page?"""

import sys
from functools import lru_cache, partial
from typing import Any
from urllib.parse import quote, quote_plus


def _address(*steps: str, **query: str) -> str:
    path = "/" + "/".join(_step(step) for step in steps)
    asked = "&".join(f"{key}={_value(str(value))}" for key, value in query.items() if value)
    return f"{path}?{asked}" if asked else path


# A page names the same figures and agencies hundreds of times: quoting them took a fifth of an overview.
@lru_cache(maxsize=2048)
def _step(text: str) -> str:
    return quote(text, safe="")


@lru_cache(maxsize=2048)
def _value(text: str) -> str:
    return quote_plus(text)


KEEPING = frozenset({"district", "agency", "figure", "history", "case", "event"})
"""Pages that are read as known at a moment, or lead to some that are."""


class Keeping:
    """The addresses of a reader who looks at the past: they lead to pages that show it as known then, too."""

    def __init__(self, as_of: str) -> None:
        self._as_of = as_of

    def __getattr__(self, name: str) -> Any:
        address = getattr(sys.modules[__name__], name)
        return partial(address, as_of=self._as_of) if name in KEEPING else address


def district(district: str, **query: str) -> str:
    """Return the address of a district's overview."""
    return _address("districts", district, **query)


def agency(district: str, name: str, **query: str) -> str:
    """Return the address of an agency's page."""
    return _address("districts", district, "agencies", name, **query)


def figure(district: str, metric: str, **query: str) -> str:
    """Return the address of a figure's page."""
    return _address("districts", district, "figures", metric, **query)


def history(district: str, metric: str, **query: str) -> str:
    """Return the address of how a figure was known at earlier moments."""
    return _address("districts", district, "figures", metric, "history", **query)


def cases(district: str, **query: str) -> str:
    """Return the address of the list of cases."""
    return _address("districts", district, "cases", **query)


def case(district: str, number: str, **query: str) -> str:
    """Return the address of a case's page."""
    return _address("districts", district, "cases", number, **query)


def event(district: str, position: int | str, **query: str) -> str:
    """Return the address of one event of the log."""
    return _address("districts", district, "events", str(position), **query)


def outlook(district: str, **query: str) -> str:
    """Return the address of what a year will end at."""
    return _address("districts", district, "outlook", **query)


def screen(district: str, **query: str) -> str:
    """Return the address of a district's big screen."""
    return _address("districts", district, "screen", **query)


def changes(district: str, **query: str) -> str:
    """Return the address of what changed in a district's figures."""
    return _address("districts", district, "changes", **query)


def law(district: str, mark: str = "", **query: str) -> str:
    """Return the address of a district's law, or the place of one entry in it."""
    return _address("districts", district, "law", **query) + (f"#{quote(mark)}" if mark else "")


def entry(district: str, mark: str, **query: str) -> str:
    """Return the address of an entry of the law with the cases it decided."""
    return _address("districts", district, "law", *mark.split("/"), **query)


def worklist(district: str, **query: str) -> str:
    """Return the address of what waits in a district."""
    return _address("districts", district, "worklist", **query)


def deadlines(district: str, **query: str) -> str:
    """Return the address of a district's deadlines."""
    return _address("districts", district, "deadlines", **query)


def month(district: str, **query: str) -> str:
    """Return the address of a month of a district's deadlines."""
    return _address("districts", district, "deadlines", "calendar", **query)


def feed(district: str, **query: str) -> str:
    """Return the address of what is due as a calendar that other programs subscribe to."""
    return _address("calendars", f"{district}.ics", **query)


def deadline(district: str, case: str, duty: str, of: str = "") -> str:
    """Return the address of one deadline."""
    return _address("districts", district, "deadlines", case, duty, of=of)


def suggestions(district: str, **query: str) -> str:
    """Return the address of the suggestions of courts and procuratorates."""
    return _address("districts", district, "suggestions", **query)


def activities(district: str, **query: str) -> str:
    """Return the address of what was done for the work itself."""
    return _address("districts", district, "activities", **query)


def proceedings(district: str, **query: str) -> str:
    """Return the address of the proceedings after losses."""
    return _address("districts", district, "proceedings", **query)


def proceeding(district: str, case: str, unit: str = "") -> str:
    """Return the address of the proceeding of a unit after the loss of a case."""
    return _address("districts", district, "proceedings", case, unit=unit)


def scorecards(district: str, **query: str) -> str:
    """Return the address of how all agencies stand in the assessment of a year."""
    return _address("districts", district, "scorecards", **query)


def scorecard(district: str, agency: str, **query: str) -> str:
    """Return the address of an agency's scorecard."""
    return _address("districts", district, "scorecards", agency, **query)


def calendar(**query: str) -> str:
    """Return the address of the calendar by which days are counted."""
    return _address("calendar", **query)


def feeds(district: str, **query: str) -> str:
    """Return the address of the sources of a district."""
    return _address("districts", district, "feeds", **query)


def source(district: str, feed: str, **query: str) -> str:
    """Return the address of what came from one source."""
    return _address("districts", district, "feeds", feed, **query)


def parked(district: str, **query: str) -> str:
    """Return the address of what cannot be used yet."""
    return _address("districts", district, "parked", **query)


def reports(district: str, **query: str) -> str:
    """Return the address of a district's published reports."""
    return _address("districts", district, "reports", **query)


def preview(district: str, period: str, **query: str) -> str:
    """Return the address of what a report would say."""
    return _address("districts", district, "reports", "preview", period=period, **query)


def report(district: str, period: str, **query: str) -> str:
    """Return the address of a published report."""
    return _address("districts", district, "reports", period, **query)


def public(district: str = "", period: str = "") -> str:
    """Return the address of what everybody may see: of all, of a district, or one report."""
    return _address("public", *(one for one in (district, period) if one))
