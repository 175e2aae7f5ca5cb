"""Which pages show what changes without being loaded again, and what does each of them listen to?"""

from typing import NamedTuple
from urllib.parse import urlencode

from fastapi import Request


class Looks(NamedTuple):
    """What a page listens to, and from where on."""

    stream: str
    after: int


def looks(request: Request, district: str) -> Looks | None:
    """Return what a page listens to; None where what it shows stands still, or its reader may not listen.

    Before it is made, `request.state.upto` says up to where all that follows was visible (`begun`).
    """
    after: int = getattr(request.state, "upto", 0)
    viewer = getattr(request.state, "viewer", None)
    if not district or not after or "as_of" in request.query_params:
        return None
    if viewer is not None and viewer.role in ("court", "public") and "case" not in request.path_params:
        return None
    asked = {"district": district, "kinds": "none"}
    for parameter, name in (("case", "case"), ("name", "agency")):
        if found := request.path_params.get(parameter):
            asked[name] = found
    return Looks(f"/stream?{urlencode(asked)}", after)


def begun(request: Request, reader: object) -> None:
    """Keep in mind up to where all that follows was visible before a page is made: no later change may be missed."""
    request.state.upto = getattr(reader, "upto", 0)
