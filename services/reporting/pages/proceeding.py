"""What does the page of one proceeding show: the line from loss to closure, and all that hangs on it, in words?"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.reporting.answers import District
from services.reporting.pages.source import Source
from services.reporting.pages.words import Words
from services.reporting.proceedings.detail import proceeding
from services.reporting.proceedings.shapes import Document, Parked, Proceeding
from shared.law.model import Law

MARKS: Mapping[str, str] = {"held_accountable": "in", "not_held_accountable": "out", "tolerated": "finding"}
"""By which shape a conclusion is told beside its word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProceedingPage:
    """Everything on the page of one proceeding."""

    district: District
    law: Law | None
    found: Proceeding

    @property
    def decided(self) -> int:
        """Return of how many subjects something is concluded, or handed over."""
        return sum(bool(one.conclusion or one.referred_to) for one in self.found.row.subjects)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing a document says; what is longer than a few words stands in a paragraph of its own."""

    label: str
    text: str
    long: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """What a report proposes for one subject."""

    subject: str
    conclusion: str
    mark: str
    more: str


async def proceeding_page(reader: Source, district: District, case: str, unit: str) -> ProceedingPage:
    """Return the page of one proceeding. Raises UnknownCaseError, NoProceedingError."""
    found = await proceeding(reader, district.id, case, unit)
    law = await reader.law(district.id)
    return ProceedingPage(district=district, law=law, found=found)


def subject(unit: str, person: str, words: Words) -> str:
    """Return who gets a conclusion: a person of a unit, or the unit itself."""
    return words.t(f"{unit} {person}", f"{person} ({unit})") if person else unit


def says(document: Document, words: Words) -> list[Said]:
    """Return what a document of a proceeding says, beside its day, who did it, and what a report proposes."""
    say = _SAYING.get(document.type)
    return [one for one in say(document.data, words) if one.text] if say else []


def proposals(document: Document, words: Words) -> list[Proposed]:
    """Return what the report of an inquiry proposes, for each subject."""
    unit = str(document.data.get("agency") or "")
    return [
        Proposed(
            subject=subject(str(one.get("unit") or unit), str(one.get("person") or ""), words),
            conclusion=words.name("conclusions", str(one.get("conclusion") or "")),
            mark=MARKS.get(str(one.get("conclusion")), "finding"),
            more=words.t("；", "; ").join(filter(None, (one.get("manner"), one.get("reasons")))),
        )
        for one in document.data.get("proposals") or ()
    ]


def lacking(parked: Parked, words: Words) -> str:
    """Return why a fact does not fit, in words."""
    why = words.name("misfits", parked.reason)
    what = [words.name("report_parts", one) for one in parked.missing]
    what += [words.name("problems", one) for one in parked.problems]
    return why + (words.t("：", ": ") + words.join(what) if what else "")


def leading_on(types: Iterable[str], words: Words) -> str:
    """Return the facts that would lead on, of which any one is enough."""
    return words.t(" 或者 ", " or ").join(words.name("events", one) for one in types if one)


def shown(by: Iterable[str], words: Words) -> str:
    """Return what shows a trigger in words: facts and duties by their names, with their days, and cases."""
    return words.join([" ".join(_word(one, words) for one in text.split(" ")) for text in by])


def _word(text: str, words: Words) -> str:
    named = words.name("events", text)
    return named if named != text else words.name("duties", text)


def _inquiry(data: Mapping[str, Any], words: Words) -> Iterator[Said]:
    yield Said(label=words.t("调查对象", "Within the inquiry"), text=_names(data, "persons", words))


def _report(data: Mapping[str, Any], words: Words) -> Iterator[Said]:
    yield Said(label=words.t("原因", "Causes"), text=_text(data, "causes"), long=True)
    yield Said(label=words.t("责任", "Fault"), text=_text(data, "fault"), long=True)


def _approved(data: Mapping[str, Any], words: Words) -> Iterator[Said]:
    yield Said(label=words.t("审批", "Approved by"), text=_text(data, "leader"))


def _joint(data: Mapping[str, Any], words: Words) -> Iterator[Said]:
    because = words.name("joint_because", str(data.get("because") or "major"))
    yield Said(label=words.t("原因", "Because"), text=because)


def _review(data: Mapping[str, Any], words: Words) -> Iterator[Said]:
    with_whom = [words.name("reviewers", one) for one in data.get("jointly_with") or ()]
    yield Said(label=words.t("联合", "Jointly with"), text=words.join(with_whom))


def _opinion(data: Mapping[str, Any], words: Words) -> Iterator[Said]:
    yield Said(label=words.t("意见", "Opinion"), text=_text(data, "opinion"), long=True)


def _decision(data: Mapping[str, Any], words: Words) -> Iterator[Said]:
    whom = subject(_text(data, "unit"), _text(data, "person"), words)
    yield Said(label=words.t("对象", "On"), text=whom)
    yield Said(label=words.t("结论", "Conclusion"), text=words.name("conclusions", _text(data, "conclusion")))


def _referred(data: Mapping[str, Any], words: Words) -> Iterator[Said]:
    whom = subject(_text(data, "agency"), _text(data, "person"), words)
    yield Said(label=words.t("对象", "On"), text=whom)
    yield Said(label=words.t("移送", "To"), text=_text(data, "recipient"))


def _served(data: Mapping[str, Any], words: Words) -> Iterator[Said]:
    yield Said(label=words.t("种类", "Kind"), text=words.name("documents", _text(data, "kind")))
    outcomes = words.names("outcomes", tuple(data.get("outcomes") or ()))
    yield Said(label=words.t("结果", "Outcome"), text=outcomes)


def _shared(data: Mapping[str, Any], words: Words) -> Iterator[Said]:
    yield Said(label=words.t("单位", "Unit"), text=_text(data, "unit"))
    yield Said(label=words.t("依据", "Basis"), text=_text(data, "basis"), long=True)


def _remedied(data: Mapping[str, Any], words: Words) -> Iterator[Said]:
    yield Said(label=words.t("内容", "Text"), text=_text(data, "text"), long=True)


_SAYING = {
    "inquiry-opened": _inquiry,
    "inquiry-reported": _report,
    "inquiry-approved": _approved,
    "joint-review-required": _joint,
    "review-completed": _review,
    "review-fed-back": _opinion,
    "decision-made": _decision,
    "referred": _referred,
    "document-served": _served,
    "fault-shared": _shared,
    "remediation-reported": _remedied,
}


def _text(data: Mapping[str, Any], name: str) -> str:
    return str(data.get(name) or "")


def _names(data: Mapping[str, Any], name: str, words: Words) -> str:
    return words.join([str(one) for one in data.get(name) or ()])
