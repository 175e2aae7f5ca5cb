"""How does a view become a page of reporting? The frame and the headers are those of all pages."""

from collections.abc import Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from starlette.datastructures import URL

from services.reporting.pages import (
    asking,
    case,
    chain,
    charts,
    deadlines,
    feeds,
    law,
    links,
    measures,
    parked,
    proceeding,
    static,
    telling,
    trace,
)
from services.reporting.pages.words import Words
from shared.pages.rendering import COOKIE, HEADERS, environment, language_of, rendered

__all__ = ["COOKIE", "HEADERS", "language_of", "render"]


def _environment() -> Environment:
    made = environment("services.reporting.pages")
    made.globals.update(
        asking=asking,
        deciding=law.DECIDING,
        feeding=feeds,
        hanging=proceeding,
        harmless=case.HARMLESS,
        instances=chain,
        links=links,
        parking=parked,
        charts=charts,
        telling=telling,
        trace=trace,
        rule_of=deadlines.rule_of,
        static=static.address,
        share=measures.share,
    )
    made.filters.update(percent=measures.percent, bound=measures.bound, days=measures.days)
    return made


_TEMPLATES = _environment()


def render(request: Request, template: str, view: Mapping[str, Any], status: int = 200) -> HTMLResponse:
    """Return a page in the reader's language, and remember the language when it was asked for."""
    asked = request.query_params
    as_of = asked.get("as_of", "")
    known = {
        "as_of": as_of,
        "present": _within(request.url.remove_query_params(["as_of", "after"])),
        "as_known": lambda moment: _within(request.url.include_query_params(as_of=str(moment))),
        "asked": [
            (key, value) for key, value in asked.multi_items() if key not in ("as_of", "lang", "after")
        ],
        "links": links.Keeping(as_of) if as_of else links,
    }
    return rendered(_TEMPLATES, Words, request, template, {**known, **view}, status)


def _within(url: URL) -> str:
    return str(url.replace(scheme="", netloc=""))
