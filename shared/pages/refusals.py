"""How does a page say what somebody cannot have: what was found, and what is allowed, in the reader's language?

The words are those of the problem's kind in words.yaml; a program gets the problem itself (`shared.problems`).
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from fastapi.exceptions import RequestValidationError

from shared.pages.words import Words
from shared.problems import Problem

KIND = "refusals"
FAULTS = "faults"
MOST = 80
"""Characters of what was found that are repeated."""

_QUOTED = re.compile(r"found (['\"]?)(.*)\1$", re.DOTALL)
_NO_LIST = re.compile(r"none\b|.*GET /", re.DOTALL)
"""What is expected where nothing is there yet, or programs are sent to a list."""
_WHOLE = ", or * for the district"


@dataclass(frozen=True, slots=True)
class Refused:
    """A refusal in words for people."""

    status: int
    said: str
    allowed: str = ""
    """What can be asked for instead; empty where nothing can."""
    translated: bool = True
    """Not, where words.yaml knows no words for it: what is said is then in English."""


def refused(refusal: Problem | RequestValidationError, words: Words, **more: str) -> Refused:
    """Return what was found and what is allowed, in words; `more` are further slots of the sentences."""
    if isinstance(refusal, RequestValidationError):
        return _invalid(refusal, words)
    body = refusal.body
    told = words.book[KIND].get(refusal.said_as or body["title"])
    if told is None:
        expected = [error["expected"] for error in body.get("errors", ()) if error.get("expected")]
        return Refused(refusal.status, body["detail"], "; ".join(expected), translated=False)
    slots = _slots(body, words) | more
    allowed = told.get("allowed" if slots["expected"] else "none", told.get("allowed"))
    said = words.t(*told["says"]).format(**slots)
    return Refused(refusal.status, said, words.t(*allowed).format(**slots) if allowed else "")


def parameter_of(refusal: Problem | RequestValidationError) -> str:
    """Return the parameter of the query or the path that is at fault; empty where none is."""
    if isinstance(refusal, RequestValidationError):
        found = cast("list[dict[str, Any]]", refusal.errors())
        return _parameter(found[0]) if found else ""
    errors = refusal.body.get("errors", ())
    return str(errors[0].get("parameter", "")) if errors else ""


def _slots(body: Mapping[str, Any], words: Words) -> dict[str, str]:
    first: Mapping[str, Any] = next(iter(body.get("errors", ())), {})
    parameter = str(first.get("parameter") or str(first.get("pointer", "")).rpartition("/")[2])
    expected = str(first.get("expected", "")).removeprefix("one of ").removeprefix("some of ")
    if _NO_LIST.match(expected):
        expected = ""
    if name := _NAMES.get(parameter):
        expected = words.join([name(words, one) for one in expected.split(" / ")])
    expected = expected.replace(_WHOLE, words.t("；全区写作 *", _WHOLE))
    found = _QUOTED.search(str(first.get("detail", "")))
    plain = {name: str(value) for name, value in body.items() if isinstance(value, str | int)}
    return {
        **plain,
        "parameter": words.name("query", parameter),
        "found": _shortened(found[2] if found else ""),
        "expected": expected.replace(" / ", words.t("、", ", ")),
    }


def _invalid(error: RequestValidationError, words: Words) -> Refused:
    """Return what is wrong with a parameter that no route can take, in words."""
    found = cast("list[dict[str, Any]]", error.errors())
    if not found:
        return Refused(422, words.t("请求无法读取。", "The request cannot be read."))
    first = found[0]
    parameter = words.name("query", _parameter(first))
    faults, kind = words.book[FAULTS], str(first["type"])
    pair = faults.get(kind) or faults.get(kind.split("_")[0])
    if pair is None:
        return Refused(422, f"{parameter}: {first['msg']}", translated=False)
    context = {name: str(value) for name, value in first.get("ctx", {}).items()}
    if "expected" in context:
        context["expected"] = context["expected"].replace("'", "").replace(" or ", ", ").replace(", ", " / ")
    if kind == "missing":
        said = words.t(f"缺少“{parameter}”。", f"“{parameter}” is missing.")
    else:
        value = _shortened(str(first["input"]))
        said = words.t(f"“{parameter}”不能是“{value}”。", f"“{parameter}” cannot be “{value}”.")
    return Refused(422, said, words.t(*pair).format(**context))


def _parameter(fault: Mapping[str, Any]) -> str:
    """Return the name of what is at fault: after it a place may name the form that did not fit."""
    return str(next(iter(fault["loc"][1:]), ""))


def _shortened(text: str) -> str:
    return text if len(text) <= MOST else f"{text[:MOST]}…"


_NAMES: Mapping[str, Callable[[Any, str], str]] = {
    "metric": lambda words, name: str(words.metric(name)) if hasattr(words, "metric") else name,
    "duty": lambda words, name: words.name("duties", name),
    "stage": lambda words, name: words.name("stages", name),
}
"""How what is expected of a parameter is called, where it has a name for people."""
