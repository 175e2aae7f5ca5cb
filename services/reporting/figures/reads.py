"""Which facts can a figure change by? Said by type, so that a source that fell silent is named where it matters.

What a pack decides, such as by which facts a duty is met, is taken as far as any pack may go: it is better to name a
source on a figure too many than on one too few.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from services.reporting.figures.contribution import BY_USUAL_NAME
from services.reporting.figures.figure import AVERAGES, COUNTS, FIGURES
from shared.events.catalogue import FACTS

EVERYWHERE = frozenset(
    {
        *("case-docketed", "case-classified", "procedure-applied", "protest-lodged", "chief-advised"),
        *("act-described", "notice-served", "agency-designated", "organ-registered", "organ-succeeded"),
        *("fact-corrected", "fact-retracted"),
    }
)
"""What a case is, whom it concerns and who answers for it; and what revises any fact."""

SITTINGS = frozenset(
    {
        *("hearing-scheduled", "hearing-rescheduled", "hearing-cancelled", "hearing-held"),
        "appearance-notice-served",
    }
)
ABSENCES = frozenset({"absence-explained", "absence-ruled", "absence-proof-submitted"})
ENDINGS = frozenset(
    {
        *("document-served", "document-took-effect", "appeal-filed", "case-ended", "closing-document-served"),
        *("retrial-applied", "retrial-ordered", "case-stayed", "case-resumed", "fault-shared"),
    }
)

NOWHERE = frozenset(
    {
        *("handler-named", "agents-authorised", "organs-connected", "progress-reported", "lawyer-assigned"),
        *("settlement-attempted", "conference-held", "coordination-requested", "officer-coordinated"),
        *("conduct-recorded", "risk-registered", "circular-issued", "document-attached"),
        *("typical-case-published", "hearing-observed", "meeting-held", "training-held", "commended"),
        *("work-report-filed", "assessment-recorded", "assessment-published", "bulletin-published"),
        *("subscription-made", "leader-unavailable", "officer-appointed", "leader-roles-assigned"),
        *("feed-registered", "manifest-reported", "row-parked"),
    }
)
"""What no figure changes by; unless a pack lets a deadline be met by it, which only the rates of deadlines count."""

WORLD = frozenset({"calendar-published", "law-adopted", "day-began"})
"""What changes figures and comes from no source of a district."""

DEADLINES = frozenset(FACTS) - NOWHERE - WORLD
"""Whatever a deadline may run from, be met, moved or lifted by."""

APPEARING = EVERYWHERE | SITTINGS | ABSENCES

READS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "docketed": EVERYWHERE,
        "pending": EVERYWHERE | ENDINGS,
        "heard": EVERYWHERE | SITTINGS,
        "concluded": EVERYWHERE | ENDINGS,
        **dict.fromkeys(
            (
                *("appearance_rate", "voiced_appearance_rate", "chief_duty_rate"),
                *("chief_appearance_rate", "chief_voiced_appearance_rate"),
            ),
            APPEARING,
        ),
        **dict.fromkeys(("loss_rate", "withdrawal_rate", "settlement_rate"), EVERYWHERE | ENDINGS),
        "first_instance_loss_rate": EVERYWHERE | {"document-served"},
        **dict.fromkeys((*BY_USUAL_NAME.values(), "on_time_rate"), DEADLINES),
        "average_days": EVERYWHERE | {"document-served"},
    }
)
"""By figure, without the part: `docketed:act=penalty` reads what `docketed` does."""


OFFICERS_BY = SITTINGS | {"officer-named", "officer-coordinated"}
"""By which facts it hangs which officers a case concerns; a new first hearing of the year lets others be expected."""


def reads(metric: str, by: str = "") -> frozenset[str]:
    """Return the types of the facts that a figure, or a part of one, can change by in such rows. Raises KeyError."""
    found = READS[metric.partition(":")[0]]
    return found | OFFICERS_BY if by == "leader" else found


def can_change(metric: str, sent: Collection[str], by: str = "") -> bool:
    """Return whether a source that sends facts of these types (none named: of any) can change a figure."""
    return not sent or not reads(metric, by).isdisjoint(sent)


def changed_by(type_: str) -> tuple[str, ...]:
    """Return the figures that a fact of a type can change, in the order people read them."""
    names = dict.fromkeys(name.partition(":")[0] for name in (*FIGURES, *AVERAGES, *COUNTS))
    return tuple(name for name in names if type_ in reads(name))
