"""What does reporting answer about subscriptions?"""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from services.reporting.delivery.opening import UnreachableError
from services.reporting.delivery.schedule import TRIES
from services.reporting.delivery.sender import Sender
from services.reporting.delivery.subscriptions import Subscription
from shared.access import Principal
from shared.access.guard import Guard, not_its_district
from shared.outbound import url_of
from shared.problems import Problem
from shared.sealing import KeysUnavailableError

District = Annotated[str, Query(description="pack id")]


def routes(sender: Sender, guard: Guard) -> APIRouter:
    """Return the routes about subscriptions; they are made and ended by facts, at intake."""
    router = APIRouter(tags=["subscriptions"])
    seeing = Depends(guard.may("see subscriptions"))

    @router.get("/subscriptions")
    async def subscriptions(
        principal: Annotated[Principal, seeing], district: District = ""
    ) -> dict[str, Any]:
        """Return who is told of deadlines, and how that goes; of a URL only the origin, and never a secret.

        `versions` are the highest there ever were, also of those that ended: what is made anew needs a higher one.
        """
        found, highest = await sender.subscriptions()
        return {
            "items": [
                await _row(sender, one)
                for one in found
                if district in ("", one.district) and principal.may_speak_of(one.district)
            ],
            "versions": [
                {"district": of, "name": name, "version": version}
                for (of, name), version in sorted(highest.items())
                if district in ("", of) and principal.may_speak_of(of)
            ],
        }

    @router.post("/subscriptions/test")
    async def test(principal: Annotated[Principal, seeing], district: District, name: str) -> dict[str, Any]:
        """Send a subscriber word that deliveries arrive, once, and say what became of it."""
        if not principal.may_speak_of(district):
            raise not_its_district(principal, district)
        found = {one.key: one for one in (await sender.subscriptions())[0]}
        subscription = found.get((district, name))
        if subscription is None:
            known = "、".join(one.name for one in found.values() if one.district == district) or "none"
            raise Problem(404, "Not Found", f"{district} has no subscription {name!r}; it has: {known}")
        try:
            outcome = await sender.test(subscription)
        except UnreachableError as error:
            return {"delivered": False, "detail": str(error)}
        except KeysUnavailableError as error:
            raise Problem(503, "The address cannot be opened now", str(error)) from error
        return {"delivered": outcome.delivered, "detail": outcome.detail}

    return router


async def _row(sender: Sender, one: Subscription) -> Mapping[str, Any]:
    tried = sender.failure_of(one)
    state, reason = "active", ""
    if one.disabled:
        state, reason = "disabled", one.disabled
    elif why := sender.unreachable(one):
        state, reason = "undeliverable", why
    elif tried is not None:
        state, reason = "failing", f"{tried.tries} of {TRIES} tries failed: {tried.error}"
    return {
        "district": one.district,
        "name": one.name,
        "version": one.version,
        "channel": one.channel,
        "address": await _shown(sender, one),
        "agency": one.agency,
        "duties": one.duties,
        "told_of": one.told_of,
        "state": state,
        "reason": reason,
        "origins": one.origins,
    }


async def _shown(sender: Sender, one: Subscription) -> str:
    """Return an address as people may see it: a URL without its path, which often holds a secret of its own."""
    try:
        address = (await sender.opened(one)).address
    except (KeysUnavailableError, UnreachableError):
        return ""
    url = url_of(address)
    return f"{url.origin}/…" if url else address
