"""What does a test ask of any page: that it is open, that it fits its width, and that axe finds nothing wrong?"""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
READY = (
    "document.querySelectorAll('[data-chart]').length === document.querySelectorAll('[data-drawn]').length"
)
# All that passes is a hundred times what is wrong: it stays in the browser, since handing it over takes longest.
FINDINGS = """async ([tags, rules]) => {
  const found = await axe.run({ runOnly: tags, rules, resultTypes: ['violations'] })
  return found.violations.map(one => ({
    rule: one.id,
    impact: one.impact,
    where: one.nodes.slice(0, 3).map(node => node.html.slice(0, 200)),
  }))
}"""


def opened(page: Page, where: str, language: str = "zh") -> Page:
    page.goto(f"{where}{'&' if '?' in where else '?'}lang={language}")
    return page


def unfolded(page: Page) -> Page:
    """Open all that is folded up within what is read, so that it is looked at, too."""
    page.evaluate("document.querySelectorAll('#main details').forEach(it => { it.open = true })")
    return page


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def violations(page: Page, *, contrast: bool = True) -> list[dict[str, Any]]:
    """Return what axe finds. Contrast takes it longest: colours are those of the desk on a phone too."""
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate(FINDINGS, [TAGS, {"color-contrast": {"enabled": contrast}}])
    return found
