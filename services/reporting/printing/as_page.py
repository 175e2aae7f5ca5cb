"""How does a report become a page for the public, that loads nothing from anywhere?"""

import base64
import hashlib
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from services.reporting.printing.report import Chart, Report, broken

HERE = Path(__file__).parent


def page(report: Report) -> bytes:
    """Return a report as an HTML page that stands by itself: style and drawings are in it, scripts are not."""
    template = _environment().get_template("page.html")
    return template.render(doc=report, style=Markup(_style()), drawn=_drawn, broken=broken).encode()  # noqa: S704 - our own file


def style_source() -> str:
    """Return by what a Content-Security-Policy allows the style of the page: its SHA-256."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()}'"


def _drawn(chart: Chart) -> Markup:
    """Return a drawing as it stands: `drawing.py` has escaped what it says."""
    return Markup(chart.svg)  # noqa: S704


@cache
def _style() -> str:
    return (HERE / "page.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(loader=FileSystemLoader(HERE), autoescape=True, keep_trailing_newline=True)
