"""Are an agency's litigation agents those the law allows (Huancui 16, ALL 31)?"""

from collections.abc import Iterator
from typing import Literal

from services.accountability.matter import Matter
from shared.events.agency import AgentsAuthorised
from shared.events.findings.accountability import AgentsUnfit
from shared.law.model import AgentsRule

Problem = Literal["too_few", "too_many", "outside_lawyer_alone"]


def agents_unfit(matter: Matter) -> Iterator[AgentsUnfit]:
    """Find what is wrong with the agents each agency authorised; of one that names none yet nothing is said."""
    view, rule = matter.view, matter.law.agents
    if rule is None:
        return
    for authorised in view.told(AgentsAuthorised):
        problems = tuple(_problems(authorised, rule))
        if problems:
            yield AgentsUnfit(
                agency=view.organs.full_name(authorised.agency), problems=problems, article=rule.article
            )


def _problems(authorised: AgentsAuthorised, rule: AgentsRule) -> Iterator[Problem]:
    own = authorised.staff + authorised.public_lawyers
    count = own + authorised.outside_lawyers
    if count < rule.at_least:
        yield "too_few"
    if count > rule.at_most:
        yield "too_many"
    if authorised.outside_lawyers and not own and not rule.outside_lawyer_alone:
        yield "outside_lawyer_alone"
