"""How are keys made, listed and revoked over HTTP? By the operator."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from services.intake.callers import Callers, Key, UnknownKeyError
from shared.access import Principal, Role
from shared.access.guard import Guard
from shared.access.principals import faults_of
from shared.problems import Problem

Text = Annotated[str, Field(max_length=128)]


class Wanted(BaseModel):
    """For whom a key is to be made."""

    model_config = ConfigDict(extra="forbid")

    role: Role
    districts: list[Text] = Field(default=[], max_length=400)
    names: list[Text] = Field(default=[], max_length=100)
    label: Text = ""
    rate: int = Field(
        default=0, ge=0, le=1_000_000, description="facts a second; 0 for the house's own limit"
    )
    until: AwareDatetime | None = Field(default=None, description="when it ends; never without")


def routes(callers: Callers, guard: Guard) -> APIRouter:
    """Return the routes of keys."""
    router = APIRouter(prefix="/keys", tags=["keys"])
    operating = Depends(guard.may("operate"))

    @router.get("", dependencies=[operating])
    async def get_keys() -> list[dict[str, Any]]:
        """List the keys that were made, also those revoked; never the secrets."""
        return [_shown(key) for key in callers.listed()]

    @router.post("", status_code=201)
    async def post_key(wanted: Wanted, by: Annotated[Principal, operating]) -> dict[str, Any]:
        """Make a key. Its secret is in this answer only."""
        principal = Principal(
            id="",
            role=wanted.role,
            districts=tuple(wanted.districts),
            names=tuple(wanted.names),
            label=wanted.label,
            rate=wanted.rate,
        )
        found = list(faults_of(principal))
        if wanted.until and wanted.until <= datetime.now(UTC):
            found.append(("/until", f"{wanted.until.isoformat()} is over", "an instant to come"))
        faults = [
            {"pointer": place, "detail": detail, "expected": expected} for place, detail, expected in found
        ]
        if faults:
            first = faults[0]
            detail = f"{first['pointer']}: {first['detail']}; expected {first['expected']}"
            raise Problem(422, "No key can be made for this", detail, errors=faults)
        until = wanted.until.isoformat(timespec="seconds") if wanted.until else ""
        key, secret = await callers.add(principal, by.actor, until)
        return {**_shown(key), "secret": secret}

    @router.delete("/{id_}", dependencies=[operating])
    async def delete_key(id_: str) -> dict[str, Any]:
        """Revoke a key for good."""
        try:
            return _shown(await callers.revoke(id_))
        except UnknownKeyError as error:
            raise Problem(404, "No such key", str(error)) from error

    return router


def _shown(key: Key) -> dict[str, Any]:
    told = {**key.principal.as_data(), **key.as_data()}
    return {name: value for name, value in told.items() if name not in ("principal", "of")}
