"""What would a court's system say of the case of a ledger's row?"""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.ledgers import Row

OF_THE_COURT = frozenset(
    f"yingsu.{name}.v1"
    for name in (
        "case-docketed",
        "case-classified",
        "notice-served",
        "hearing-held",
        "appearance-notice-served",
        "document-served",
        "appeal-filed",
        "document-took-effect",
        "closing-document-served",
        "suggestion-issued",
    )
)

DATES: Mapping[str, str] = {
    "立案日期": "larq",
    "收到应诉通知日期": "yssdrq",
    "裁判日期": "cprq",
    "裁判文书收到日期": "wssdrq",
    "应履行期限": "lxqx",
    "上诉日期": "ssrq",
    "生效日期": "sxrq",
    "结案文书收到日期": "jawsrq",
    "司法建议收到日期": "sfjyrq",
}
RANKED = ("正职", "副职", "其他分管")
LOST = ("全部撤销", "部分撤销", "责令重新作出", "履行法定职责", "履行给付义务", "确认无效", "承担赔偿责任")


def record_of(row: Row, instances: Mapping[str, str], changed: str) -> dict[str, Any]:
    """Return what a court's system says of the case of a row, in the fields courts send."""
    second = instances.get(row["关联案号"]) == "二审"
    hearings = [day.replace("-", "") for day in row["开庭日期"].split("、") if day]
    outcomes = row["裁判结果"].replace("、", ",")
    told = {
        "ah": row["案号"],
        "gxsj": changed,
        "spcx": row["审级"],
        "ajlb": row["案件类别"],
        "ay": row["行为种类"],
        "esah" if second else "ysah": row["关联案号"],
        "yg": row["原告"].replace("、", ","),
        "bg": row["被告"].replace("、", ","),
        "ajbj": row["标记"].replace("、", ","),
        **{field: row[column].replace("-", "") for column, field in DATES.items()},
        "jarq": row["裁判日期"].replace("-", ""),
        "sfkt": "是" if hearings else "否",
        "jafs": outcomes,
        "xzjgsfbs": ("是" if any(word in outcomes for word in LOST) else "否") if outcomes else "",
        "bsdw": row["败诉单位"].replace("、", ","),
        "sfss": "是" if row["上诉日期"] else "否",
        **_heard(row, hearings),
    }
    return {field: value for field, value in told.items() if value}


def _heard(row: Row, hearings: Sequence[str]) -> dict[str, Any]:
    came = {
        "fzrxm": row["出庭负责人"],
        "fzrzj": row["负责人职务"],
        "sffs": row["是否发声"],
    }
    came = {field: value for field, value in came.items() if value}
    ranked = row["负责人职务"] in RANKED
    times = int(row["出庭次数"] or len(hearings))
    if times == len(hearings) and row["再次通知出庭"] != "是":
        return {"ktrq": ",".join(hearings), "xzjgsfct": "是" if ranked else "否", **came}
    return {
        "ktxx": [
            {
                "ktrq": day,
                "sfct": "是" if ranked and number <= times else "否",
                "zctz": "是" if number > 1 and row["再次通知出庭"] == "是" else "否",
                **(came if number <= times else {}),
            }
            for number, day in enumerate(hearings, 1)
        ]
    }
