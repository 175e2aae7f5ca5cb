"""Which numbers does a page show, and of what? Read back from its HTML, as a reader sees it."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

VOID = frozenset(
    {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)
PLACES = frozenset({"value", "fraction", "n"})
"""Classes of the places in which figures stand: what has a digit there must say of what it is."""
MARKS = ("data-part", "data-light", "data-targets", "data-count", "data-days", "data-ahead")
"""By any of these a number says of what it is."""
ABOUT = ("district", "metric", "by", "agency", "period", "as-of", "case", "stand", "duty")


@dataclass(frozen=True)
class Shown:
    """A number as a page shows it."""

    mark: str
    """By which attribute it says of what it is, without `data-`."""
    part: str
    about: dict[str, str]
    """Of what it is, as it and what stands around it say."""
    text: str


@dataclass
class _Open:
    tag: str
    attributes: dict[str, str]
    texts: list[str]


class ReadBack(HTMLParser):
    """Reads a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.shown: list[Shown] = []
        self.unmarked: list[str] = []
        """Digits that stand where figures do and do not say of what they are."""
        self._open: list[_Open] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append(_Open(tag, {name: value or "" for name, value in attrs}, []))

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            closed = self._open.pop()
            self._read(closed)
            if closed.tag == tag:
                return

    def handle_data(self, data: str) -> None:
        for one in self._open:
            one.texts.append(data)
        if re.search(r"\d", data) and self._is_place() and not self._is_marked():
            self.unmarked.append(" ".join(data.split()))

    def _is_place(self) -> bool:
        classes = {name for one in self._open for name in one.attributes.get("class", "").split()}
        return bool(classes & PLACES) and not any(one.tag == "thead" for one in self._open)

    def _is_marked(self) -> bool:
        return any(mark in one.attributes for one in self._open for mark in MARKS)

    def _read(self, closed: _Open) -> None:
        for mark in MARKS:
            if mark in closed.attributes:
                about: dict[str, str] = {}
                for one in (*self._open, closed):
                    about |= {
                        name: one.attributes[f"data-{name}"]
                        for name in ABOUT
                        if f"data-{name}" in one.attributes
                    }
                text = " ".join("".join(closed.texts).split())
                self.shown.append(Shown(mark.removeprefix("data-"), closed.attributes[mark], about, text))
