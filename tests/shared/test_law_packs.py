"""Is a text a law pack? Every fault names its line and what was expected."""

import pytest

from shared.law.loader import Fault, PackError, law_of, load
from tests.given import packs
from tests.words import day

PACK = """\
pack: example
district: example
name: {zh: 示例, en: Example}
extends: national
source: an example
in_force: {since: 2023-01-01, article: "1"}
parameters:
  reading: {value: a, one_of: [a, b], article: "2", note: open}
routing:
  - rule: own-act
    article: "8"
    summary: {zh: 自行, en: itself}
    when: {defendant: agency}
    responsible: [defendant]
  - rule: other
    article: "9"
    summary: {zh: 其他, en: other}
duties:
  - duty: papers
    article: "20"
    summary: {zh: 报备, en: report}
    starts: notice
    due: {working_days: 2}
    obligor: responsible_agency
    met_by: papers-reported
targets:
  - figure: loss_rate
    compare: at_most
    values:
      - {value: 0.05, since: 2023-01-01, article: "25"}
appearance: "19"
circulars:
  - {ground: late, article: "20", summary: {zh: 迟报, en: late}, upon: deadline_missed, duty: papers}
"""


def faults(old: str, new: str) -> tuple[Fault, ...]:
    """Return what is wrong with the example once a piece of it is written otherwise."""
    assert PACK.count(old) == 1, f"{old!r} stands once in the example"
    with pytest.raises(PackError) as raised:
        load(PACK.replace(old, new))
    return raised.value.faults


def fault(old: str, new: str) -> Fault:
    """Return the only fault."""
    (found,) = faults(old, new)
    return found


def test_the_example_is_a_pack() -> None:
    pack = load(PACK)
    assert (pack.pack, len(pack.routing), str(pack.targets[0].values[0].value)) == ("example", 2, "0.05")


@pytest.mark.parametrize("name", ["national", "xinzhou", "huancui"])
def test_the_bundled_packs_are_packs_of_their_names(name: str) -> None:
    assert load(packs()[name]).pack == name


@pytest.mark.parametrize(
    ("old", "new", "line", "where", "detail"),
    [
        ("when: {defendant: agency}", "when: {defendant: agency", 14, "the file", "not YAML"),
        ("pack: example", "pack: [example", 2, "the file", "not YAML"),
        ("source: an example", "source: an \x00 example", 0, "the file", "not YAML"),
        ('    article: "8"\n', "", 10, "routing.0.article", "Field required"),
        ('    article: "8"\n', '    article: ""\n', 11, "routing.0.article", "at least 1 character"),
        ("responsible: [defendant]", "responsible: [nobody]", 14, "routing.0.responsible.0", "'bureau'"),
        ("starts: notice", "starts: whenever", 22, "duties.0.starts", "'government_notice'"),
        ('since: 2023-01-01, article: "1"', 'since: soon, article: "1"', 6, "in_force.since", "date"),
        ("compare: at_most", "compare: about", 28, "targets.0.compare", "'at_least' or 'at_most'"),
        ("figure: loss_rate", "figure: lossrate", 27, "targets.0.figure", "'loss_rate'"),
        ("value: 0.05", "value: five", 30, "targets.0.values.0.value", "decimal"),
        ("obligor: responsible_agency", "obligor: somebody", 24, "duties.0.obligor", "'responsible_agency'"),
        ("source: an example", "sauce: x\nsource: an example", 5, "sauce", "Extra inputs are not permitted"),
        ("working_days: 2", "working_days: 0", 23, "duties.0.due.working_days", "greater than or equal to 1"),
        (
            "{defendant: agency}",
            "{defendants: agency}",
            13,
            "routing.0.when",
            "unknown attribute 'defendants'",
        ),
        (
            "{defendant: agency}",
            "{defendant: agencies}",
            13,
            "routing.0.when",
            "expected one of government, agency",
        ),
        (
            "met_by: papers-reported",
            "met_by: papers",
            25,
            "duties.0.met_by",
            "no dated fact type 'papers'; expected",
        ),
        ("met_by: papers-reported", "met_by: act-described", 25, "duties.0.met_by", "no dated fact type"),
        (
            "met_by: papers-reported",
            "met_by: papers-reported\n    lifted_by: case-stayed",
            26,
            "duties.0.lifted_by",
            "no dated fact type 'case-stayed'",
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
        (
            "{working_days: 2}",
            "{working_days: 2, before: papers}",
            23,
            "duties.0.due",
            "counts back from itself",
        ),
        ("value: a,", "value: c,", 8, "parameters.reading.value", "cannot be 'c'; expected one of a, b"),
        ("rule: other", "rule: own-act", 15, "routing.1", "'own-act' stands twice"),
        (
            "summary: {zh: 其他, en: other}",
            "summary: {zh: 其他, en: other}\n    when: {act: other}",
            10,
            "routing",
            "no final rule; expected a last one without conditions",
        ),
        (
            "responsible: [defendant]",
            "responsible: [earlier_case]",
            14,
            "routing.0.responsible",
            "earlier_case answers alone",
        ),
        ("source: an example", "source: an example\nsource: another", 6, "source", "'source' stands twice"),
        (
            "when: {defendant: agency}",
            "when: {defendant: agency, defendant: government}",
            13,
            "defendant",
            "'defendant' stands twice",
        ),
    ],
)
def test_a_fault_names_line_place_and_what_was_expected(
    old: str, new: str, line: int, where: str, detail: str
) -> None:
    found = fault(old, new)
    assert (found.line, found.where) == (line, where)
    assert detail in found.detail


def test_a_rule_that_an_earlier_one_covers_is_never_reached() -> None:
    wider = """\
  - rule: wide
    article: "7"
    summary: {zh: 宽, en: wide}
    when: {defendant: [agency, government]}
"""
    found = fault("routing:\n", "routing:\n" + wider)
    assert (found.line, found.where) == (14, "routing.1")
    assert found.detail == "'own-act' is never reached; expected a condition that 'wide' above does not cover"


def test_after_a_rule_without_conditions_nothing_is_reached() -> None:
    found = faults("    when: {defendant: agency}\n", "")
    assert [one.where for one in found] == ["routing.1"]


@pytest.mark.parametrize("since", ["2023-01-01", "2022-12-31"])
def test_values_of_which_validities_overlap(since: str) -> None:
    again = f'\n      - {{value: 0.03, since: {since}, article: "25"}}'
    found = fault('article: "25"}', 'article: "25"}' + again)
    assert (found.line, found.where) == (30, "targets.0.values")
    assert "validities overlap" in found.detail


def test_a_later_value_replaces_an_earlier_one_from_its_day() -> None:
    again = '\n      - {value: 0.03, since: 2024-01-01, article: "25"}'
    pack = load(PACK.replace('article: "25"}', 'article: "25"}' + again))
    days = ["2022-12-31", "2023-01-01", "2023-12-31", "2024-01-01"]
    values = [pack.targets[0].on(day(text)) for text in days]
    assert [str(value.value) if value else None for value in values] == [None, "0.05", "0.05", "0.03"]


def test_every_fault_is_named_at_once() -> None:
    with pytest.raises(PackError) as raised:
        load(PACK.replace("[defendant]", "[nobody]").replace("at_most", "about"))
    assert [found.line for found in raised.value.faults] == [14, 28]
    assert str(raised.value).startswith("line 14, routing.0.responsible.0: ")


@pytest.mark.parametrize("text", ["", "just words", "[1, 2]"])
def test_a_text_that_is_no_mapping_at_all(text: str) -> None:
    with pytest.raises(PackError) as raised:
        load(text)
    assert raised.value.faults[0].where == "the file"


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("a: &a [*a]", "an alias"),
        ("a: &a x\nb: *a", "an alias"),
        ("a: " + "[" * 5000, "recursion"),
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


@pytest.mark.parametrize(
    ("old", "new", "where", "detail"),
    [
        ("{working_days: 2}", "{working_days: 2, before: defense}", "duties.0.due", "no duty 'defense'"),
        (
            "duty: papers}",
            "duty: paper}",
            "circulars.0.duty",
            "no duty 'paper'; expected one of papers, defence",
        ),
        (", duty: papers}", "}", "circulars.0", "no duty ''"),
    ],
)
def test_a_duty_neither_the_pack_nor_the_national_one_has(
    old: str, new: str, where: str, detail: str
) -> None:
    with pytest.raises(PackError) as raised:
        law_of("example", {"national": packs()["national"], "example": PACK.replace(old, new)})
    (found,) = raised.value.faults
    assert found.where.startswith(where)
    assert found.line > 0
    assert detail in found.detail


def test_a_duty_may_count_back_from_one_of_the_national_pack() -> None:
    text = PACK.replace("{working_days: 2}", "{working_days: 2, before: defence}")
    assert law_of("example", {"national": packs()["national"], "example": text}) is not None


def test_the_law_of_a_district_is_its_pack_on_top_of_the_national_one() -> None:
    law = law_of("xinzhou", packs())
    assert law is not None
    duties = {duty.duty: duty.article for duty in law.duties}
    assert (duties["defence"], duties["performance"]) == ("ALL 67; INT 108, 111", "22")
    assert len(duties) == len(law.duties)
    assert law.parameter("appeal_days_judgment") == 15


def test_there_is_no_law_without_both_packs() -> None:
    assert law_of("xinzhou", {}) is None
    assert law_of("xinzhou", {"xinzhou": packs()["xinzhou"]}) is None
    assert law_of("elsewhere", packs()) is None
    assert law_of("", packs()) is None


def test_the_version_of_a_law_changes_with_either_text() -> None:
    texts = dict(packs())
    versions = {law.version for law in [law_of("xinzhou", texts)] if law}
    for name in ("national", "xinzhou"):
        law = law_of("xinzhou", {**texts, name: texts[name] + "# a remark\n"})
        assert law is not None
        versions.add(law.version)
    assert len(versions) == 3


def test_what_is_wrong_with_a_pack_is_for_its_own_district_to_trip_over() -> None:
    broken = packs()["huancui"].replace("routing:", "rooting:")
    law = law_of("xinzhou", {**packs(), "huancui": broken, "nonsense": "- not a pack"})
    assert law is not None
    assert law.pack.pack == "xinzhou"
    with pytest.raises(PackError, match="rooting"):
        law_of("huancui", {**packs(), "huancui": broken})
