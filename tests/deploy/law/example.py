"""A small pack of an invented district, and scenarios that cover it whole."""

from functools import cache

from deploy.law.reading import read
from deploy.law.scenarios import Scenario
from shared.law.loader import load
from shared.law.model import Pack
from tests.given import packs

PACK = """\
pack: example
district: example
division: "999999"
name: {zh: 示例区, en: Example District}
extends: national
source: 示例区行政应诉办法，2023
in_force: {since: 2023-01-01, article: "9"}
routing:
  - rule: own-act
    article: 1(1)
    summary: {zh: 自行应诉, en: Answers itself}
    when: {defendant: agency}
    responsible: [defendant]
  - rule: other
    article: 1(2)
    summary: {zh: 区司法局指定, en: The bureau designates}
duties:
  - duty: papers
    article: "2"
    summary: {zh: 2个工作日内报备, en: Report within 2 working days}
    starts: papers_received
    due: {working_days: 2}
    obligor: responsible_agency
    met_by: papers-reported
targets:
  - figure: loss_rate
    compare: at_most
    values: [{value: 0.05, since: 2023-01-01, article: "3"}]
lost: {article: 4(1)-(2), codes: [revoked, duty_ordered], flags: {varied: false}}
appearance: "5"
"""

SCENARIOS = """\
scenarios-of: example
day: 2024-06-03
cases: {一审: （2023）示0101行初1号, 二审: （2023）示01行终7号}
organs:
  - {code: gov, name: 示例区人民政府, kind: government, aliases: [区政府]}
  - {code: bureau, name: 示例区司法局, kind: bureau, aliases: [区司法局]}
  - {code: d1, name: 示例区公安分局, kind: department, aliases: [区公安分局]}
scenarios:
  - scenario: 自行应诉
    article: 1(1)
    given:
      - case-docketed: {instance: first, defendants: [区政府, 区公安分局], docketed_on: 2023-03-01}
    then:
      - responsible-agency-determined: {agencies: [区公安分局], rule: own-act}
      - designation-requested: {defendant: 区政府}
  - scenario: 指定
    article: 1(2)
    given:
      - case-docketed: {instance: first, defendants: [区政府], docketed_on: 2023-03-01}
    then:
      - designation-requested: {defendant: 区政府, rule: other}
      - none: responsible-agency-determined
  - scenario: 报备
    article: 2
    given:
      - case-docketed: {instance: first, defendants: [区公安分局], docketed_on: 2023-03-01}
      - notice-served: {recipient: 区公安分局, served_on: 2023-03-10}
    when: 2023-03-13
    then:
      - deadline-set: {duty: papers, due_on: 2023-03-14}
    and-then:
      - when: 2023-03-15
        then:
          - deadline-missed: {duty: papers, due_on: 2023-03-14}
      - given:
          - papers-reported: {reported_on: 2023-03-15}
            id: 报备
        then:
          - deadline-missed: {duty: papers, done_on: 2023-03-15}
      - given:
          - papers-reported: {reported_on: 2023-03-13}
            corrects: 报备
        then:
          - deadline-met: {duty: papers, done_on: 2023-03-13}
      - given:
          - retracts: 报备
        then:
          - deadline-missed: {duty: papers}
          - none: deadline-missed
            with: {duty: papers, done_on: 2023-03-15}
  - scenario: 败诉率上限
    article: "3"
    given: &lost
      - case-docketed: {instance: first, defendants: [区公安分局], docketed_on: 2023-03-01}
      - document-served:
          {recipient: 区公安分局, decided_on: 2023-06-01, served_on: 2023-06-05, outcomes: [revoked]}
    then:
      - {figure: loss_rate, period: 2023, is: 1/1, met: false, target: 0.05, article: "3"}
      - {figure: loss_rate, period: 2023, agency: 区公安分局, is: 1/1}
      - {figure: docketed, period: 2023-Q1, is: 1}
      - {figure: loss_rate, period: 2022, is: nothing}
  - scenario: 撤销
    article: 4(1)
    given: *lost
    then:
      - loss-found: {outcomes: [revoked]}
  - scenario: 责令履行
    article: 4(2)
    given:
      - case-docketed: {instance: first, defendants: [区公安分局], docketed_on: 2023-03-01}
      - document-served:
          {recipient: 区公安分局, decided_on: 2023-06-01, served_on: 2023-06-05, outcomes: [duty_ordered]}
    then:
      - loss-found: {outcomes: [duty_ordered]}
  - scenario: 变更不算
    article: 4(1)
    given:
      - case-docketed: {instance: first, defendants: [区公安分局], docketed_on: 2023-03-01}
      - document-served:
          {recipient: 区公安分局, decided_on: 2023-06-01, served_on: 2023-06-05, outcomes: [varied]}
    then:
      - none: loss-found
  - scenario: 施行之日
    article: 9
    reading: {earlier_cases: refuse}
    given:
      - case-docketed: {instance: first, defendants: [区公安分局], docketed_on: 2023-01-01}
    then:
      - none: law-not-in-force
  - scenario: 施行之前
    article: 9
    reading: {earlier_cases: refuse}
    given:
      - case-docketed: {instance: first, defendants: [区公安分局], docketed_on: 2022-12-31}
    then:
      - law-not-in-force
"""


@cache
def known(text: str = PACK) -> dict[str, Pack]:
    """Return the bundled packs and the example's."""
    return {**{id_: load(bundled) for id_, bundled in packs().items()}, "example": load(text)}


def scenarios(text: str = SCENARIOS, packs: dict[str, Pack] | None = None) -> tuple[Scenario, ...]:
    """Return the scenarios of a text, which may be judged by other packs."""
    return read(text, packs or known()).scenarios


def scenario(title: str, text: str = SCENARIOS, packs: dict[str, Pack] | None = None) -> Scenario:
    """Return one scenario by its title."""
    (found,) = (one for one in scenarios(text, packs) if one.title == title)
    return found
