"""What is wrong with a law pack? Every fault names its line and what was expected, and all are named at once."""

import pytest

from shared.law.loader import PackError, load
from tests.given import packs
from tests.shared.example_pack import PACK, fault, faults, unresolved, written

ROUTING = "routing:\n"
DUTIES = "duties:\n"
LAST = "appearance:"
TRIGGER = 'liability:\n  - {trigger: x, article: "33", summary: {zh: 一, en: x}, '


@pytest.mark.parametrize(
    ("old", "new", "line", "where", "detail"),
    [
        ("when: {defendant: agency}", "when: {defendant: agency", 14, "the file", "not YAML"),
        ("pack: example", "pack: [example", 2, "the file", "not YAML"),
        ("source: an example", "source: an \x00 example", 0, "the file", "not YAML"),
        ("source: an example", "source: an example\nsource: another", 6, "source", "'source' stands twice"),
        ("{defendant: agency}", "{act: penalty, act: licence}", 13, "act", "'act' stands twice"),
        (
            "source: an example",
            "sauce: x\nsource: an example",
            5,
            "sauce",
            "expected one of pack, name, district",
        ),
        ("starts: notice", "begins: x\n    starts: notice", 22, "duties.0.begins", "expected one of article"),
        (
            "{zh: 报备, en: report}",
            "{zh: 报备, en: r, fr: r}",
            21,
            "duties.0.summary.fr",
            "expected one of zh, en",
        ),
        ('    article: "8"\n', "", 10, "routing.0.article", "Field required"),
        ("    summary: {zh: 自行, en: itself}\n", "", 10, "routing.0.summary", "Field required"),
        ('    article: "8"\n', '    article: ""\n', 11, "routing.0.article", "at least 1 character"),
        ('    article: "8"\n', '    article: " "\n', 11, "routing.0.article", "at least 1 character"),
        ('    article: "8"\n', "    article: 8\n", 11, "routing.0.article", 'expected it in quotes: "8"'),
        ("{zh: 自行, en: itself}", "{zh: 自行}", 12, "routing.0.summary.en", "Field required"),
        ("{zh: 自行, en: itself}", "{en: itself}", 12, "routing.0.summary.zh", "Field required"),
        (
            "{zh: 自行, en: itself}",
            "{zh: ' ', en: itself}",
            12,
            "routing.0.summary.zh",
            "at least 1 character",
        ),
        ("rule: own-act", "rule: Own act", 10, "routing.0.rule", "should match pattern '^[a-z]"),
        ("pack: example", "pack: an example", 1, "pack", "should match pattern '^[a-z]"),
        ("district: example", "district: ex.ample", 2, "district", "should match pattern"),
        ("district: example", "district: ex_ample", 2, "district", "should match pattern"),
        ("responsible: [defendant]", "responsible: [nobody]", 14, "routing.0.responsible.0", "'bureau'"),
        ('2023-01-01, article: "1"', 'soon, article: "1"', 6, "in_force.since", "date"),
        ("compare: at_most", "compare: about", 28, "targets.0.compare", "'at_least' or 'at_most'"),
        ("value: 0.05", "value: five", 30, "targets.0.values.0.value", "decimal"),
        ("obligor: responsible_agency", "obligor: somebody", 24, "duties.0.obligor", "'responsible_agency'"),
        ("working_days: 2", "working_days: 0", 23, "duties.0.due.working_days", "greater than or equal to 1"),
    ],
)
def test_a_text_that_has_not_the_form_of_a_pack(
    old: str, new: str, line: int, where: str, detail: str
) -> None:
    found = fault(old, new)
    assert (found.line, found.where) == (line, where)
    assert detail in found.detail


@pytest.mark.parametrize(
    ("old", "new", "line", "where", "detail"),
    [
        (
            "{defendant: agency}",
            "{defendants: agency}",
            13,
            "routing.0.when",
            "unknown attribute 'defendants'",
        ),
        ("{defendant: agency}", "{defendant: x}", 13, "routing.0.when", "expected one of government, agency"),
        ("{defendant: agency}", "{first_heard_of_year: true}", 13, "routing.0.when", "unknown attribute"),
        (
            "{defendant: agency}",
            "{any: [{defendant: agency}]}",
            13,
            "routing.0.when",
            "two conditions or more",
        ),
        (
            "starts: notice",
            "starts: whenever",
            22,
            "duties.0.starts",
            "no start 'whenever'; expected one of gov",
        ),
        ("starts: notice", "starts: organ-succeeded", 22, "duties.0.starts", "or a dated fact type"),
        (
            "met_by: papers-reported",
            "met_by: papers",
            25,
            "duties.0.met_by",
            "no dated fact type 'papers'; expe",
        ),
        ("met_by: papers-reported", "met_by: act-described", 25, "duties.0.met_by", "no dated fact type"),
        (
            "met_by: papers-reported",
            "met_by: papers-reported\n    lifted_by: hearing-scheduled",
            26,
            "duties.0.lifted_by",
            "no dated fact type 'hearing-scheduled'",
        ),
        (
            "{working_days: 2}",
            "{working_days: 2, months: 1}",
            23,
            "duties.0.due",
            "expected exactly one length",
        ),
        ("{working_days: 2}", "{before: defence}", 23, "duties.0.due", "expected exactly one length"),
        (
            "{working_days: 2}",
            "{months: 2, before: start}",
            23,
            "duties.0.due",
            "nothing else is counted back",
        ),
        ("{working_days: 2}", "{working_days: 2, before: papers}", 23, "duties.0.due", "back from itself"),
        (
            "figure: loss_rate",
            "figure: lossrate",
            27,
            "targets.0.figure",
            "no figure 'lossrate'; expected one of",
        ),
        ("value: a,", "value: c,", 8, "parameters.reading.value", "cannot be 'c'; expected one of a, b"),
        (
            ", duty: papers}",
            "}",
            33,
            "circulars.0",
            "no duty ''; 'late' is upon deadline_missed, expected duty:",
        ),
        (
            "upon: deadline_missed",
            "upon: appearance_failed",
            33,
            "circulars.0.duty",
            "only upon deadline_missed",
        ),
        (
            "responsible: [defendant]",
            "responsible: [earlier_case]",
            14,
            "routing.0.responsible",
            "earlier_case answers alone; expected",
        ),
    ],
)
def test_an_entry_that_says_what_cannot_be(old: str, new: str, line: int, where: str, detail: str) -> None:
    found = fault(old, new)
    assert (found.line, found.where) == (line, where)
    assert detail in found.detail


@pytest.mark.parametrize(
    ("shown", "where", "detail"),
    [
        ("", "liability.0", "shown by nothing, or by two things; expected one of conduct, deadline_missed"),
        ("conduct: [interfered], repeated_losses: true", "liability.0", "by nothing, or by two things"),
        (
            "deadline_missed: papers, adverse_effect: true",
            "liability.0.adverse_effect",
            "expected conduct beside",
        ),
        (
            "conduct: [interfered], suggestions: [judicial]",
            "liability.0.suggestions",
            "expected deadline_missed",
        ),
    ],
)
def test_a_trigger_of_liability_that_nothing_shows_or_two_things(shown: str, where: str, detail: str) -> None:
    found = fault(LAST, f"{TRIGGER}{shown}}}\n{LAST}")
    assert (found.line, found.where) == (32, where)
    assert detail in found.detail


@pytest.mark.parametrize(
    ("section", "entry"),
    [
        ("categories", "category: civil, when: {defendant: government, sued: agencies}"),
        ("appearing", "ground: x, when: {defendant: government, sued: agencies}"),
        (
            "roster",
            "roster: x, when: {any: [{defendant: agency}, {act: penalty}], defendant: government, sued: agencies}",
        ),
        ("observers", "rule: x, who: [bureau], when: {defendant: agency, sued: government_alone}"),
        ("cooperation", "rule: x, who: [bureau], when: {defendant: agency, sued: government_alone}"),
        (
            "checklists",
            "checklist: x, to: court, parts: [], when: {defendant: agency, sued: government_alone}",
        ),
    ],
)
def test_a_condition_that_no_case_can_meet(section: str, entry: str) -> None:
    written_ = f'{section}:\n  - {{article: "3", summary: {{zh: 一, en: x}}, {entry}}}\n'
    found = fault(LAST, written_ + LAST)
    assert (found.line, found.where) == (32, f"{section}.0.when")
    assert found.detail == "can never apply; expected conditions that one case can meet"


def test_a_duty_and_a_routing_rule_that_can_never_apply() -> None:
    never = "when: {defendant: government, sued: agencies}"
    assert fault("starts: notice", f"{never}\n    starts: notice").where == "duties.0.when"
    found = fault("when: {defendant: agency}", never)
    assert (found.line, found.where) == (10, "routing.0")
    assert found.detail == "'own-act' can never apply; expected conditions that one case can meet"


def rule(name: str, when: str) -> str:
    return f'  - rule: {name}\n    article: "7"\n    summary: {{zh: 规, en: rule}}\n    when: {when}\n'


@pytest.mark.parametrize(
    "when",
    ["{defendant: agency}", "{defendant: [agency]}", "{any: [{defendant: agency}, {defendant: [agency]}]}"],
)
def test_two_rules_equal_in_force(when: str) -> None:
    found = fault(ROUTING, ROUTING + rule("twin", when))
    assert (found.line, found.where) == (14, "routing.1")
    assert found.detail == ("'own-act' is equal in force to 'twin' above; expected one, or other conditions")


def test_a_rule_that_an_earlier_one_covers_is_never_reached() -> None:
    found = fault(ROUTING, ROUTING + rule("wide", "{any: [{defendant: agency}, {act: penalty}]}"))
    assert (found.line, found.where) == (14, "routing.1")
    assert found.detail == "'own-act' is never reached; expected a condition that 'wide' above does not cover"


def test_a_rule_that_several_earlier_ones_cover_together_names_those_and_no_other() -> None:
    above = rule("with", "{defendant: agency, attention: true}")
    above += rule("beside", "{act: penalty, defendant: government}")
    above += rule("without", "{defendant: agency, attention: false}")
    found = fault(ROUTING, ROUTING + above)
    assert found.where == "routing.3"
    assert found.detail.endswith("a condition that 'with' and 'without' above does not cover")


def test_what_no_case_has_need_not_be_covered() -> None:
    """The government sued alone leaves no agency: the two rules cover every case in which an agency is sued."""
    above = rule("together", "{sued: government_with_agencies}") + rule("agencies", "{sued: agencies}")
    found = fault(ROUTING, ROUTING + above)
    assert found.where == "routing.2"
    assert "'together' and 'agencies'" in found.detail


def test_after_a_rule_without_conditions_nothing_is_reached() -> None:
    found = faults(("    when: {defendant: agency}\n", ""))
    assert [one.where for one in found] == ["routing.1"]


def test_a_district_without_a_final_rule() -> None:
    found = fault("{zh: 其他, en: other}", "{zh: 其他, en: other}\n    when: {act: other}")
    assert (found.line, found.where) == (10, "routing")
    assert found.detail == "no final rule; expected a last one without conditions"


@pytest.mark.parametrize(
    ("section", "entry"),
    [
        ("routing", "rule: own-act, when: {act: penalty}"),
        ("categories", "category: civil"),
        ("appearing", "ground: one"),
        ("officers", "rank: chief"),
        ("roster", "roster: one"),
        ("observers", "rule: one, who: [bureau]"),
        ("cooperation", "rule: one, who: [bureau]"),
        ("checklists", "checklist: one, to: court, parts: []"),
        ("agents", "rule: one"),
        ("liability", "trigger: one, repeated_losses: true"),
        ("grounds", "ground: one, conclusion: tolerated"),
        ("circulars", "ground: late, upon: appearance_failed"),
    ],
)
def test_an_id_that_stands_twice(section: str, entry: str) -> None:
    line = f'  - {{article: "3", summary: {{zh: 一, en: x}}, {entry}}}\n'
    if f"\n{section}:\n" in PACK:
        (found,) = faults((f"{section}:\n", f"{section}:\n{line}"))
    else:
        (found,) = faults((LAST, f"{section}:\n{line}{line}{LAST}"))
    assert found.where == f"{section}.1"
    assert "stands twice; expected one entry" in found.detail


@pytest.mark.parametrize(
    ("old", "new", "line", "where", "detail"),
    [
        ("{working_days: 2}", "{working_days: 2, before: defense}", 23, "duties.0.due.before", "or start"),
        ("duty: papers}", "duty: paper}", 33, "circulars.0.duty", "expected one of papers, defence"),
        (
            "figure: loss_rate",
            "figure: on_time_rate:paper",
            27,
            "targets.0.figure",
            "no duty 'paper'; expected",
        ),
        ("figure: loss_rate", "figure: 'on_time_rate:'", 27, "targets.0.figure", "no duty ''; expected"),
        (
            LAST,
            f"{TRIGGER}deadline_missed: paper}}\n{LAST}",
            32,
            "liability.0.deadline_missed",
            "no duty 'paper'; expected one of papers",
        ),
        (
            LAST,
            f"{TRIGGER}repeated_losses: true}}\n{LAST}",
            32,
            "liability.0",
            "expected the parameters min_losses and months",
        ),
    ],
)
def test_what_neither_the_pack_nor_the_national_one_has(
    old: str, new: str, line: int, where: str, detail: str
) -> None:
    (found,) = unresolved((old, new))
    assert (found.line, found.where) == (line, where)
    assert detail in found.detail


def test_a_reading_that_rules_need_and_neither_pack_has() -> None:
    national = packs()["national"].replace("  earlier_cases:\n", "  other_cases:\n")
    (found,) = unresolved(national=national)
    assert (found.line, found.where) == (8, "parameters")
    assert found.detail == "no parameter 'earlier_cases'; expected it here or in 'national'"


def test_a_national_pack_that_counts_back_from_a_duty_it_does_not_have() -> None:
    national = packs()["national"]
    due = "starts: perform_by\n    due: {on_the_day: true}"
    assert national.count(due) == 1
    with pytest.raises(PackError) as raised:
        load(national.replace(due, "starts: perform_by\n    due: {working_days: 1, before: defense}"))
    (found,) = raised.value.faults
    assert found.detail.startswith("no duty 'defense'; expected one of defence")


def test_a_section_of_the_national_pack_of_which_no_district_takes_anything() -> None:
    found = faults(("district: example\n", ""))
    assert [(one.line, one.where) for one in found] == [(9, "routing"), (26, "targets"), (32, "circulars")]
    assert found[0].detail == "routing of no district; expected them in a pack with a district"


def test_every_fault_is_named_at_once_in_the_order_of_the_lines() -> None:
    """Of form and of content, also in entries after one that has no form."""
    found = faults(
        ("name: {zh: 示例, en: Example}", "name: {zh: 示例, en: Example}\nsauce: x"),
        ("value: a,", "value: c,"),
        ("responsible: [defendant]", "responsible: [nobody]"),
        ("{zh: 其他, en: other}", "{zh: 其他, en: other}\n    when: {act: others}"),
        ("starts: notice", "starts: whenever"),
        ("figure: loss_rate", "figure: lossrate"),
        ("compare: at_most", "compare: at_least"),
        (", duty: papers}", "}"),
    )
    assert [(one.line, one.where) for one in found] == [
        (4, "sauce"),
        (9, "parameters.reading.value"),
        (15, "routing.0.responsible.0"),
        (19, "routing.1.when"),
        (24, "duties.0.starts"),
        (29, "targets.0.figure"),
        (35, "circulars.0"),
    ]


def test_an_error_says_each_fault_with_its_line() -> None:
    with pytest.raises(PackError) as raised:
        load(written(("[defendant]", "[nobody]"), ("at_most", "about")))
    first, second = str(raised.value).split("; line ")
    assert first.startswith("line 14, routing.0.responsible.0: ")
    assert second.startswith("28, targets.0.compare: ")


def test_two_references_that_lead_nowhere_are_both_named() -> None:
    found = unresolved(("duty: papers}", "duty: paper}"), ("figure: loss_rate", "figure: on_time_rate:paper"))
    assert {one.line for one in found} == {27, 33}


@pytest.mark.parametrize(
    ("text", "found"), [("", "is empty"), ("just words", "holds str"), ("[1, 2]", "holds list")]
)
def test_a_text_that_is_no_mapping_at_all(text: str, found: str) -> None:
    with pytest.raises(PackError) as raised:
        load(text)
    (fault,) = raised.value.faults
    assert fault.where == "the file"
    assert fault.detail.startswith(f"{found}; expected keys and what they hold: pack, name")


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("a: &a [*a]", "an alias"),
        ("a: &a x\nb: *a", "an alias"),
        ("a: " + "[" * 5000, "nested more than 50 deep"),
        ("a: 2023-02-30", "day is out of range"),
        ("a: !!int x", "invalid literal"),
        ("a: !!timestamp x", ""),
        ("a: \x00", "character"),
    ],
)
def test_a_text_that_trips_yaml_is_a_fault_like_any_other(text: str, detail: str) -> None:
    with pytest.raises(PackError) as raised:
        load(text)
    (found,) = raised.value.faults
    assert found.where == "the file"
    assert detail in found.detail


def test_more_routing_rules_than_can_be_compared_are_refused_as_a_whole() -> None:
    rules = "".join(
        f'  - {{rule: r{number}, article: "8", summary: {{zh: 一, en: x}}, when: {{lead: known}}, '
        "responsible: [bureau]}\n"
        for number in range(200)
    )
    assert [(one.where, one.detail) for one in faults((ROUTING, ROUTING + rules))] == [
        ("routing", "202 rules; expected at most 200")
    ]
