"""Do ledgers tell the whole course of a dispute: suggestions, remand, retrial, lapse of the appeal period?"""

from dataclasses import dataclass, field

import pytest

from tests.e2e.town import Counts, Sums, Town, sums_of_rows
from tests.ledgers import Row, as_csv, case

pytestmark = pytest.mark.timeout(300)

POLICE = "新洲区公安分局"
HOUSING = "新洲区住房和城乡建设局"
GOVERNMENT = "武汉市新洲区人民政府"
LOST = {"裁判结果": "全部撤销"}


@dataclass
class Story:
    """A dispute of Xinzhou as ledgers tell it, row after row."""

    town: Town
    rows: dict[str, Row] = field(default_factory=dict)

    def __post_init__(self) -> None:
        number = self.town.serial()
        self.first = f"（2023）鄂0117行初{number}号"
        self.second = f"（2023）鄂01行终{number}号"
        self.anew = f"（2024）鄂0117行初{number}号"
        self.retrial = f"（2024）鄂01行再{number}号"
        self._before = self.town.sums("xinzhou")

    def told(self, *rows: Row) -> Sums:
        """Import rows, and return what all rows so far come to: in the house as in memory."""
        self.town.hand_in("xinzhou", as_csv(rows))
        self.rows |= {row["案号"]: row for row in rows}
        found = self.town.sums("xinzhou") - self._before
        assert found == sums_of_rows("xinzhou", list(self.rows.values()))
        return found

    def responsible(self, number: str) -> set[str]:
        """Return who answers for a case."""
        return self.town.responsible("xinzhou")[number]


@pytest.fixture
def story(town: Town) -> Story:
    return Story(town)


def rate(
    sums: Sums, metric: str, period: str = "2023", agency: str = "*", by: str = "defendant"
) -> Counts | None:
    """Return numerator and denominator of a figure, or None where nothing counts in it."""
    return sums.get((period, agency, metric, by))


def appeal(number: str, earlier: str, **cells: str) -> Row:
    """Return a second-instance case of the police, not heard, received on 28 August 2023."""
    unheard = dict.fromkeys(("开庭日期", "出庭负责人", "负责人职务", "是否发声"), "")
    served = {
        "收到应诉通知日期": "",
        "提交法院日期": "",
        "裁判日期": "2023-08-21",
        "裁判文书收到日期": "2023-08-28",
    }
    appealed = {"审级": "二审", "关联案号": earlier, "立案日期": "2023-06-25"}
    return case(number, **{**appealed, **unheard, **served, **cells})


UPHELD = {"裁判结果": "驳回上诉，维持原判"}
REMANDED = {"裁判结果": "撤销原判发回重审"}
UNDECIDED = {"裁判日期": "", "裁判文书收到日期": "", "裁判结果": ""}


def test_suggestions_are_answered_within_two_months_rolled_over_a_weekend(story: Story) -> None:
    issued = {"司法建议收到日期": "2023-07-10"}  # two months later is a Sunday
    number = story.first.removesuffix("号")
    found = story.told(
        case(f"{number}1号", **issued, 司法建议回复日期="2023-09-11"),
        case(f"{number}2号", **issued, 司法建议回复日期="2023-09-12"),
        case(f"{number}3号", **issued),
        case(f"{number}4号", 司法建议收到日期="2023-11-20"),
    )
    assert rate(found, "suggestion_reply_rate") == rate(found, "on_time_rate:suggestion_reply") == (1, 3)
    assert rate(found, "suggestion_reply_rate", "2024") == (0, 1)
    assert rate(found, "suggestion_reply_rate", agency=POLICE) == (1, 3)


def test_only_the_agencies_that_the_document_names_lost(story: Story) -> None:
    lost = case(
        story.first, 被告=f"{POLICE}、{HOUSING}", 败诉单位="区住房和城乡建设局", **LOST, 生效日期="2023-06-20"
    )
    found = story.told(lost)
    for metric in ("loss_rate", "first_instance_loss_rate"):
        assert rate(found, metric) == (1, 1)
        assert rate(found, metric, agency=POLICE) == (0, 1)
        assert rate(found, metric, agency=HOUSING) == (1, 1)
        assert rate(found, metric, agency=HOUSING, by="accountable") == (1, 1)
        assert rate(found, metric, agency=POLICE, by="accountable") is None
    found = story.told({**lost, "败诉单位": ""})
    assert rate(found, "loss_rate", agency=POLICE) == rate(found, "loss_rate", agency=HOUSING) == (1, 1)


def test_a_judgment_takes_effect_when_the_appeal_period_has_run_out(story: Story) -> None:
    found = story.told(
        case(story.first, **LOST)
    )  # received on 12 May; the 15 days end on a Saturday, so on Monday
    assert (rate(found, "loss_rate"), rate(found, "concluded")) == ((1, 1), (1, 0))
    told = story.town.case("xinzhou", story.first)
    (effect,) = [entry for entry in told["timeline"] if entry["type"] == "effect-determined"]
    assert (effect["data"]["took_effect_on"], effect["article"]) == ("2023-05-30", "ALL 85")
    assert told["took_effect_on"] == "2023-05-30"


def test_an_appeal_that_turns_up_later_opens_the_dispute_again(story: Story) -> None:
    assert rate(story.told(case(story.first, **LOST)), "loss_rate") == (1, 1)
    found = story.told(appeal(story.second, story.first, **UNDECIDED))
    assert rate(found, "loss_rate") is rate(found, "concluded") is None
    assert rate(found, "pending") == (1, 0)
    timeline = story.town.case("xinzhou", story.first)["timeline"]
    (loss,) = [entry for entry in timeline if entry["type"] == "loss-found"]
    assert loss["withdrawn_by"] > loss["position"]
    found = story.told(appeal(story.second, story.first, 裁判结果="驳回诉讼请求"))
    assert rate(found, "loss_rate") == (0, 1)
    assert rate(found, "first_instance_loss_rate") == (1, 1)
    assert rate(found, "pending") is None


def test_the_second_instance_may_come_before_the_first(story: Story) -> None:
    act = {"被告": "区政府", "行为种类": "国有土地上房屋征收", "作出机关": GOVERNMENT, "以政府名义": "是"}
    found = story.told(appeal(story.second, story.first, **act, **UPHELD))
    assert rate(found, "loss_rate") == (0, 1)  # nobody has said what was upheld
    assert story.responsible(story.second) == {"新洲区司法局"}
    found = story.told(case(story.first, **act, **LOST, 实施部门=HOUSING, 上诉日期="2023-05-20"))
    assert rate(found, "loss_rate") == (1, 1)
    assert rate(found, "loss_rate", agency=HOUSING, by="accountable") == (1, 1)
    assert rate(found, "concluded") == (1, 0)
    assert story.responsible(story.first) == story.responsible(story.second) == {HOUSING}


def test_a_remand_is_not_final_and_the_new_first_instance_is(story: Story) -> None:
    found = story.told(
        case(story.first, **LOST, 上诉日期="2023-05-20"), appeal(story.second, story.first, **REMANDED)
    )
    assert rate(found, "loss_rate") is None
    assert (rate(found, "pending"), rate(found, "first_instance_loss_rate")) == ((1, 0), (1, 1))
    days = {"立案日期": "2023-11-06", "收到应诉通知日期": "2023-11-08", "提交法院日期": "2023-11-20"}
    heard = {"开庭日期": "2023-12-12", "裁判日期": "2024-02-05", "裁判文书收到日期": "2024-02-08"}
    found = story.told(case(story.anew, 关联案号=story.second, **days, **heard, 裁判结果="责令重新作出"))
    assert rate(found, "loss_rate", "2023") is None
    assert rate(found, "loss_rate", "2024") == (
        1,
        1,
    )  # it took effect when nobody had appealed by 23 February
    assert rate(found, "first_instance_loss_rate", "2024") == (1, 1)
    assert rate(found, "concluded", "2024") == (1, 0)
    assert rate(found, "appearance_rate") == (2, 2)


def test_a_retrial_takes_back_what_was_lost(story: Story) -> None:
    found = story.told(
        case(story.first, **LOST, 上诉日期="2023-05-20"), appeal(story.second, story.first, **UPHELD)
    )
    assert rate(found, "loss_rate") == (1, 1)
    assert rate(found, "loss_rate", agency=POLICE, by="responsible") == (1, 1)
    opened = {"审级": "再审", "立案日期": "2024-01-08", **UNDECIDED}
    found = story.told(appeal(story.retrial, story.second, **opened))
    assert rate(found, "loss_rate") == (1, 1)  # it stands until the retrial is decided
    won = {"裁判日期": "2024-03-01", "裁判文书收到日期": "2024-03-05", "裁判结果": "驳回诉讼请求"}
    found = story.told(appeal(story.retrial, story.second, **{**opened, **won}))
    assert rate(found, "loss_rate", "2023") is None
    assert rate(found, "loss_rate", "2024") == (0, 1)
    assert rate(found, "first_instance_loss_rate", "2023") == (1, 1)
    assert story.responsible(story.retrial) == {POLICE}
