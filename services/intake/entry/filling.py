"""How does what somebody typed become the data of a fact, and the data of a fact what stands in its form?

What cannot be read is passed on as it was typed: the same checks as for every fact say what is wrong with it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.intake.entry.fields import Field

_WHOLE = re.compile(r"-?\d{1,18}")
_ROW = re.compile(r"(.+)\.(\d{1,3})\.([^.]+)")

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Filled:
    """The texts that stand in a form, by the path of their field, such as `attendees.0.organ`."""

    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def one(self, path: str, default: Any = None) -> str:
        """Return the text of a field; what counts by itself where nothing was said."""
        if path in self.texts:
            return next(iter(self.texts[path]), "")
        return _text(default)

    def all(self, path: str) -> list[str]:
        """Return the texts of a field that takes several."""
        return list(self.texts.get(path, ()))

    def rows(self, path: str) -> int:
        """Return how many rows a field that has fields itself has."""
        found = [int(match[2]) for key in self.texts if (match := _ROW.fullmatch(key)) and match[1] == path]
        return max(found, default=-1) + 1

    def __bool__(self) -> bool:
        return bool(self.texts)


def _text(value: Any) -> str:
    if value is None:
        return ""
    return {True: YES, False: NO}.get(value, str(value)) if isinstance(value, bool) else str(value)


def typed(pairs: Iterable[tuple[str, str]], form: Sequence[Field]) -> Filled:
    """Return what was sent of a form, without rows in which nothing stands."""
    texts: dict[str, list[str]] = {}
    for name, value in pairs:
        texts.setdefault(name, []).append(value.replace("\r\n", "\n").strip())
    filled = Filled(texts)
    for one in form:
        if one.kind == "rows":
            filled = _without_blanks(filled, one)
    return filled


def _without_blanks(filled: Filled, rows: Field) -> Filled:
    texts = {key: told for key, told in filled.texts.items() if not key.startswith(f"{rows.name}.")}
    kept = 0
    for at in range(filled.rows(rows.name)):
        row = {one.name: filled.texts.get(f"{rows.name}.{at}.{one.name}") for one in rows.fields}
        if any(
            any(row[one.name] or ()) for one in rows.fields if one.kind in ("text", "long", "date", "number")
        ):
            texts.update(
                {f"{rows.name}.{kept}.{name}": told for name, told in row.items() if told is not None}
            )
            kept += 1
    return Filled(texts)


def data_of(form: Sequence[Field], filled: Filled, within: str = "") -> dict[str, Any]:
    """Return the data that a form states; fields in which nothing stands are left out."""
    data: dict[str, Any] = {}
    for one in form:
        path = f"{within}{one.name}"
        value = _value(one, filled, path)
        if value is not None:
            data[one.name] = value
    return data


def _value(one: Field, filled: Filled, path: str) -> Any:
    text = filled.one(path)
    match one.kind:
        case "rows":
            return [data_of(one.fields, filled, f"{path}.{at}.") for at in range(filled.rows(path))]
        case "texts":
            return [told for told in filled.all(path) if told]
        case "choices":
            return [told for told in filled.all(path) if told]
        case "counts":
            return _counts(text) if text else None
        case "yesno":
            return {YES: True, NO: False}.get(text)
        case "number":
            return int(text) if _WHOLE.fullmatch(text) else text or None
    return text or None


def _counts(text: str) -> dict[str, Any]:
    """Return the counts of lines such as `case-docketed 3`."""
    counts: dict[str, Any] = {}
    for line in text.splitlines():
        name, _, number = line.strip().replace("：", " ").replace(":", " ").rpartition(" ")
        number = number.strip()
        if name or number:
            counts[name.strip()] = int(number) if _WHOLE.fullmatch(number) else number
    return counts


def filled_of(form: Sequence[Field], data: Mapping[str, Any], within: str = "") -> Filled:
    """Return what stands in a form that states some data."""
    texts: dict[str, list[str]] = {}
    for one in form:
        value, path = data.get(one.name), f"{within}{one.name}"
        if value is None:
            continue
        match one.kind:
            case "rows":
                for at, row in enumerate(value):
                    texts.update(filled_of(one.fields, row, f"{path}.{at}.").texts)  # type: ignore[arg-type]
            case "texts" | "choices":
                texts[path] = [str(told) for told in value]
            case "counts":
                texts[path] = ["\n".join(f"{name} {number}" for name, number in value.items())]
            case _:
                texts[path] = [_text(value)]
    return Filled(texts)


def with_one_more(filled: Filled, rows: str) -> Filled:
    """Return a form with an empty row more of a field that takes several."""
    blank = {f"{rows}.{filled.rows(rows)}._": [""]} if filled.rows(rows) else {f"{rows}.0._": [""]}
    return Filled({**filled.texts, **blank})
