"""What is everything called on the pages of reporting, in Chinese and in English?

The names themselves are in words.yaml, those of what is reported in shared/pages/words.yaml.
"""

import re
from datetime import date
from functools import cache

from services.reporting.periods import Period
from shared.pages import words as shared_words
from shared.pages.words import SHANGHAI, Book, Language

__all__ = ["SHANGHAI", "Language", "Words", "book", "counts", "is_average", "is_count", "metrics"]

_MEASURED = ("metrics", "counts", "averages")
_ARTICLE = re.compile(
    r"(?:([A-Za-z][A-Za-z ]*) )?(\d+)(?:-(\d+))?(?:\((\d+)\)(?:-\((\d+)\))?)?(?: \((\d{4})\))?"
)
_CITED = re.compile(r"\b(?:ALL|INT|APP|RECON) \d+(?:[、,] ?\d+)*")
_QUARTERS = ("一", "二", "三", "四")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ORDINALS = "一二三四五六七八九十"


@cache
def book() -> Book:
    """Return all names: kind, then key, then the Chinese and the English word."""
    return shared_words.merged(shared_words.book(), shared_words.read("services.reporting.pages"))


def metrics() -> tuple[str, ...]:
    """Return the figures that have a definition, in the order they are shown."""
    return tuple(book()["metrics"])


def counts() -> tuple[str, ...]:
    """Return the plain counts, in the order they are shown."""
    return tuple(book()["counts"])


def is_count(metric: str) -> bool:
    """Return whether this is a plain count, or a part of one, and no rate."""
    return metric.partition(":")[0] in book()["counts"]


def is_average(metric: str) -> bool:
    """Return whether this is an average of days and no rate."""
    return metric.partition(":")[0] in book()["averages"]


class Words(shared_words.Words):
    """Says things in one language."""

    @property
    def book(self) -> Book:
        """Return the names it knows."""
        return book()

    def metric(self, metric: str, aspect: str = "name") -> str:
        """Return the `name`, `short` name, `numerator`, `denominator`, `day` or meaning `means` of a figure.

        Knows the parts of figures too, such as `on_time_rate:draft` and `docketed:act=penalty`.
        """
        base, _, part = metric.partition(":")
        entry = next((book()[kind][base] for kind in _MEASURED if base in book()[kind]), None)
        if entry is None:
            return metric
        said = str(entry.get(aspect, entry["name"])[self._at])
        if not part or aspect not in ("name", "short", "means"):
            return said
        kind, _, key = part.partition("=")
        if key:
            named = self.name("categories" if kind == "category" else f"{kind}s", key)
            return said + (self.t("：", ": ") + named if aspect != "means" else "")
        if base in book()["averages"]:
            instance = self.name("instances", part)
            return said if aspect == "means" else self.t(f"{instance}{said}", f"{said}, {instance.lower()}")
        duty = self.name("duties", part)
        match aspect:
            case "name":
                return self.t(f"{duty}按时率", f"On time: {duty.lower()}")
            case "short":
                return duty
        return self.t(f"只计“{duty}”一项。", f"“{duty}” only. ") + said

    def row(self, by: str, name: str) -> str:
        """Return what a row is called: an act, court or instance by its name, an organ or officer as it is."""
        kinds = {"act": "acts", "instance": "instances", "court": "courts"}
        return self.name(kinds[by], name) if by in kinds else name

    def is_count(self, metric: str) -> bool:
        """Return whether this is a plain count and no rate."""
        return is_count(metric)

    def is_average(self, metric: str) -> bool:
        """Return whether this is an average of days and no rate."""
        return is_average(metric)

    def cases(self, metric: str, count: int) -> str:
        """Return what a figure counts, after its number: cases, disputes or deadlines."""
        unit = self.t("件", "case" if count == 1 else "cases")
        if metric in ("loss_rate", "settlement_rate", "withdrawal_rate", "concluded", "pending"):
            unit = self.t("件争议", "dispute" if count == 1 else "disputes")
        elif metric.startswith("on_time_rate"):
            unit = self.t("项期限", "deadline" if count == 1 else "deadlines")
        return unit

    def none_of(self, metric: str) -> str:
        """Return that there is nothing to count a figure on."""
        base = metric.partition(":")[0]
        counted = self.metric(base, "numerator" if is_count(metric) else "denominator")
        return self.t(f"本期没有{counted.removeprefix('当期')}", f"No {counted} in this period")

    def note(self, note: str) -> str:
        """Return why a value is uncertain. Packs give notes in English; in Chinese the page says what it means."""
        meaning = "所依据的原文此处无法辨认或者没有写明，此处为系统采用的值；可在该地区的规定数据中修改。"
        return self.t(
            meaning,
            note or "The text cannot be read with certainty here; the value can be changed in the law pack.",
        )

    def away(self, day: date, today: date) -> str:
        """Return how many calendar days a day is from today, in words."""
        days = (day - today).days
        if not days:
            return self.t("今天", "today")
        count = f"{abs(days)} day" if abs(days) == 1 else f"{abs(days):,} days"
        if days > 0:
            return self.t("明天" if days == 1 else f"{days} 天后", "tomorrow" if days == 1 else f"in {count}")
        return self.t(
            "昨天" if days == -1 else f"{-days:,} 天前", "yesterday" if days == -1 else f"{count} ago"
        )

    def period(self, period: Period, *, short: bool = False) -> str:
        """Return the name of a period; the short one leaves the year out, unless it is all there is."""
        year, month = period.since.year, period.since.month
        match period.kind:
            case "year":
                return self.t(f"{year}年", f"{year}")
            case "half":
                part = self.t("上半年" if month == 1 else "下半年", f"H{month // 6 + 1}")
            case "quarter":
                part = self.t(f"{_QUARTERS[month // 3]}季度", f"Q{month // 3 + 1}")
            case "month":
                part = self.t(f"{month}月", _MONTHS[month - 1])
        return part if short else self.t(f"{year}年{part}", f"{part} {year}")

    def ordinal(self, number: int) -> str:
        """Return the number of a section, up to 99, as the heading of an official paper gives it."""
        tens, ones = divmod(number, 10)
        zh = _ORDINALS[tens - 1] if tens > 1 else ""
        zh += ("十" if tens else "") + (_ORDINALS[ones - 1] if ones else "")
        return self.t(f"{zh}、", f"{number} ")

    def article(self, article: str) -> str:
        """Return an article as cited: `9(2)` is 第9条第2项; `ALL 67` names the law first."""
        return (
            "；".join(map(self._cited, article.split("; "))) if self._at == 0 else self._in_english(article)
        )

    def spelt_out(self, text: str) -> str:
        """Return a text of a pack with the articles it cites by the code of their law cited in the language's way."""
        return _CITED.sub(lambda cited: self.article(cited[0]), text) if self._at == 0 else text

    def _cited(self, article: str) -> str:
        like = "参照" if article.startswith("as ") else ""
        places = [_ARTICLE.fullmatch(place) for place in re.split("、|, ", article.removeprefix("as "))]
        if not all(places):
            return self.name("laws", article)
        return like + "、".join(self._place(place) for place in places if place)

    def _place(self, place: re.Match[str]) -> str:
        law, number, last, item, last_item, version = place.groups()
        numbers = f"{number}至{last}" if last else number
        items = f"{item}至{last_item}" if last_item else item
        named = self.name("laws", law) if law else ""
        named += f"（{version}）" if version else ""
        return f"{named}第{numbers}条" + (f"第{items}项" if item else "")

    def _in_english(self, article: str) -> str:
        return f"art. {article}" if article[:1].isdigit() else article
