"""How is the content of an event told in words?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.reporting.answers import Entry, WorkItem
from services.reporting.pages.words import Words
from shared.law.model import Law

BOOKKEEPING = frozenset({"version", "law", "calendar", "rules", "fact", "passed_over", "pack"})
"""Fields that say on what a finding rests, or that a page shows in a place of their own."""

_VOCABULARY = {
    "instance": "instances",
    "category": "categories",
    "outcomes": "outcomes",
    "flags": "flags",
    "rank": "ranks",
    "reason": "reasons",
    "reconsideration": "reconsiderations",
    "obligor": "roles",
    "duty": "duties",
    "accepted": "posts",
    "role": "proposed_as",
    "missing": "papers",
    "parts": "papers",
    "problems": "problems",
    "to": "submitted_to",
    "how": "connections",
    "by": "advisors",
    "cause": "causes",
    "taken": "steps",
    "pending": "steps",
    "duties": "duties",
    "problem": "doubts",
    "procedure": "procedures",
    "conclusion": "conclusions",
    "jointly_with": "reviewers",
}
_MARKED = {
    ("circular-proposed", "ground"): "circulars",
    ("circular-issued", "ground"): "circulars",
    ("decision-made", "grounds"): "grounds",
    ("decision-unfounded", "grounds"): "grounds",
    ("liability-triggered", "trigger"): "liability",
    ("papers-incomplete", "checklist"): "checklists",
    ("chief-required", "ground"): "appearing",
    ("officer-required", "ground"): "appearing",
    ("referred", "trigger"): "liability",
    ("referral-declined", "trigger"): "liability",
    ("assessment-recorded", "item"): "assessment",
    ("proceeding-opened", "stage"): "proceeding",
    ("proceeding-advanced", "stage"): "proceeding",
    ("proceeding-closed", "stage"): "proceeding",
}
"""Fields that name an entry of the law, by the section it stands in."""
_WAITING = {
    "designation": "designation-requested",
    "coordination": "officer-coordination-requested",
    "forward-urgent": "forward-urgent",
    "doubt": "period-doubted",
    "disagreement": "disagreement",
    "law": "law-not-in-force",
    "parked": "fact-parked",
    "papers": "papers-incomplete",
    "agents": "agents-unfit",
    "circular": "circular-proposed",
    "answer": "suggestion-issued",
    **dict.fromkeys(("inquiry", "report", "review", "feedback", "decision", "stage"), "proceeding-opened"),
    "stalled": "proceeding-opened",
    "referral": "liability-triggered",
    "unfounded": "decision-unfounded",
}
"""By what finding each kind of the worklist waits."""
_ANY_STAGE = ("stage", "stalled")
"""Kinds of the worklist that do not say by themselves which stage it is."""
_KINDS = {
    "act-described": "acts",
    "document-served": "documents",
    "conduct-recorded": "conducts",
    "referred": "referrals",
    "assessment-recorded": "assessments",
}
"""What the field `kind` of these events means; of all others it is a kind of suggestion."""
_OWN = {
    ("attendance-irregular", "problem"): "attendance",
    ("attendance-irregular", "persons"): "attending",
    ("fact-parked", "missing"): "fields",
    ("joint-review-required", "because"): "joint_because",
    ("proceeding-closed", "how"): "closed_how",
    ("proceeding-opened", "because"): "stalled",
}
"""Fields whose words mean something else in these events than in others."""

_WORTH_SAYING = frozenset({"proof_fit", "officer_signed", "record_checked", "spoke", "lead_has_duty"})
"""Fields whose `no` says something."""

_USUAL = frozenset({"lead_has_duty"})
"""Fields whose `yes` says nothing."""


_MISMATCH = re.compile(r"(\w+) = (\w+), asked for (.+)")
_OWN_WORDS = {
    "instance": "instances",
    "category": "categories",
    "act": "acts",
    "reconsideration": "reconsiderations",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One field of an event."""

    label: str
    text: str
    was: str = ""
    """What it said before a correction; equal to `text` when the field did not change."""
    changed: bool = False


def lines(entry: Entry, words: Words, law: Law | None) -> list[Line]:
    """Return the fields of an event in words; those of a correction beside what they replace."""
    if entry.type == "fact-corrected":
        return _corrected(corrects(entry), entry.was or {}, entry.data.get("data") or {}, words, law)
    if entry.type == "fact-retracted":
        return _corrected("", entry.was or {}, {}, words, law)
    said = _texts(entry.type, entry.data, words, law)
    if entry.kind == "fact":  # the day stands beside it
        said = {field: text for field, text in said.items() if text != str(entry.on)}
    return [Line(label=words.name("fields", field), text=text) for field, text in said.items()]


def waiting(item: WorkItem, words: Words, law: Law | None) -> list[Line]:
    """Return in words what waits."""
    apart = {"soft"} if item.kind in _ANY_STAGE else {"soft", "stage"}
    says = {name: value for name, value in item.says.items() if name not in apart}
    said = _texts(_WAITING[item.kind], says, words, law)
    labels = {"expected": "released_by" if item.kind == "unfounded" else "next"}
    return [
        Line(label=words.name("fields", labels.get(field, field)), text=text) for field, text in said.items()
    ]


def basis(data: Mapping[str, Any], words: Words, packs: Mapping[str, str]) -> str:
    """Return the versions of law, calendar and rules a finding rests on; empty for one that names none.

    `packs` names the pack of each version of the law that is on the log.
    """
    law = str(data.get("law", ""))
    parts = [
        (words.t("规定", "law"), f"{packs[law]} {law}" if law in packs else law),
        (words.t("日历", "calendar"), data.get("calendar")),
        (words.t("规则", "rules"), data.get("rules")),
    ]
    return " · ".join(f"{name} {version}" for name, version in parts if version)


def corrects(entry: Entry) -> str:
    """Return the name of the event a correction is of, such as `defence-filed` for `yingsu.defence-filed.v1`."""
    return str(entry.data.get("type", "")).removeprefix("yingsu.").partition(".")[0]


def reason(entry: Entry) -> str:
    """Return the reason a correction gives, if any."""
    revised = entry.type in ("fact-corrected", "fact-retracted")
    return str(entry.data.get("reason", "")) if revised else ""


def _corrected(
    kind: str, was: Mapping[str, Any], data: Mapping[str, Any], words: Words, law: Law | None
) -> list[Line]:
    before, after = _texts(kind, was, words, law), _texts(kind, data, words, law)
    return [
        Line(
            label=words.name("fields", field),
            text=after.get(field, ""),
            was=before.get(field, ""),
            changed=before.get(field) != after.get(field),
        )
        for field in {**before, **after}
    ]


def _texts(kind: str, data: Mapping[str, Any], words: Words, law: Law | None) -> dict[str, str]:
    told = {
        field: _text(kind, field, value, words, law)
        for field, value in data.items()
        if field not in BOOKKEEPING
        and (value is not False or field in _WORTH_SAYING)
        and (value is not True or field not in _USUAL)
    }
    return {field: text for field, text in told.items() if text}


def _text(kind: str, field: str, value: Any, words: Words, law: Law | None) -> str:
    if value is None or value == "" or value == [] or value == {}:
        return ""
    if isinstance(value, bool):
        return words.t("是", "yes") if value else words.t("否", "no")
    if isinstance(value, list | tuple):
        return words.join([_text(kind, field, one, words, law) for one in value])
    if isinstance(value, Mapping) and "role" in value:
        return _attendee(value, words)
    if isinstance(value, Mapping) and ("conclusion" in value or "person" in value):
        return _subject(value, words, law)
    if isinstance(value, Mapping) and "stage" in value:
        stage = entry_text("proceeding/" + str(value["stage"]), words, law)
        return f"{stage} {value.get('on', '')}".strip()
    if isinstance(value, Mapping) and "ground" in value:
        return _text(kind, "ground", value["ground"], words, law) + _in_brackets(value.get("article"), words)
    if isinstance(value, Mapping):
        return words.join([str(one) for one in value.values() if one])
    if section := _MARKED.get((kind, field)):
        return entry_text(f"{section}/{value}", words, law)
    match field:
        case "kind":
            return words.name(_KINDS.get(kind, "suggestions"), str(value))
        case "article":
            return words.article(str(value))
        case "rule":
            return rule_text(str(value), words, law)
        case "type" | "reported":
            return words.name("events", str(value))
        case "differing":
            return words.name("fields", str(value))
        case "counting" | "outweighed":
            source, _, _id = str(value).partition(" ")
            return source_text(source, words)
        case "released_by" | "shown_by" | "about" | "expected":
            return " ".join(_word(one, words) for one in str(value).split(" "))
        case "parked":
            reason, _, about = str(value).partition(" ")
            return _text("fact-parked", "about", about, words, law) + _in_brackets(reason, words, "reasons")
        case "topic":
            return words.name("topics", str(value))
        case "step" if kind == "deadline-near":
            return before_due(int(value), words)
        case "gap_working_days":
            return gap(int(value), words)
        case "unit" if kind == "deadline-suspended":
            return words.t("工作日", "working days") if value == "working_days" else words.t("日", "days")
    vocabulary = _OWN.get((kind, field)) or _VOCABULARY.get(field)
    return words.name(vocabulary, str(value)) if vocabulary else str(value)


def _word(text: str, words: Words) -> str:
    """Return the name of an event or duty, who reported something, or a word as it is."""
    if "/" in text:
        return words.source(text)
    named = words.name("events", text)
    return named if named != text else words.name("duties", text)


def _attendee(attendee: Mapping[str, Any], words: Words) -> str:
    said = [words.name("attending", str(attendee.get("role", "")))]
    if attendee.get("rank") not in (None, "", "none"):
        said = [words.name("ranks", str(attendee["rank"]))]
    if attendee.get("role") in ("officer", "staff"):
        said.append(words.t("发言", "spoke") if attendee.get("spoke") else words.t("未发言", "silent"))
    if attendee.get("identity_fit") is False:
        said.append(words.t("身份证明不合格", "unfit identity proof"))
    if attendee.get("left_without_leave"):
        said.append(words.t("中途退庭", "left without leave"))
    who = str(attendee.get("name") or attendee.get("organ") or "")
    return f"{who}（{'，'.join(said)}）" if words.language == "zh" else f"{who} ({', '.join(said)})"


def _subject(said: Mapping[str, Any], words: Words, law: Law | None) -> str:
    """Tell a unit or a person with what is concluded or proposed, and on what that rests."""
    who = str(said.get("person") or said.get("unit") or words.t("本单位", "the unit itself"))
    parts = [words.name("conclusions", str(said["conclusion"]))] if said.get("conclusion") else []
    parts += [entry_text(f"grounds/{one}", words, law) for one in said.get("grounds") or ()]
    parts += [str(said[name]) for name in ("manner", "reasons", "decided_on") if said.get(name)]
    if said.get("referred_to"):
        parts.append(words.t(f"移送{said['referred_to']}", f"handed to {said['referred_to']}"))
    text = words.t("，", ", ").join(parts)
    return who + (words.t(f"（{text}）", f" ({text})") if text else "")


def _in_brackets(text: object, words: Words, vocabulary: str = "") -> str:
    said = (words.name(vocabulary, str(text)) if vocabulary else words.article(str(text))) if text else ""
    return words.t(f"（{said}）", f" ({said})") if said else ""


def gap(days: int, words: Words) -> str:
    """Return in words how many working days lie from the last day to forward to that of the draft."""
    if days > 0:
        return words.t(f"{days} 个工作日", f"{days} working day{'s' if days > 1 else ''}")
    if not days:
        return words.t("没有一个工作日", "not one working day")
    early = "day" if days == -1 else "days"
    return words.t(f"报送审核反而早 {-days} 个工作日", f"the draft is due {-days} working {early} earlier")


def before_due(step: int, words: Words) -> str:
    """Return a step of the reminders in words: so many working days before the due day."""
    if not step:
        return words.t("到期当日", "on the due day")
    days = "working day" if step == 1 else "working days"
    return words.t(f"到期前 {step} 个工作日", f"{step} {days} before it is due")


def rule_text(rule: str, words: Words, law: Law | None) -> str:
    """Return what a routing rule asks, in words; its id when the law on the log does not know it."""
    return entry_text(f"routing/{rule}", words, law)


def entry_text(mark: str, words: Words, law: Law | None) -> str:
    """Return what an entry of the law asks, in words; its id when the law does not know it."""
    found = next((one for one in law.entries() if one.mark == mark), None) if law else None
    summary = found.summary if found else None
    return words.t(summary.zh, summary.en) if summary else mark.partition("/")[2]


def source_text(source: str, words: Words) -> str:
    """Return who reported, in words: the kind of source and its own name."""
    kind, _, name = source.partition("/")
    return f"{words.name('sources', kind)} {name}".strip()


def because(text: str, words: Words) -> str:
    """Return in words why a rule did not apply, such as `defendant = government, asked for agency`."""
    match = _MISMATCH.fullmatch(text)
    if match is None:
        return text
    attribute, found, asked = match.groups()
    kind = _OWN_WORDS.get(attribute, "values")
    said = words.name(kind, found)
    wanted = words.t("或", " or ").join(words.name(kind, value) for value in asked.split(" / "))
    name = words.name("attributes", attribute)
    return words.t(
        f"{name}是“{said}”，该规则要求“{wanted}”", f"{name} is “{said}”; the rule asks for “{wanted}”"
    )
