"""Whose keys do tests show? Mostly that of the operator, who may do everything."""

from collections.abc import Mapping
from pathlib import Path

from shared.access import Principal, operator
from shared.access.guard import Guard

OPERATOR_KEY = "yk_the-operator-of-the-tests"
SHOWN = {"Authorization": f"Bearer {OPERATOR_KEY}"}
"""The headers by which the operator is recognised."""


def guard_of(others: Mapping[str, Principal] | None = None) -> Guard:
    """Return a guard that knows the operator, and others by their keys."""
    known = {OPERATOR_KEY: operator(), **(others or {})}

    async def resolve(secret: str) -> Principal | None:
        return known.get(secret)

    return Guard(resolve)


def key_of(data: Path) -> Mapping[str, str]:
    """Return the headers by which the operator of a house is recognised, none before its first start."""
    file = data / "operator.key"
    return {"Authorization": f"Bearer {file.read_text().strip()}"} if file.exists() else {}
