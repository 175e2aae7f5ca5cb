"""Is what is wrong with a mapping found, with its line and what was expected?"""

from pathlib import Path

import pytest

from services.intake.feeds.configured import BUNDLED
from services.intake.feeds.loading import load
from services.intake.feeds.mapping import MappingError

ROOT = Path(__file__).parents[3]

WHOLE = """\
mapping: small
source: court
key: ah
updated: gxsj
codes:
  levels: {一审: first, 二审: second}
fields:
  ah: {as: case-number, required: true}
  gxsj: {as: instant}
  sj: {as: code, codes: levels, required: true}
  bg: {as: names, required: true}
  yg: {as: names, personal: true}
  larq: {as: date, forms: [yyyyMMdd]}
  sfkt: {as: yes-no}
  ktrq: {as: dates}
facts:
  - fact: case-docketed
    fields: {instance: sj, defendants: bg, claimants: yg, docketed_on: larq}
  - fact: hearing-held
    each: ktrq
    when: {sfkt: 是}
    fields:
      held_on: ktrq
      attendees:
        - fields: {organ: {from: bg, take: first}, role: {value: officer}}
"""


def faults(text: str) -> list[str]:
    with pytest.raises(MappingError) as raised:
        load(text)
    return [str(fault) for fault in raised.value.faults]


def changed(*pairs: tuple[str, str]) -> str:
    text = WHOLE
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def test_a_mapping_without_faults_is_read() -> None:
    mapping = load(WHOLE)
    assert [entry.cls.__name__ for entry in mapping.entries] == ["CaseDocketed", "HearingHeld"]


@pytest.mark.parametrize("file", sorted(BUNDLED.glob("*.yaml")), ids=lambda file: file.stem)
def test_every_bundled_mapping_is_read_and_called_as_its_file(file: Path) -> None:
    assert load(file.read_text(encoding="utf-8")).name == file.stem


@pytest.mark.parametrize(
    "file", sorted((ROOT / "examples" / "feeds").glob("mapping-*.yaml")), ids=lambda file: file.stem
)
def test_every_example_of_a_mapping_is_read(file: Path) -> None:
    load(file.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("key: ah", "key: an", 3, "no field 'an'"),
        ("key: ah", "key: bg", 3, "expected a field `as: case-number`"),
        ("updated: gxsj", "updated: larq", 4, "expected `as: instant`"),
        ("updated: gxsj", "updated: nie", 4, "no field 'nie'"),
        ("二审: second", "二审: ", 6, "a code without a value"),
        ("二审: second", "二审: third", 6, "found 'third'"),
        ("二审: second", "' 一审 ': second", 6, "the same code as"),
        ("{一审: first, 二审: second}", "{}", 6, "no codes"),
        ("codes:\n", "codes:\n  more: {a: b}\n", 6, "is used nowhere"),
        ("as: case-number, req", "as: case-nr, req", 8, "expected one of 'text'"),
        ("codes: levels, req", "codes: leves, req", 10, "no code table 'leves'"),
        ("{as: code, codes: levels", "{as: text, codes: levels", 10, "expected `as: code`"),
        ("forms: [yyyyMMdd]", "forms: [yyyymmdd]", 13, "expected one of yyyyMMdd"),
        ("sfkt: {as: yes-no}", "sfkt: {as: yes-no, positive: [是], negative: [是]}", 14, "none for both"),
        ("sfkt: {as: yes-no}", "sfkt: {as: yes-no, forms: [yyyyMMdd]}", 14, "only days and instants"),
        ("sfkt: {as: yes-no}", "sfkt: {as: list}", 14, "expected the `fields` of its items"),
        ("sfkt: {as: yes-no}", "sfkt: {as: yes-no}\n  x: {as: text}", 15, "nothing follows from x"),
        ("sfkt: {as: yes-no}", "sfkt: {as: yes-no, unused: why}", 14, "sfkt is used"),
        ("yg: {as: names, personal: true}", "yg: {as: names}", 18, "personal: true"),
        ("fact: case-docketed", "fact: case-docked", 17, "no fact 'case-docked' of a case"),
        ("fact: case-docketed", "fact: act-described", 17, "a court does not report act-described"),
        ("fact: case-docketed", "fact: day-began", 17, "no fact 'day-began' of a case"),
        ("docketed_on: larq", "docked_on: larq", 18, "no field 'docked_on'; expected one of"),
        ("docketed_on: larq", "docketed_on: bg", 18, "expected one read as date, dates"),
        ("docketed_on: larq", "docketed_on: ktrq", 18, "holds several"),
        ("docketed_on: larq", "docketed_on: nie", 18, "no field 'nie' here"),
        ("docketed_on: larq", "docketed_on: {value: 20230230}", 18, "expected a value of this field"),
        ("docketed_on: larq", "docketed_on: {from: larq, value: 2}", 18, "expected either"),
        ("docketed_on: larq", "docketed_on: {form: larq}", 18, "expected a field, or"),
        ("defendants: bg, ", "", 18, "defendants is missing"),
        ("instance: sj", "instance: bg", 18, "expected one read as code, codes"),
        ("instance: sj", "instance: [sj, {value: first}]", 18, "is never reached"),
        ("each: ktrq", "each: larq", 20, "expected a field of several: bg, yg, ktrq"),
        ("sfkt: 是}", "sfkt: 有}", 21, "is never '有'"),
        ("sfkt: 是}", "nie: 是}", 21, "no field 'nie' here"),
        ("sfkt: 是}", "bg: absent}", 21, "as bg is required"),
        ("role: {value: officer}", "role: {value: chief}", 25, "found 'chief'"),
        ("role: {value: officer}", "rolle: {value: officer}", 25, "no field 'rolle'"),
        ("organ: {from: bg, take: first}, ", "", 25, "organ is missing"),
        ("source: court", "source: cort", 2, "expected one of 'court'"),
        ("source: court", "sauce: court", 2, "expected one of the keys"),
        ("mapping: small", "mapping: Small Mapping", 1, "String should match pattern"),
        ("source: court", "source: court\nsource: court", 3, "stands twice"),
        ("source: court", "source: [court", 0, "not YAML"),
    ],
)
def test_a_fault_names_its_line_and_what_was_expected(old: str, new: str, line: int, said: str) -> None:
    found = faults(changed((old, new)))
    assert any(said in fault for fault in found), found
    if line:
        assert any(fault.startswith(f"line {line}, ") and said in fault for fault in found), found


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    found = faults(changed(("docketed_on: larq", "docketed_on: nie"), ("sfkt: 是}", "sfkt: 有}")))
    assert [fault.partition(",")[0] for fault in found][-2:] == ["line 18", "line 21"]


@pytest.mark.parametrize("text", ["", "- a\n", "7\n", "a: *x\n", "[" * 1000])
def test_what_is_no_mapping_at_all_is_told_so(text: str) -> None:
    assert faults(text)


def test_two_tables_of_one_field_must_have_the_same_codes() -> None:
    text = changed(
        ("codes:\n", "codes:\n  others: {一审: retrial, 三审: second}\n"),
        ("instance: sj", "instance: {from: sj, codes: others}"),
    )
    found = faults(text)
    assert any("lacks '二审'" in fault for fault in found)
    assert any("is no code of levels" in fault for fault in found)
