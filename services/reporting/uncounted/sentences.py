"""How is it said why a case does not count, in Chinese and in English?"""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from services.reporting.periods import Period
from services.reporting.uncounted.shapes import Why

if TYPE_CHECKING:
    from services.reporting.pages.words import Words
    from services.reporting.uncounted.telling import Reason

SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        # It counts in no figure of any period.
        "not_docketed": (
            "立案情况尚未收到，不计入任何指标",
            "its docketing was not reported: it counts in no figure",
        ),
        "unknown_organs": (
            "被告不在机关名录中：{organs}",
            "no defendant is in the register of organs: {organs}",
        ),
        "not_in_force": ("立案时没有规定在施行", "no regulation was in force when it began"),
        "not_covered": (
            "规定不适用于此类案件（{article}）",
            "the regulation does not cover such cases ({article})",
        ),
        "no_law": ("本地区没有采用任何规定", "no regulation is adopted in the district"),
        # It counts, but not here.
        "other_period": ("{on}{by}，计入{periods}", "{by} on {on}: it counts in {periods}"),
        "counts_at": (
            "争议一并计入{case}（{period}，{on}）",
            "its dispute counts at {case} ({period}, {on})",
        ),
        "concluded_at": (
            "争议以{case}终结，按其结果计（{on}）",
            "its dispute was concluded at {case}, and counts by how that ended ({on})",
        ),
        "other_category": ("属{category}，不计入行政诉讼的这一指标", "it is of another kind: {category}"),
        "row_has_none": ("这一指标不按此分类统计", "this figure is not broken down so"),
        "chief_of_others": (
            "须由其他被告的正职出庭：{of}",
            "a chief is required of other defendants: {of}",
        ),
        "not_this_officer": ("该负责人与此项无关", "it does not concern this officer"),
        "not_accountable": ("责任单位是{of}", "accountable would be {of}"),
        "not_for_government": (
            "不是代区政府应诉的期限",
            "no deadline in it is of an agency that answers for the district government",
        ),
        "not_party": ("在此项中不是当事一方", "it is no party to what counts here"),
        "other_part": ("属于{act}{court}{instance}", "it is {act}{court}{instance}"),
        "other_instance": ("属{instance}", "it is of another instance: {instance}"),
        "other_outcome": ("以{outcomes}结案", "it ended otherwise: {outcomes}"),
        # Nothing to count happened.
        "not_heard_yet": ("尚未开庭", "no hearing was held yet"),
        "withdrawn_unheard": ("未开庭即撤诉：{outcomes}", "withdrawn before any hearing: {outcomes}"),
        "on_papers": (
            "{instance}未开庭，书面审理：{outcomes}",
            "decided on papers, without a hearing ({instance}): {outcomes}",
        ),
        "decided_unheard": ("未开庭即结案：{outcomes}", "decided without a hearing: {outcomes}"),
        "closed_unheard": ("未开庭即结案", "closed without a hearing"),
        "chief_not_required": ("不属于正职应当出庭的案件", "no article requires the chief to appear in it"),
        "excused_leaves": (
            "有正当理由未出庭，不计入出庭率",
            "the absence is excused, and such cases leave the rate",
        ),
        "not_decided": ("尚未裁判", "not decided yet"),
        "closed_undecided": ("未裁判即结案", "closed without a document"),
        "not_final": ("裁判不是终局：{outcomes}", "its document is not final: {outcomes}"),
        "not_effective": (
            "裁判尚未生效（{decided_on}作出）",
            "its document of {decided_on} has not taken effect: appealed, or still open to appeal",
        ),
        "goes_on": (
            "{took_effect_on}生效，但争议仍在继续",
            "it took effect on {took_effect_on}, but the dispute goes on",
        ),
        "ended": ("争议已于{on}终结（{case}）", "its dispute was concluded on {on} ({case})"),
        "no_day": ("缺少归入期间的日期", "the day that would put it into a period is not known"),
        "no_deadline": ("没有这样的期限", "it has no such deadline"),
        "not_due_yet": ("{duty}：{due_on}才到期", "{duty}: due only on {due_on}"),
        "suspended": ("{duty}：期限中止", "{duty}: the deadline stands still"),
        "lifted": ("{duty}：期限已解除（原定{due_on}）", "{duty}: lifted (was due on {due_on})"),
        "no_breach": ("{duty}：只是一般要求，不计入", "{duty}: asked in general only; a miss is no breach"),
        # It is in the denominator and not in the numerator.
        "excused": (
            "有正当理由未出庭（{reason}），仍在分母中",
            "nobody came for a valid reason ({reason}); such cases stay in the denominator",
        ),
        "missed_again": (
            "法院再次通知后{on}未出庭",
            "the court asked again, and nobody came on {on}",
        ),
        "identity_unfit": ("负责人身份证明不合格，视为未出庭", "the officer's proof of identity was unfit"),
        "not_an_officer": (
            "出庭的不是被诉机关的负责人",
            "who came is not an officer of a defendant in the sense of the rules",
        ),
        "only_staff": ("只有工作人员出庭", "only staff came"),
        "only_lawyer": ("只有律师出庭", "only a lawyer came"),
        "nobody": ("无人出庭", "nobody came"),
        "silent": ("负责人出庭但未发言", "the officer came and did not speak"),
        "chief_absent": ("正职未出庭（{came}出庭）", "the chief did not come ({came} did)"),
        "accepted_absent": (
            "应由{accepted}出庭，未出庭",
            "{accepted} should have come and did not",
        ),
        "another_officer": ("由其他负责人完成", "another officer did it"),
        "another_came": ("本机关负责人没有做到，其他被告做到了", "an officer of another defendant did it"),
        "not_lost": ("没有败诉：{outcomes}", "not lost: {outcomes}"),
        "lost_by_others": ("败诉的是{agencies}", "lost by {agencies}"),
        "not_settled": ("没有协调化解：{outcomes}", "not settled: {outcomes}"),
        "not_withdrawn": ("没有撤诉：{outcomes}", "not withdrawn: {outcomes}"),
        "done_late": (
            "{duties}：{due_on}到期，{done_on}才完成",
            "{duties}: due on {due_on}, done on {done_on}",
        ),
        "not_done": ("{duties}：{due_on}到期，没有完成", "{duties}: due on {due_on} and not done"),
    }
)
"""What each code means; names in braces are what it names."""

_BY = MappingProxyType(
    {
        "began": ("立案", "it began"),
        "heard": ("首次开庭", "first heard"),
        "concluded": ("争议终结", "its dispute was concluded"),
        "decided": ("裁判", "decided"),
        "due": ("到期", "due"),
    }
)

_KINDS = {
    "outcomes": "outcomes",
    "category": "categories",
    "instance": "instances",
    "act": "acts",
    "court": "courts",
    "reason": "reasons",
    "came": "ranks",
    "accepted": "posts",
    "duty": "duties",
    "duties": "duties",
}


def why(reason: "Reason") -> Why:
    """Return a reason with its sentences."""
    return _told(reason.code, reason.params)


def without_case(found: Why) -> Why:
    """Return a reason that does not name the case at which a dispute counts, for who does not see that case."""
    return _told(found.code, {name: value for name, value in found.params.items() if name != "case"})


def _told(code: str, params: Mapping[str, Any]) -> Why:
    says = {
        language: text.format_map(_Named(params, words))
        for (language, words), text in zip(_words(), SENTENCES[code], strict=True)
    }
    return Why(code=code, params=dict(params), says=says)


class _Named(dict[str, str]):
    """What a sentence names, in words; nothing for what is not there."""

    def __init__(self, params: Mapping[str, Any], words: "Words") -> None:
        super().__init__({name: _said(name, value, words) for name, value in params.items()})
        self._words = words

    def __missing__(self, name: str) -> str:
        return self._words.t("另一案件", "another case") if name == "case" else ""


def _said(name: str, value: Any, words: "Words") -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        texts = [_said(name, one, words) for one in value]
        return words.join(texts) if texts else words.t("无人", "nobody")
    if name == "by":
        return words.t(*_BY[value]) if value in _BY else words.name("by", value)
    if name in ("period", "periods"):
        return words.period(Period.parse(value))
    return words.name(_KINDS[name], value) if name in _KINDS else str(value)


@cache
def _words() -> "tuple[tuple[str, Words], ...]":
    from services.reporting.pages.words import (
        Words,
    )  # which is begun with the pages, and they with the reader

    return ("zh", Words("zh")), ("en", Words("en"))
