"""How does a pack stand: which articles have entries and scenarios, what fails, and what does no scenario cover?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from deploy.law.articles import cites, order
from deploy.law.coverage import Uncovered, uncovered
from deploy.law.laws import Packs
from deploy.law.running import Failure, failures
from deploy.law.scenarios import Scenario
from shared.law.model import LawEntry, entries_of

SECTIONS: Mapping[str, str] = {
    "parameters": "参数",
    "targets": "指标",
    "lost": "败诉结果",
    "adverse": "不利结果",
}
"""What people call the sections whose entries have no summary."""

Result = Literal["ok", "fails", "uncovered"]


@dataclass(frozen=True, slots=True)
class ArticleChecked:
    """How an article of a pack stands."""

    article: str
    summary: str
    """What its entries ask, in Chinese; what has no summary by section and name."""
    entries: int
    scenarios: int
    """How many cite it."""
    result: Result


@dataclass(frozen=True, slots=True)
class Checked:
    """How a pack stands."""

    pack: str
    scenarios: int
    articles: tuple[ArticleChecked, ...]
    failures: tuple[Failure, ...]
    uncovered: tuple[Uncovered, ...]

    @property
    def fine(self) -> bool:
        """Return whether every scenario holds and every entry is covered."""
        return not self.failures and not self.uncovered


def checked(pack: str, scenarios: Sequence[Scenario], packs: Packs) -> Checked:
    """Run the scenarios of a pack and look for entries they do not cover."""
    failed = [failure for scenario in scenarios for failure in failures(scenario, packs)]
    open_ = uncovered(pack, scenarios, packs)
    in_force = packs[pack].in_force.article
    by_article: dict[str, list[LawEntry]] = {in_force: []}
    for entry in entries_of(packs[pack]):
        by_article.setdefault(entry.article, []).append(entry)
    articles = [
        _article(name, by_article[name], scenarios, failed, open_, begins=name == in_force)
        for name in sorted(by_article, key=order)
    ]
    return Checked(pack, len(scenarios), tuple(articles), tuple(failed), tuple(open_))


def _article(
    article: str,
    entries: Sequence[LawEntry],
    scenarios: Sequence[Scenario],
    failed: Sequence[Failure],
    open_: Sequence[Uncovered],
    *,
    begins: bool,
) -> ArticleChecked:
    marks = {entry.mark for entry in entries}
    result: Result = "ok"
    if any(one.article == article or one.mark in marks for one in open_):
        result = "uncovered"
    if any(cites(article, failure.article) for failure in failed):
        result = "fails"
    citing = sum(cites(article, scenario.article) for scenario in scenarios)
    said = "；".join(_asked(entries, begins))
    return ArticleChecked(article, said, len(entries), citing, result)


def _asked(entries: Sequence[LawEntry], begins: bool) -> Sequence[str]:
    """Return what entries ask; those without a summary are gathered by their section."""
    said = dict.fromkeys(entry.summary.zh for entry in entries if entry.summary)
    gathered: dict[str, list[str]] = {}
    for entry in entries:
        if not entry.summary:
            gathered.setdefault(SECTIONS.get(entry.section, entry.section), []).append(entry.id)
    named = (f"{section} {'、'.join(dict.fromkeys(ids))}" for section, ids in gathered.items())
    return (*said, *named, *(["施行日期"] if begins else []))
