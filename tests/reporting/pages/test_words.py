"""Has everything a page can name a name in both languages, and the terms of the glossary?"""

from collections.abc import Iterable
from dataclasses import fields
from importlib.resources import files
from typing import Any, get_args

import pytest
import yaml

from services.reporting.figures import AVERAGES, COUNTS, FIGURES
from services.reporting.pages.telling import BOOKKEEPING
from services.reporting.pages.words import Words, book
from services.reporting.periods import Period
from services.reporting.worklist.kinds import Kind
from shared.events import words as vocabulary
from shared.events.catalogue import TYPES
from shared.law.conditions import VOCABULARY
from shared.law.loader import load
from shared.law.model import Role, Section, Start
from tests.reporting.pages.fixture import packs

CLOSED = {
    "outcomes": vocabulary.Outcome,
    "acts": vocabulary.ActKind,
    "flags": vocabulary.Flag,
    "ranks": vocabulary.Rank,
    "attending": vocabulary.Role,
    "instances": vocabulary.Instance,
    "categories": vocabulary.Category,
    "reconsiderations": vocabulary.Reconsideration,
    "reasons": vocabulary.AbsenceReason,
    "documents": vocabulary.DocumentKind,
    "suggestions": vocabulary.SuggestionKind,
    "posts": vocabulary.Post,
    "papers": vocabulary.PaperPart,
    "conducts": vocabulary.Conduct,
    "advisors": vocabulary.Advisor,
    "connections": vocabulary.Connection,
    "organ_kinds": vocabulary.OrganKind,
    "sections": Section,
    "starts": Start,
    "filling": Role,
    "attendance": vocabulary.AttendanceProblem,
    "reviewers": vocabulary.Reviewer,
    "conclusions": vocabulary.Verdict,
    "worklist": Kind,
    "worklist_means": Kind,
}


def unnamed(kind: str, keys: Iterable[str]) -> list[str]:
    return [key for key in keys if key not in book()[kind]]


@pytest.mark.parametrize("kind", CLOSED)
def test_every_value_of_a_closed_vocabulary_has_a_name(kind: str) -> None:
    assert unnamed(kind, get_args(CLOSED[kind])) == []


def test_every_event_and_each_of_its_fields_has_a_name() -> None:
    assert unnamed("events", TYPES) == []
    named = {field.name for cls in TYPES.values() for field in fields(cls)}
    assert unnamed("fields", named - BOOKKEEPING) == []


def test_every_figure_has_a_definition() -> None:
    assert unnamed("metrics", FIGURES) == []
    assert unnamed("counts", COUNTS) == []
    assert unnamed("averages", (metric.partition(":")[0] for metric in AVERAGES)) == []


def test_whatever_a_law_pack_names_has_a_name() -> None:
    for text in packs().values():
        pack = load(text)
        assert unnamed("duties", (duty.duty for duty in pack.duties)) == []
        assert unnamed("roles", (duty.obligor for duty in pack.duties)) == []
        assert unnamed("grounds", (rule.ground for rule in pack.circulars)) == []
        assert unnamed("parameters", pack.parameters) == []
        assert unnamed("metrics", (target.figure for target in pack.targets)) == []
    assert unnamed("attributes", VOCABULARY) == []


def test_every_name_is_given_in_chinese_and_english() -> None:
    def pairs(value: Any) -> Iterable[Any]:
        return [value] if isinstance(value, list) else [p for v in value.values() for p in pairs(v)]

    for kind, names in book().items():
        for pair in pairs(names):
            assert len(pair) == 2, f"{kind}: {pair}"
            assert all(isinstance(word, str) and word for word in pair), f"{kind}: {pair}"


@pytest.mark.parametrize("package", ["shared.pages", "services.reporting.pages"])
def test_no_kind_and_no_name_stands_twice(package: str) -> None:
    def repeated(node: yaml.Node) -> Iterable[str]:
        if isinstance(node, yaml.MappingNode):
            names = [key.value for key, _ in node.value]
            yield from {name for name in names if names.count(name) > 1}
            for _, value in node.value:
                yield from repeated(value)

    text = files(package).joinpath("words.yaml").read_text(encoding="utf-8")
    assert [*repeated(yaml.compose(text, yaml.SafeLoader))] == []


@pytest.mark.parametrize(
    ("metric", "zh", "en"),
    [
        ("voiced_appearance_rate", "负责人出庭出声率", "Officers appeared and spoke"),
        ("on_time_rate:draft", "答辩材料报送审核按时率", "On time: draft defence to the bureau"),
        ("docketed:act=penalty", "立案：行政处罚", "Docketed: Penalty"),
        ("average_days:first", "一审平均用时", "Average days, first instance"),
        ("docketed:category=civil", "立案：民事诉讼", "Docketed: Civil"),
        ("loss_rate:category=reconsideration", "败诉率：行政复议", "Loss rate: Reconsideration"),
        ("not_yet_known", "not_yet_known", "not_yet_known"),
    ],
)
def test_a_figure_and_its_parts_have_names(metric: str, zh: str, en: str) -> None:
    assert (Words("zh").metric(metric), Words("en").metric(metric)) == (zh, en)


@pytest.mark.parametrize(
    ("article", "zh", "en"),
    [
        ("16", "第16条", "art. 16"),
        ("9(2)", "第9条第2项", "art. 9(2)"),
        ("27(1)-(5)", "第27条第1至5项", "art. 27(1)-(5)"),
        ("13-17", "第13至17条", "art. 13-17"),
        ("9(2)、8", "第9条第2项、第8条", "art. 9(2)、8"),
        ("ALL 67", "行政诉讼法第67条", "ALL 67"),
        ("8; as Xinzhou 9(4)", "第8条；参照新洲第9条第4项", "art. 8; as Xinzhou 9(4)"),
        ("INT 108, 111", "行诉解释第108条、第111条", "INT 108, 111"),
        ("RECON 23 (2017)", "行政复议法（2017）第23条", "RECON 23 (2017)"),
        ("Civil Procedure 128, 174", "民事诉讼法第128条、第174条", "Civil Procedure 128, 174"),
        ("Rules of procedure", "Rules of procedure", "Rules of procedure"),
    ],
)
def test_an_article_is_cited_as_each_language_cites(article: str, zh: str, en: str) -> None:
    assert (Words("zh").article(article), Words("en").article(article)) == (zh, en)


@pytest.mark.parametrize(
    ("label", "zh", "en"),
    [
        ("2023", "2023年", "2023"),
        ("2023-H2", "2023年下半年", "H2 2023"),
        ("2023-Q3", "2023年三季度", "Q3 2023"),
        ("2023-05", "2023年5月", "May 2023"),
    ],
)
def test_a_period_is_named_as_people_say_it(label: str, zh: str, en: str) -> None:
    period = Period.parse(label)
    assert (Words("zh").period(period), Words("en").period(period)) == (zh, en)
