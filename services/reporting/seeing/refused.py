"""What is not shown to somebody, and what do they see instead?"""

from shared.access import Principal, Right
from shared.access.guard import count_refusal
from shared.problems import Problem

NARROW = frozenset({"agency", "court", "public"})
"""Roles that see a part of their district only."""

PUBLISHED = "what was published: /public/"


class NotShownError(Problem):
    """Somebody asks for what their role does not see."""

    def __init__(
        self,
        principal: Principal,
        what: str,
        expected: str,
        place: str = "",
        right: Right = "read a district",
    ) -> None:
        """Take what was asked for, in words, what they do see, and the parameter that asks."""
        count_refusal(principal, right)
        who = principal.actor if principal.role != "public" else "the public"
        error = {"detail": f"{who} does not see {what}", "expected": expected}
        if place:
            error["parameter"] = place
        super().__init__(
            403,
            "Not allowed",
            f"{who} does not see {what}; it sees {expected}",
            errors=[error],
            right=right,
            said_as=f"Not shown to {role}" if (role := principal.role) in NARROW else "Not shown",
        )


def part_of(principal: Principal) -> str:
    """Return what a role that oversees nothing sees, in words."""
    match principal.role:
        case "agency":
            return f"the cases, figures and deadlines of {principal.name}, and {PUBLISHED}"
        case "court":
            return f"cases that carry its code ({'、'.join(principal.names)}), its own feed, and {PUBLISHED}"
    return PUBLISHED


class ElsewhereError(Problem):
    """What somebody sees of this is at another address."""

    def __init__(self, address: str) -> None:
        super().__init__(
            303, "See Other", f"what you see of this is at {address}", headers={"Location": address}
        )
