"""How are names of private persons kept so that only the key of their case opens them?

Sealing is deterministic (AES-SIV): in one case a name is always the same sealed text, so that repetition is
still seen; in another case it is another. Keys are kept outside the log; when a key is erased nobody can open
what it sealed, while positions and hashes stay as they are.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from nats.aio.client import Client
from nats.errors import Error as NatsError
from pydantic_core import from_json, to_json

from shared.codec import UnknownTypeError, class_of, type_of
from shared.envelope import Draft
from shared.events.base import Fact
from shared.events.intake import FactCorrected

PREFIX = "sealed:v1:"
ERASED = PREFIX + "erased"
"""What stands for a name when the key of its case was erased before the name arrived."""

SUBJECT = "keys.open"
"""Where on NATS intake hands keys out: `{"district", "cases"}` -> `{"keys": {case: key | null}}`."""

_ASSOCIATED = [PREFIX.encode()]


class SealError(ValueError):
    """A sealed text cannot be opened with this key: it is damaged, or another case's."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"the key of the case does not open {text[:40]}...; it is damaged or of another case"
        )


class KeysUnavailableError(Exception):
    """Intake did not hand out keys."""


class Seal:
    """The key of one case at work."""

    __slots__ = ("_siv",)

    def __init__(self, key: bytes) -> None:
        self._siv = AESSIV(key)

    def close(self, text: str) -> str:
        """Return the sealed form of a text. Empty and sealed texts stay as they are."""
        if not text or is_sealed(text):
            return text
        return PREFIX + urlsafe_b64encode(self._siv.encrypt(text.encode(), _ASSOCIATED)).decode().rstrip("=")

    def open(self, text: str) -> str:
        """Return what a text said before it was sealed; others, and the erased, stay as they are.

        Raises SealError when this key did not seal it.
        """
        if not is_sealed(text) or text == ERASED:
            return text
        body = text.removeprefix(PREFIX)
        try:
            sealed = urlsafe_b64decode(body + "=" * (-len(body) % 4))
            return self._siv.decrypt(sealed, _ASSOCIATED).decode()
        except (InvalidTag, ValueError) as error:
            raise SealError(text) from error


def new_key() -> bytes:
    """Return a random key for one case: 64 bytes, AES-256 in SIV mode."""
    return AESSIV.generate_key(512)


def is_sealed(text: str) -> bool:
    """Tell whether a text is sealed."""
    return text.startswith(PREFIX)


def close_erased(text: str) -> str:
    """Return what is kept of a name whose case has no key any more: nothing."""
    return text if not text or is_sealed(text) else ERASED


def mentions_persons(draft: Draft) -> bool:
    """Tell whether a draft has personal fields, filled or not."""
    return bool(_personal(draft.data["type"] if draft.type == _CORRECTED else draft.type))


def close_draft(draft: Draft, close: Callable[[str], str]) -> Draft:
    """Return a draft with its personal fields sealed, also those in the data of a correction."""
    if draft.type != _CORRECTED:
        return replace(draft, data=_each(draft.data, _personal(draft.type), close))
    corrected = _each(draft.data["data"], _personal(draft.data["type"]), close)
    return replace(draft, data={**draft.data, "data": corrected})


def open_all(value: Any, seal: Seal) -> Any:
    """Return JSON-ready data with every sealed text in it opened. Raises SealError."""
    return _map(value, seal.open)


async def request_keys(
    nats: Client, district: str, cases: Iterable[str], timeout: float = 2.0
) -> dict[str, Seal]:
    """Ask intake for the keys of at most 1,000 cases; those without one, or with an erased one, are missing.

    Raises KeysUnavailableError when intake does not answer in `timeout` seconds.
    """
    try:
        answer = await nats.request(SUBJECT, to_json({"district": district, "cases": list(cases)}), timeout)
        keys: dict[str, str | None] = from_json(answer.data)["keys"]
    except (NatsError, TimeoutError, ValueError, KeyError, TypeError) as error:
        raise KeysUnavailableError(f"intake did not hand out keys: {error!r}") from error
    return {case: Seal(urlsafe_b64decode(key)) for case, key in keys.items() if key}


_CORRECTED = type_of(FactCorrected)


@cache
def _personal(type_: str) -> tuple[str, ...]:
    try:
        cls = class_of(type_)
    except UnknownTypeError:
        return ()
    return cls.PERSONAL if issubclass(cls, Fact) else ()


def _each(data: Mapping[str, Any], names: Iterable[str], close: Callable[[str], str]) -> dict[str, Any]:
    return {**data, **{name: _map(data[name], close) for name in names if name in data}}


def _map(value: Any, change: Callable[[str], str]) -> Any:
    match value:
        case str():
            return change(value)
        case list() | tuple():
            return [_map(item, change) for item in value]
        case dict():
            return {key: _map(item, change) for key, item in value.items()}
        case _:
            return value
