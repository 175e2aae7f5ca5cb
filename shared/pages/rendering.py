"""How does a view become a page? Jinja2 templates, one language at a time."""

import gzip
from collections.abc import Callable, Mapping
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from shared.pages.refusals import refused
from shared.pages.words import Language, Words

COOKIE = "yingsu_lang"
_YEAR = 365 * 24 * 3600

HEADERS = {
    # No script, style, picture or form of a page comes from, or goes to, anywhere else.
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "style-src-attr 'unsafe-inline'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
    "Vary": "Cookie, Accept-Encoding",
}


def environment(package: str) -> Environment:
    """Return the templates of a package, with those that all pages have behind them."""
    made = Environment(
        loader=ChoiceLoader([PackageLoader(package), PackageLoader("shared.pages")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["refused"] = refused
    return made


def language_of(request: Request) -> Language:
    """Return the language asked for now, or else the one asked for last; Chinese by default."""
    asked = request.query_params.get("lang") or request.cookies.get(COOKIE)
    return "en" if asked == "en" else "zh"


def rendered(
    templates: Environment,
    words: Callable[[Language], Words],
    request: Request,
    template: str,
    view: Mapping[str, Any],
    status: int = 200,
) -> HTMLResponse:
    """Return a page in the reader's language, and remember the language when it was asked for."""
    language = language_of(request)
    said = words(language)
    other = "zh" if language == "en" else "en"
    html = templates.get_template(template).render(
        view,
        w=said,
        t=said.t,
        language=language,
        switch=str(request.url.include_query_params(lang=other).replace(scheme="", netloc="")),
    )
    headers = {**HEADERS, "Content-Language": "zh-CN" if language == "zh" else "en"}
    body = html.encode()
    if "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, 5, mtime=0)
        headers["Content-Encoding"] = "gzip"
    response = HTMLResponse(body, status, headers)
    if request.query_params.get("lang") in ("zh", "en"):
        response.set_cookie(COOKIE, language, max_age=_YEAR, samesite="lax", httponly=True)
    return response
