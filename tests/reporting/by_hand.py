"""What do the figures of an example ledger come to by what a case is? Counted from its rows, without this software.

Only the csv module and the day's text are used: no case is folded, judged or read as an event.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

EXAMPLES = Path(__file__).parents[2] / "examples"

ACTS = {
    "国有土地上房屋征收": "state_land_expropriation",
    "集体土地征收": "collective_land_expropriation",
    "政府信息公开": "information_disclosure",
    "行政处罚": "penalty",
    "行政强制": "coercion",
    "强制拆除": "demolition",
    "行政许可": "licence",
    "工伤认定": "work_injury",
    "不履行法定职责": "inaction",
    "行政复议": "reconsideration",
    "行政协议": "agreement",
}
INSTANCES = {"一审": "first", "二审": "second"}
RANKS = ("正职", "副职", "其他分管")
LOST = {"全部撤销", "部分撤销", "责令重新作出", "履行法定职责", "履行给付义务", "确认无效", "承担赔偿责任"}

Place = tuple[str, str, str, str]
"""Period, by, which row, and figure."""


def rows(district: str) -> list[dict[str, str]]:
    """Return the rows of an example ledger."""
    text = (EXAMPLES / f"{district}-2023" / "ledger.csv").read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def counted(district: str) -> dict[Place, tuple[int, int]]:
    """Return numerators and denominators of what rows say without the rest of their dispute."""
    found: dict[Place, list[int]] = defaultdict(lambda: [0, 0])
    for row in rows(district):
        for metric, day, by, name, adds in _of_row(row):
            for period in (day[:4], day[:7], f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}"):
                both = found[period, by, name, metric]
                both[0] += adds
                both[1] += 1
    return {place: (both[0], both[1]) for place, both in found.items()}


Counted = tuple[str, str, str, str, int]
"""Figure, day, by, which row, and what it adds to the numerator."""


def _of_row(row: dict[str, str]) -> Iterator[Counted]:
    court = re.search(r"）(\D\d*)", row["案号"])
    assert court is not None
    slices = (("act", ACTS[row["行为种类"]]), ("court", court[1]), ("instance", INSTANCES[row["审级"]]))
    officer = row["出庭负责人"] if row["负责人职务"] in RANKS else ""
    leader = (("leader", f"{row['被告'].split('、')[0]} {officer}"),) if officer else ()
    for by, name in (*slices, *leader):
        yield "docketed", row["立案日期"], by, name, 1
        for metric, day, adds in (*_heard(row), *_decided(row)):
            yield metric, day, by, name, adds


def _heard(row: dict[str, str]) -> Iterator[tuple[str, str, int]]:
    hearings = [day for day in row["开庭日期"].split("、") if day]
    if not hearings:
        return
    came = row["负责人职务"] in RANKS
    times = int(row["出庭次数"] or len(hearings)) if came else 0
    again = row["再次通知出庭"] == "是"
    appeared = came and times > 0 and not (again and times < len(hearings))
    spoke, chief = row["是否发声"] == "是", row["负责人职务"] == "正职"
    yield "heard", hearings[0], 1
    yield "appearance_rate", hearings[0], appeared
    yield "voiced_appearance_rate", hearings[0], appeared and spoke
    yield "chief_appearance_rate", hearings[0], appeared and chief
    yield "chief_voiced_appearance_rate", hearings[0], appeared and chief and spoke


def _decided(row: dict[str, str]) -> Iterator[tuple[str, str, int]]:
    on, instance = row["裁判日期"], INSTANCES[row["审级"]]
    if not on:
        return
    days = (date.fromisoformat(on) - date.fromisoformat(row["立案日期"])).days
    yield f"average_days:{instance}", on, days
    assert not row["败诉单位"], "who lost of several is not counted by hand"
    if instance == "first":
        yield "first_instance_loss_rate", on, bool(LOST & set(row["裁判结果"].split("、")))
