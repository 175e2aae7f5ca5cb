"""Would reminders for a subscription go where only we can reach? Then it is refused at the door."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from services.intake.cloudevents import Checked
from shared.codec import name_in, type_of
from shared.envelope import Draft
from shared.events.district import SubscriptionMade
from shared.outbound import A_PUBLIC_HOST, ForbiddenAddressError, Outbound, UnknownHostError, url_of
from shared.reported import Fault, shown

PATIENCE = 3.0
"""Seconds a host may take to be looked up; then it is left to the delivery, which looks again anyhow."""

_MADE = type_of(SubscriptionMade)


@dataclass(frozen=True, slots=True)
class Addresses:
    """Says of checked events whether the addresses they name may be sent to."""

    outbound: Outbound

    async def __call__(self, checked: Checked) -> Checked:
        """Return a checked event, with a fault where its address is none to be sent to."""
        place, data = _subscription(checked.draft)
        url = url_of(str(data.get("address", ""))) if data.get("channel") == "webhook" else None
        if url is None:
            return checked
        try:
            async with asyncio.timeout(PATIENCE):
                await self.outbound.addresses(url.host, url.reached_at)
        except ForbiddenAddressError as error:
            detail = f"{shown(url.origin)}: {error.host} leads to {error.address}"
            return replace(checked, draft=None, faults=(Fault(place, detail, A_PUBLIC_HOST),))
        except (UnknownHostError, TimeoutError):
            said = (
                f"{place}: the host {url.host} cannot be found now; deliveries to it are tried all the same"
            )
            return replace(checked, warnings=(*checked.warnings, said))
        return checked


def _subscription(draft: Draft | None) -> tuple[str, Mapping[str, Any]]:
    """Return where in an event a subscription names its address, and what it says; nothing for other events."""
    if draft is not None and draft.type == _MADE:
        return "/data/address", draft.data
    if draft is not None and name_in(draft.type) == "fact-corrected" and draft.data.get("type") == _MADE:
        return "/data/data/address", draft.data["data"]
    return "", {}
