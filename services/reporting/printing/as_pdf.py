"""How does a report become a PDF, and its drawings pictures? By typst, from a template that reads it as data."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import typst
from pydantic_core import to_json

from services.reporting.printing.report import Report

HERE = Path(__file__).parent
FONTS = HERE / "fonts"
PIXELS = 200
"""Of pictures, to the inch."""


def pdf(report: Report) -> bytes:
    """Return a report as a tagged PDF with its letters in it, by PDF/UA where its texts allow."""
    data = {"report": report.as_json().decode()}
    day = datetime.fromisoformat(report.day).replace(tzinfo=UTC)
    compiler = _compiler("report.typ", with_system=not _has_all(data["report"]))
    try:
        made = compiler.compile(format="pdf", sys_inputs=data, timestamp=day, pdf_standards="ua-1")
    except typst.TypstError:  # a letter no font has is shown as a box, which that standard does not allow
        made = compiler.compile(format="pdf", sys_inputs=data, timestamp=day)
    return _one(made)


def pictures(drawings: Sequence[str]) -> list[bytes]:
    """Return drawings (SVG) as PNG."""
    if not drawings:
        return []
    data = to_json(drawings).decode()
    compiler = _compiler("charts.typ", with_system=not _has_all(data))
    made = compiler.compile(format="png", sys_inputs={"drawings": data}, ppi=PIXELS)
    return list(made) if isinstance(made, list) else [_one(made)]


def _one(made: bytes | list[bytes] | None) -> bytes:
    if not isinstance(made, bytes):
        raise TypeError(f"typst made {type(made).__name__}, expected bytes")
    return made


@cache
def _fonts(with_system: bool) -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=with_system, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def _compiler(template: str, *, with_system: bool) -> typst.Compiler:
    return typst.Compiler(str(HERE / template), root=str(HERE), font_paths=_fonts(with_system))


@cache
def _letters() -> frozenset[int]:
    return frozenset(map(ord, (FONTS / "letters.txt").read_text(encoding="utf-8")))


def _has_all(said: str) -> bool:
    """Return whether our fonts have every letter: only then no font of this machine can matter."""
    return set(map(ord, said)) <= _letters()
