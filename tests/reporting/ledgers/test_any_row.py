"""Whatever a row of a ledger says, its export says the same again, without the help of any mark."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.intake.imports.reading import KINDS, read
from shared.ledger import words
from shared.ledger.stating import DAYS
from tests.intake.imports.memory import MemoryLog
from tests.ledgers import Row, as_csv
from tests.reporting.ledgers.back import export, rows, take_in

NAMES = st.sampled_from(["甲局", "乙局", "丙镇人民政府", "=丁局", "-", "某 某", "（戊）局"])
DAYS_OF = st.integers(0, 900).map(lambda n: (date(2022, 1, 3) + timedelta(days=n)).isoformat())
YES = st.sampled_from(["", "是", "否"])
UNHURRIED = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def listed(one: st.SearchStrategy[str], least: int = 0) -> st.SearchStrategy[str]:
    return st.lists(one, min_size=least, max_size=3, unique=True).map("、".join)


def some(texts: object) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *texts])  # type: ignore[misc]


CELLS = {
    **dict.fromkeys(
        ("立案日期", "收到应诉通知日期", *DAYS, "裁判日期", "裁判文书收到日期", "应履行期限"),
        DAYS_OF | st.just(""),
    ),
    "司法建议回复日期": DAYS_OF | st.just(""),
    **dict.fromkeys(("作出机关", "实施部门", "牵头部门", "复议机关"), NAMES | st.just("")),
    **dict.fromkeys(("以政府名义", "再次通知出庭", "是否发声", "理由证明"), YES),
    "审级": st.sampled_from(list(words.INSTANCES)),
    "关联案号": st.sampled_from(["", "（2021）鲁10行终5号"]),
    "原告": listed(NAMES),
    "被告": listed(NAMES, 1),
    "案件类别": some(words.CATEGORIES),
    "行为种类": some(words.ACTS),
    "复议情况": some(words.RECONSIDERATIONS),
    "标记": listed(st.sampled_from(list(words.FLAGS))),
    "开庭日期": listed(DAYS_OF),
    "出庭负责人": st.sampled_from(["", "李某", "王某"]),
    "负责人职务": st.sampled_from(list(words.RANKS)),
    "出庭次数": st.sampled_from(["", "0", "1", "2", "3"]),
    "未出庭理由": some(words.REASONS),
    "裁判结果": listed(st.sampled_from(list(words.OUTCOMES))),
    "败诉单位": listed(NAMES),
}


@UNHURRIED
@given(cells=st.fixed_dictionaries(CELLS))
def test_a_row_is_had_back_from_the_facts_it_states(cells: Row) -> None:
    row = {"案号": "（2023）鲁1002行初12号", **cells}
    if row["出庭次数"] and row["开庭日期"]:
        row["出庭次数"] = str(min(int(row["出庭次数"]), row["开庭日期"].count("、") + 1))
    log = MemoryLog()
    first = take_in(log, as_csv([row]))
    assert set(first.steps) == {"accepted"}, read(KINDS["ledger"], "huancui", as_csv([row]), "a.csv").parked

    again = take_in(log, export(log), marks=False)

    assert again.steps == {"known": first.steps["accepted"]}
    assert [one.left_out for one in rows(log).values()] == [()]
