"""A small pack in which tests write one thing otherwise, and what is wrong with it then."""

import pytest

from shared.law.loader import Fault, PackError, law_of, load
from tests.given import packs

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


def written(*changes: tuple[str, str]) -> str:
    """Return the example with pieces of it written otherwise."""
    text = PACK
    for old, new in changes:
        assert text.count(old) == 1, f"{old!r} stands once in the example"
        text = text.replace(old, new)
    return text


def faults(*changes: tuple[str, str]) -> tuple[Fault, ...]:
    """Return what is wrong with the example once pieces of it are written otherwise."""
    with pytest.raises(PackError) as raised:
        load(written(*changes))
    return raised.value.faults


def fault(old: str, new: str) -> Fault:
    """Return the only fault."""
    (found,) = faults((old, new))
    return found


def unresolved(*changes: tuple[str, str], national: str = "") -> tuple[Fault, ...]:
    """Return what is wrong with the example on top of the national pack."""
    text = written(*changes)
    load(text)
    with pytest.raises(PackError) as raised:
        law_of("example", {"national": national or packs()["national"], "example": text})
    return raised.value.faults
