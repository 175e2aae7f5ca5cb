"""How are address and secret of a subscription opened for the moment in which they are used?"""

from dataclasses import replace

from services.reporting.delivery.subscriptions import Subscription
from services.reporting.reader import Keys
from shared.sealing import SealError, is_sealed


class UnreachableError(Exception):
    """A subscription's address cannot be read any more."""


async def opened(subscription: Subscription, keys: Keys) -> Subscription:
    """Return a subscription with address and secret open. Raises KeysUnavailableError, UnreachableError.

    Keys are asked for each time and not kept: one that is erased opens nothing from then on.
    """
    sealed = (subscription.address, subscription.secret)
    if not any(map(is_sealed, sealed)):
        return subscription
    seal = (await keys(subscription.district, [subscription.subject])).get(subscription.subject)
    try:
        address, secret = (seal.open(text) if seal else text for text in sealed)
    except SealError as error:
        raise UnreachableError(str(error)) from error
    if is_sealed(address) or is_sealed(secret):
        raise UnreachableError("the key that opens its address was erased")
    return replace(subscription, address=address, secret=secret)
