"""Does every rule, duty, circular, target and parameter of every pack have a test that names it?

A test names an entry by the id it expects, in a file named after the pack: `tests/<service>/test_<pack>_*.py`.
National law is tested in `test_all_*.py`; a district's version of a national duty needs a test of its own.
"""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from shared.law.loader import load
from shared.law.model import Pack
from tests.given import packs

TESTS = Path(__file__).parents[1]
NAMED = {"national": "all", "xinzhou": "xinzhou", "huancui": "huancui"}


@cache
def words_of(pattern: str) -> frozenset[str]:
    """Return the texts that stand by themselves in the test files a pattern matches."""
    return frozenset(
        node.value
        for path in sorted(TESTS.glob(f"*/{pattern}.py"))
        if path != Path(__file__)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def entries(pack: Pack) -> Iterator[str]:
    """Yield the ids of all that a pack says."""
    yield from (rule.rule for rule in pack.routing)
    yield from (duty.duty for duty in pack.duties)
    yield from (rule.ground for rule in pack.circulars)
    yield from (target.figure for target in pack.targets)
    yield from (pack.lost.codes if pack.lost else ())


OWN = [(name, entry) for name in ("xinzhou", "huancui") for entry in entries(load(packs()[name]))]
REPLACED = {duty.duty for name in ("xinzhou", "huancui") for duty in load(packs()[name]).duties}


@pytest.mark.parametrize(("pack", "entry"), [*OWN, ("national", "defence")])
def test_every_rule_duty_circular_target_and_loss_has_a_test_that_names_it(pack: str, entry: str) -> None:
    words = words_of(f"test_{NAMED[pack]}_*") | words_of(f"test_figures_{pack}_*")
    assert entry in words


def test_both_districts_replace_every_national_duty_but_the_defence() -> None:
    assert {duty.duty for duty in load(packs()["national"]).duties} - REPLACED == {"defence"}


@pytest.mark.parametrize("outcome", load(packs()["national"]).adverse)
def test_every_adverse_outcome_has_a_test(outcome: str) -> None:
    assert outcome in words_of("test_xinzhou_art_20")


@pytest.mark.parametrize("parameter", load(packs()["national"]).parameters)
def test_every_other_reading_of_a_parameter_has_a_test(parameter: str) -> None:
    readings = load(packs()["national"]).parameters[parameter]
    switched = {word.removeprefix("value: ") for word in words_of("test_*") if word.startswith("value: ")}
    others = {str(value) for value in readings.one_of if value != readings.value}
    assert others <= switched


@pytest.mark.parametrize("name", NAMED)
def test_every_entry_cites_an_article_and_every_uncertain_one_says_why(name: str) -> None:
    pack = load(packs()[name])
    dated = [value for target in pack.targets for value in target.values]
    uncertain = [pack.in_force, *dated, *pack.duties, *pack.circulars, *([pack.lost] if pack.lost else [])]
    assert [entry for entry in uncertain if entry.status == "uncertain" and not entry.note] == []
    assert [name for name, value in pack.parameters.items() if not value.note] == []
