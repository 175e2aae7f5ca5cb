"""How do the pages of entry say things: what a field is called, and what is wrong with what stands in it?"""

import re
from collections.abc import Mapping
from typing import Any

from services.intake.entry.fields import Field
from shared.pages import words as shared_words

_DETAILS = (
    (re.compile(r"a date as YYYY-MM-DD"), "日期，如 2024-03-05", "a date such as 2024-03-05"),
    (re.compile(r"a value for this field"), "必须填写", "this must be filled in"),
    (re.compile(r"a text that is not empty"), "必须填写", "this must be filled in"),
    (re.compile(r"true or false"), "是或者否", "yes or no"),
    (re.compile(r"a whole number"), "整数，如 3", "a whole number such as 3"),
    (re.compile(r"(\d{4}-\d\d-\d\d) or a later day"), r"\1 或以后的日期", r"\1 or a later day"),
    (re.compile(r".*greater than or equal to (\d+).*"), r"不小于 \1", r"\1 or more"),
    (re.compile(r".*less than or equal to (\d+).*"), r"不大于 \1", r"\1 or less"),
    (re.compile(r"one of '.*"), "从所列各项中选一项", "one of those listed"),
    (re.compile(r"a case number such as (.+)"), r"案号，如 \1", r"a case number such as \1"),
    (re.compile(r"the code of the organ"), "单位代码", "the code of the organ"),
    (re.compile(r"a text without .*"), "不含控制字符的文字", "a text without control characters"),
    (re.compile(r"a file with something in it"), "有内容的文件", "a file with something in it"),
    (re.compile(r"the role (.+)"), r"由 \1 报送", r"the role \1 reports it"),
    (re.compile(r"one of (.+)"), r"\1 之一", r"one of \1"),
)
"""What the checks expect, as a reader of a form understands it."""

_NUMBERED = re.compile(r"\.\d+\.")
_MISSING = re.compile(r"Field required|is missing")
_FOUND = re.compile(r"found (.+)$")


class Words(shared_words.Words):
    """Says things in one language."""

    def label(self, type_: str, path: str) -> str:
        """Return what a field of a type is called, such as `attendees.0.organ` of `hearing-held`."""
        path = _NUMBERED.sub(".", path)
        labels = self.book["labels"]
        for key in (f"{type_}.{path}", path):
            if key in labels:
                return str(labels[key][0 if self.language == "zh" else 1])
        return self.name("fields", path.rpartition(".")[2])

    def help(self, type_: str, path: str) -> str:
        """Return what one should know when filling a field in; mostly nothing."""
        helps = self.book["helps"]
        for key in (f"{type_}.{path}", path):
            if key in helps:
                return str(helps[key][0 if self.language == "zh" else 1])
        return ""

    def value(self, field: Field, value: Any) -> str:
        """Return what stands in a field, in words."""
        if isinstance(value, bool):
            return self.t("是", "Yes") if value else self.t("否", "No")
        if value is None or value == "" or value == []:
            return "—"
        if isinstance(value, list):
            return self.join([self.value(field, one) for one in value])
        if isinstance(value, Mapping):
            return self.join([f"{name} {one}" for name, one in value.items()])
        return self.name(field.words, str(value)) if field.words else str(value)

    def fault(self, fault: Mapping[str, Any]) -> str:
        """Return what is wrong and what is expected, as a sentence of its field."""
        detail, expected = str(fault.get("detail", "")), str(fault.get("expected", ""))
        said = expected
        for pattern, zh, en in _DETAILS:
            if match := pattern.fullmatch(expected):
                said = match.expand(self.t(zh, en))
                break
        if _MISSING.search(detail) or not said:
            return (
                self.t("必须填写。", "This must be filled in.")
                if not said or said == expected
                else said + self.t("。", ".")
            )
        found = _FOUND.search(detail)
        here = found[1].strip("'") if found else ""
        if not here or here == "None":
            return self.t(f"应为：{said}。", f"Expected: {said}.")
        return self.t(f"填的是“{here}”，应为：{said}。", f"Found “{here}”; expected: {said}.")
