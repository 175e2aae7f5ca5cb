"""Which answer belongs to which suggestion?"""

from shared.events.aftermath import SuggestionAnswered
from shared.events.court import SuggestionIssued
from shared.organs import Organs


def answers(answer: SuggestionAnswered, asked: SuggestionIssued, organs: Organs) -> bool:
    """Return whether an answer belongs to a suggestion: what it does not say of it may be any."""
    if answer.kind != asked.kind:
        return False
    if answer.addressee and asked.addressee:
        whose = [organs.full_name(name) for name in (answer.addressee, asked.addressee)]
        if whose[0] != whose[1]:
            return False
    if answer.received_on is None:
        return answer.answered_on >= asked.received_on
    return answer.received_on == asked.received_on
