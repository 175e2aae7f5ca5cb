"""What does an entry of the law ask, in words: when it applies, and what then?"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.reporting.answers import LawEntryRow
from services.reporting.pages.charts import target_text
from services.reporting.pages.telling import before_due
from services.reporting.pages.words import Words

Value = Mapping[str, Any]

_OWN_WORDS = {
    "instance": "instances",
    "category": "categories",
    "act": "acts",
    "reconsideration": "reconsiderations",
}
"""Attributes whose values have a vocabulary of their own."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing an entry says, with what kind of thing that is."""

    label: str
    text: str


def lines(entry: LawEntryRow, words: Words) -> list[Line]:
    """Return what an entry says beside its summary."""
    value = entry.value if isinstance(entry.value, Mapping) else {}
    say = _SAYING.get(entry.section)
    found = list(say(value, words)) if say else []
    if when := conditions(value.get("when", {}), words):
        found.insert(0, Line(words.t("条件", "When"), when))
    return [line for line in found if line.text]


def conditions(when: Value, words: Words) -> str:
    """Return the conditions of an entry, all of which must hold; those of which one must hold stand in brackets."""
    alone = len(when) == 1
    return words.t("；", "; ").join(
        _condition(name, wanted, words, alone=alone) for name, wanted in when.items()
    )


def _condition(name: str, wanted: Any, words: Words, *, alone: bool) -> str:
    if name == "any":
        either = words.t(" 或 ", " or ").join(conditions(one, words) for one in wanted)
        return either if alone else words.t(f"（{either}）", f"({either})")
    said = words.name("attributes", name)
    if wanted is True:
        return said
    values = wanted if isinstance(wanted, list | tuple) else [wanted]
    named = [words.name(_OWN_WORDS.get(name, "values"), _key(one)) for one in values]
    return said + words.t("：", ": ") + words.t("、", " / ").join(named)


def _key(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _routing(value: Value, words: Words) -> Iterator[Line]:
    who = words.names("filling", value.get("responsible", []))
    yield Line(words.t("应诉", "Answers"), who or words.t("由区司法局指定", "as the bureau designates"))
    yield Line(words.t("旁听", "Observes"), words.names("filling", value.get("observers", [])))


def _appearing(value: Value, words: Words) -> Iterator[Line]:
    if value.get("required") == "officer":
        yield Line(words.t("要求", "Asks for"), words.t("负责人出庭", "a responsible officer"))
    accepted = value.get("accepted", ["chief"])
    yield Line(words.t("可由", "Accepts"), words.names("posts", accepted))


def _roster(value: Value, words: Words) -> Iterator[Line]:
    roles = value.get("roles", ["A", "B"])
    yield Line(
        words.t("次序", "Order"),
        words.t(" → ", " → ").join(words.name("proposed_as", role) for role in roles),
    )


def _connected(value: Value, words: Words) -> Iterator[Line]:
    yield Line(words.t("单位", "Who"), words.names("filling", value.get("who", [])))


def _checklist(value: Value, words: Words) -> Iterator[Line]:
    yield Line(words.t("提交给", "To"), words.name("submitted_to", value.get("to", "")))
    yield Line(
        words.t("材料", "Parts"), words.names("papers", [part["part"] for part in value.get("parts", [])])
    )


def _agents(value: Value, words: Words) -> Iterator[Line]:
    least, most = value.get("at_least", 1), value.get("at_most", 2)
    yield Line(
        words.t("人数", "How many"),
        words.t(f"{least}至{most}名", f"{least} to {most}")
        if least
        else words.t(f"至多{most}名", f"at most {most}"),
    )
    if not value.get("outside_lawyer_alone"):
        yield Line(words.t("限制", "But"), words.t("不得仅委托社会律师", "never an outside lawyer alone"))


def _duty(value: Value, words: Words) -> Iterator[Line]:
    yield Line(words.t("期限", "Due"), _period(value, words))
    yield Line(words.t("义务主体", "Owed by"), words.name("roles", str(value.get("obligor", ""))))
    yield Line(words.t("完成于", "Met by"), words.name("events", str(value.get("met_by", ""))))
    if value.get("category"):
        yield Line(words.t("适用于", "In"), words.names("categories", value["category"]))
    if value.get("soft"):
        yield Line(
            words.t("性质", "Kind"),
            words.t("一般要求，逾期不作违规", "asked in general: a miss is no breach"),
        )
    yield from _duty_also(value, words)
    if value.get("since") or value.get("until"):
        yield Line(words.t("起算日", "Starting"), _days(value, words))


def _duty_also(value: Value, words: Words) -> Iterator[Line]:
    """Yield what may change the day of a duty, what it leads on to and what a miss does."""
    if value.get("right"):
        yield Line(words.t("性质", "Kind"), words.t("权利，期满未行使即失效", "a right that lapses unused"))
    for field, zh, en in (("set_by", "法院确定", "Set by"), ("extended_by", "可以延长", "Put off by")):
        yield Line(words.t(zh, en), words.name("events", str(value.get(field, ""))))
    if value.get("stays"):
        yield Line(words.t("中止诉讼", "A stay"), words.t("停止计算", "stops the period"))
    yield Line(
        words.t("步骤", "Steps"),
        words.t(" → ", " → ").join(words.name("steps", s) for s in value.get("steps", [])),
    )
    if value.get("remind") is not None:
        yield Line(words.t("提醒", "Reminders"), _steps_of(value["remind"], words))
    missed = value.get("if_missed")
    if missed:
        yield Line(words.t("逾期", "If missed"), words.spelt_out(words.t(missed["zh"], missed["en"])))


def _steps_of(steps: Sequence[int], words: Words) -> str:
    if not steps:
        return words.t("不提醒", "none")
    return words.join([before_due(step, words) for step in steps])


def _reminders(value: Value, words: Words) -> Iterator[Line]:
    yield Line(words.t("提醒", "Reminded"), _steps_of(value.get("near", []), words))
    called = words.t("，没有的，", ", else ").join(
        words.name("called", who) for who in value.get("escalate_to", [])
    )
    yield Line(words.t("逾期后告知", "A miss calls"), called or words.t("不告知", "nobody"))
    if called:
        number = value.get("escalate_for")
        yield Line(words.t("告知期间", "For"), words.t(f"{number} 个工作日", f"{number} working days"))


def is_off(entry: LawEntryRow) -> bool:
    """Return whether an outcome is one a pack could count as a loss and does not."""
    return isinstance(entry.value, Mapping) and entry.value.get("counted") is False


def _period(value: Value, words: Words) -> str:
    due = value.get("due", {})
    start = str(value.get("starts", ""))
    begins = words.name("starts", start)
    begins = words.name("events", start) if begins == start else begins
    if due.get("on_the_day"):
        return words.t(f"{begins}当日", f"on {begins}")
    for unit, zh, en in (("working_days", "个工作日", "working days"), ("calendar_days", "日", "days")):
        if number := due.get(unit):
            before = due.get("before")
            if before == "start":
                return words.t(f"{begins}前{number}{zh}", f"{number} {en} before {begins}")
            if before:
                duty = words.name("duties", before)
                return words.t(f"“{duty}”届满前{number}{zh}", f"{number} {en} before “{duty.lower()}” is due")
            return words.t(f"自{begins}起{number}{zh}内", f"{number} {en} from {begins}")
    number = due.get("months")
    return words.t(f"自{begins}起{number}个月内", f"{number} months from {begins}") if number else begins


def _days(value: Value, words: Words) -> str:
    since, until = value.get("since"), value.get("until")
    parts = [words.t(f"{since}起", f"from {since}") if since else ""]
    parts.append(words.t(f"{until}前", f"before {until}") if until else "")
    return words.t("，", ", ").join(part for part in parts if part)


def _circular(value: Value, words: Words) -> Iterator[Line]:
    if value.get("duty"):
        yield Line(words.t("逾期的期限", "Missed"), words.name("duties", value["duty"]))
    elif value.get("problem"):
        yield Line(words.t("情形", "Upon"), words.name("attendance", value["problem"]))
    else:
        yield Line(words.t("情形", "Upon"), words.t("负责人应出庭未出庭", "no officer appeared as required"))
    yield Line(words.t("单位", "Who"), words.names("organ_kinds", value.get("kinds", [])))


def _attendance(value: Value, words: Words) -> Iterator[Line]:
    if value.get("category"):
        yield Line(words.t("适用于", "In"), words.names("categories", value["category"]))
    if value.get("officers_only"):
        yield Line(words.t("限于", "Only with"), words.t("负责人", "officers"))


def _stage(value: Value, words: Words) -> Iterator[Line]:
    yield Line(words.t("完成于", "Met by"), words.name("events", str(value.get("done_by", ""))))
    yield Line(words.t("由谁办理", "By"), words.names("offices", value.get("by", [])))
    yield Line(words.t("对单位作出的", "On the unit, by"), words.names("offices", value.get("on_unit", [])))
    yield Line(words.t("应当载明", "Must hold"), words.names("report_parts", value.get("needs", [])))
    yield Line(words.t("联合审核", "Jointly with"), words.names("reviewers", value.get("joint_with", [])))
    yield Line(words.t("联合审核于", "Jointly when"), conditions(value.get("joint_when", {}), words))
    if value.get("category"):
        yield Line(words.t("适用于", "In"), words.names("categories", value["category"]))


def _assessed(value: Value, words: Words) -> Iterator[Line]:
    figures = value.get("figures", [])
    if not figures:
        yield Line(
            words.t("得分", "Points"), words.t("由考核单位记分", "recorded by the office that assesses")
        )
    yield Line(words.t("指标", "Figures"), words.join([words.metric(figure) for figure in figures]))
    if figures:
        yield Line(words.t("口径", "Counted"), words.name("by", value.get("by", "responsible")))
    if "full" in value or "none" in value:
        full, none = (
            f"{100 * float(value.get(name, start)):g} %" for name, start in (("full", 1), ("none", 0))
        )
        yield Line(words.t("满分", "All points at"), full)
        yield Line(words.t("零分", "None at"), none)
    if value.get("weight"):
        yield Line(words.t("权重", "Weight"), str(value["weight"]))


def _liability(value: Value, words: Words) -> Iterator[Line]:
    yield Line(words.t("行为", "Conduct"), words.names("conducts", value.get("conduct", [])))
    if value.get("deadline_missed"):
        yield Line(words.t("逾期的期限", "Missed"), words.name("duties", value["deadline_missed"]))
    yield Line(words.t("建议", "Suggestions"), words.names("suggestions", value.get("suggestions", [])))
    if value.get("attendance"):
        yield Line(words.t("表明于", "Shown by"), words.t("庭审记录", "the record of the hearing"))
    only = [
        words.t("无正当理由", "no valid reason") if value.get("without_reason") else "",
        words.t("造成不利后果", "harm to the case") if value.get("adverse_effect") else "",
    ]
    yield Line(words.t("限于", "Only with"), words.join([one for one in only if one]))
    if value.get("repeated_losses"):
        yield Line(words.t("情形", "Upon"), words.t("同类案件多次败诉", "several losses of one kind"))


def _ground(value: Value, words: Words) -> Iterator[Line]:
    yield Line(words.t("结论", "Conclusion"), words.name("conclusions", value.get("conclusion", "")))
    yield Line(words.t("要求", "Asks for"), words.name("needs", value.get("needs", "")))


def _parameter(value: Value, words: Words) -> Iterator[Line]:
    yield Line(words.t("采用", "In use"), reading(value.get("value"), words))
    others = [reading(one, words) for one in value.get("one_of", []) if one != value.get("value")]
    yield Line(words.t("也可以是", "Could be"), words.join(others))
    for later in value.get("later", []):
        since = words.t(f"{later['since']}起", f"from {later['since']}")
        yield Line(since, reading(later["value"], words))


def reading(value: object, words: Words) -> str:
    """Return the value of a parameter in words."""
    return words.name("readings", _key(value))


def _target(value: Value, words: Words) -> Iterator[Line]:
    yield Line(
        words.t("约束", "Binds"),
        words.t("全区", "the district")
        if value.get("binds") == "district"
        else words.t("各单位", "each agency"),
    )


def values(entry: LawEntryRow, words: Words) -> list[tuple[str, str, Value]]:
    """Return the values a target had and has: the bound, its days, and all else that is said of it."""
    at_most = entry.value.get("compare") == "at_most"
    return [
        (
            target_text(str(one["value"]), at_most=at_most),
            _days(one, words),
            {"status": "confirmed", "note": "", **one},
        )
        for one in entry.value["values"]
    ]


_SAYING: Mapping[str, Callable[[Value, Words], Iterator[Line]]] = {
    "routing": _routing,
    "appearing": _appearing,
    "roster": _roster,
    "observers": _connected,
    "cooperation": _connected,
    "checklists": _checklist,
    "agents": _agents,
    "duties": _duty,
    "reminders": _reminders,
    "targets": _target,
    "circulars": _circular,
    "attendance": _attendance,
    "liability": _liability,
    "proceeding": _stage,
    "assessment": _assessed,
    "grounds": _ground,
    "parameters": _parameter,
}
