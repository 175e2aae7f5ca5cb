"""What is everything called on the pages, in Chinese and in English?

The names themselves are in words.yaml.
"""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from services.reporting.periods import Period

Language = Literal["zh", "en"]

SHANGHAI = timezone(timedelta(hours=8))
"""The time zone of every district; it has no summer time."""

_MEASURED = ("metrics", "counts", "averages")
_ARTICLE = re.compile(
    r"(?:([A-Za-z][A-Za-z ]*) )?(\d+)(?:-(\d+))?(?:\((\d+)\)(?:-\((\d+)\))?)?(?: \((\d{4})\))?"
)
_CITED = re.compile(r"\b(?:ALL|INT|APP|RECON) \d+(?:[、,] ?\d+)*")
_QUARTERS = ("一", "二", "三", "四")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = "一二三四五六日"
_ORDINALS = "一二三四五六七八九十"


@cache
def book() -> Mapping[str, Any]:
    """Return all names: kind, then key, then the Chinese and the English word."""
    loaded: Mapping[str, Any] = yaml.safe_load(
        files("services.reporting.pages").joinpath("words.yaml").read_text("utf-8")
    )
    return loaded


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


class Words:
    """Says things in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._at = 0 if language == "zh" else 1

    def t(self, zh: str, en: str) -> str:
        """Return whichever of two wordings the reader wants."""
        return en if self._at else zh

    def name(self, kind: str, key: str) -> str:
        """Return the name of `key` among the words of a kind, or the key itself when it has none."""
        pair = book().get(kind, {}).get(key)
        return str(pair[self._at]) if pair else key

    def names(self, kind: str, keys: tuple[str, ...] | list[str]) -> str:
        """Return several names as one enumeration."""
        return self.join([self.name(kind, key) for key in keys])

    def join(self, texts: list[str] | tuple[str, ...]) -> str:
        """Return texts as one enumeration, in the manner of the language."""
        return self.t("、", ", ").join(texts)

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

    def is_count(self, metric: str) -> bool:
        """Return whether this is a plain count and no rate."""
        return is_count(metric)

    def is_average(self, metric: str) -> bool:
        """Return whether this is an average of days and no rate."""
        return is_average(metric)

    def source(self, source: str) -> str:
        """Return who said something: `court/鄂0117` is 法院 鄂0117."""
        kind, _, name = source.partition("/")
        return f"{self.name('sources', kind)} {name}".strip()

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

    def day(self, day: date | str | None) -> str:
        """Return a date as people write it in tables, or a dash when there is none."""
        return str(day) if day else "—"

    def weekday(self, day: date) -> str:
        """Return the weekday of a day."""
        return self.t(f"周{_WEEKDAYS[day.weekday()]}", day.strftime("%a"))

    def dated(self, day: date) -> str:
        """Return a day with its weekday."""
        return self.t(f"{day}（{self.weekday(day)}）", f"{self.weekday(day)} {day}")

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

    def moment(self, instant: datetime) -> str:
        """Return an instant in Chinese time, to the minute."""
        return instant.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")

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
