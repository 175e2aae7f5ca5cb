"""What does the page of what cannot be used yet show, and how is it said what is wrong and what would release it?"""

from collections.abc import Mapping
from dataclasses import dataclass

from services.reporting.answers import District
from services.reporting.figures import changed_by
from services.reporting.pages.deadlines import agencies_of
from services.reporting.pages.source import Source
from services.reporting.pages.words import Words
from services.reporting.parked.asking import parked_page as asked_of
from services.reporting.parked.listing import Asked
from services.reporting.parked.shapes import REASONS, Parked, ParkedPage
from shared.dispute import FIRST_USABLE, LAST_USABLE
from shared.events.catalogue import FACTS

PAGE = 50

ALWAYS = ("case-not-docketed", "unknown-organ", "unusable-date", "stage-out-of-order", "contradiction")
"""Reasons that are shown also where nothing is parked for them."""

MANY = 6
"""Figures named one by one; more are said by their number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """The filters; empty for any."""

    reason: str = ""
    source: str = ""
    case: str = ""
    agency: str = ""

    @property
    def any(self) -> bool:
        """Return whether anything but a reason is asked for."""
        return bool(self.source or self.case or self.agency)

    def query(self, **other: str) -> Mapping[str, str]:
        """Return the filters as an address has them, with others in their place."""
        own = {"reason": self.reason, "source": self.source, "case": self.case, "agency": self.agency}
        return {**own, **other}


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedView:
    """Everything on the page of what is parked."""

    district: District
    found: ParkedPage
    asked: Filters
    reasons: tuple[str, ...]
    """Those on the board."""
    agencies: tuple[str, ...]
    """Those that may be chosen."""
    number: int
    after: str


async def parked_view(
    reader: Source, district: District, asked: Filters, after: str, door: str
) -> ParkedView:
    """Return the page of what is parked. Raises UnknownAgencyError, NoPlaceError."""
    world = await reader.world(district.id)
    wanted = Asked(asked.reason, asked.source, asked.case.strip(), asked.agency, after=after, limit=PAGE)
    found = await asked_of(reader, district.id, wanted, door)
    shown = (*ALWAYS, asked.reason)
    return ParkedView(
        district=district,
        found=found,
        asked=asked,
        reasons=tuple(one for one in REASONS if found.counts.get(one) or one in shown),
        agencies=agencies_of(world.organs, asked.agency),
        number=found.counts.get(asked.reason, 0) if asked.reason else sum(found.counts.values()),
        after=after,
    )


def wrong(one: Parked, words: Words) -> str:
    """Return in plain words what is wrong."""
    t, what = words.t, words.name("events", one.type)
    match one.reason:
        case "case-not-docketed":
            number = t(f"{one.facts} 项事实", f"{one.facts} {'fact' if one.facts == 1 else 'facts'}")
            return t(
                f"案件 {one.about} 没有立案信息，关于它的 {number}暂时不能采用。",
                f"Nothing says that case {one.about} was docketed, so {number} about it cannot be used yet.",
            )
        case "unknown-organ":
            return t(
                f"机关名录里没有“{one.about}”，它也不是任何机关的别名。",
                f"No organ of the register has the name or alias {one.about}.",
            )
        case "unusable-date":
            return t(
                f"日期 {one.about} 不可能：只能在 {FIRST_USABLE} 至 {LAST_USABLE} 之间。",
                f"{one.about} cannot be right: days lie between {FIRST_USABLE} and {LAST_USABLE}.",
            )
        case "contradiction" if one.released_by in FACTS:
            return t(
                f"对同一项“{what}”有两份不同的更正，不知以哪份为准。",
                f"Two corrections replace the same {what.lower()}, and nobody said which of them is meant.",
            )
        case "contradiction":
            return t(
                f"案件的前案关系绕了一圈，又回到 {one.about}。",
                f"The earlier cases lead in a circle, back to {one.about}.",
            )
        case "stage-out-of-order":
            return t(
                f"“{what}”早于它的前一环节，或者前一环节尚未完成。",
                f"{what}: the stage before it is not done, or was done on a later day.",
            )
        case "content-missing":
            missing = words.names("report_parts", one.missing)
            return t(f"“{what}”缺少：{missing}。", f"{what} lacks: {missing}.")
        case "row-unreadable" if one.row:
            return _unreadable(one, words)
    return t(
        f"“{what}”：{words.name('misfits', one.reason)}。", f"{what}: {words.name('misfits', one.reason)}."
    )


def releasing(one: Parked, words: Words) -> str:
    """Return in plain words what would release it."""
    t = words.t
    match one.reason:
        case "case-not-docketed":
            return t(
                "收到这件案件的立案信息后自动采用；案号写错的，更正案号。",
                "It is used by itself once the docketing arrives. If the number is wrong, correct it.",
            )
        case "unknown-organ":
            return t(
                "该机关（或者作为别名）登记后自动采用；名称写错的，更正名称。",
                "It is used by itself once the organ, or the alias, is registered. "
                "If the name is wrong, correct it.",
            )
        case "contradiction" if one.released_by not in FACTS:
            return t("更正其中一件的前案案号。", "Correct the earlier case that one of them names.")
        case "row-unreadable":
            return t(
                "在表格里改正这一行，再导入一次；已经另行导入的，撤回这一行。",
                "Put the row right in the file and import it once more, or take it back if that came otherwise.",
            )
    if one.released_by == "fact-corrected":
        return t("更正或者撤回后自动处理。", "It is settled by itself once it is corrected or taken back.")
    what = words.name("events", one.released_by)
    return t(
        f"收到“{what}”后自动采用；写错的，更正或者撤回。",
        f"It is used by itself once this arrives: {what.lower()}. If it is wrong, correct it or take it back.",
    )


def concerned(one: Parked, words: Words) -> str:
    """Return which figures can change by it."""
    if not one.figures:
        return words.t("不影响指标", "no figure")
    if len(one.figures) == len(changed_by("case-docketed")):
        return words.t("全部指标", "every figure")
    names = [words.metric(metric) for metric in one.figures[:MANY]]
    more = len(one.figures) - MANY
    if more > 0:
        return words.t(f"{words.join(names)}等 {len(one.figures)} 项", f"{words.join(names)} and {more} more")
    return words.join(names)


def _unreadable(one: Parked, words: Words) -> str:
    assert one.row is not None, "only rows are unreadable"
    row = one.row
    where = words.t(f"第 {row.row} 行", f"row {row.row}")
    place = words.join([part for part in (row.sheet, where) if part])
    if not row.column:
        return words.t(
            f"{place}无法读取；应为：{row.expected}。", f"{place} cannot be read; expected {row.expected}."
        )
    return words.t(
        f"{place}“{row.column}”一栏写作“{row.value}”，无法读取；应为：{row.expected}。",
        f"{place}: {row.column} reads “{row.value}”, which cannot be read; expected {row.expected}.",
    )
