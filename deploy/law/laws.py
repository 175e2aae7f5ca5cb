"""Which law is a scenario judged by? A district's pack on top of the national one, or the national one alone."""

from collections.abc import Mapping
from typing import Any, TypeVar

from pydantic import BaseModel

from shared.law.model import Law, LossRule, Pack, Parameter, RoutingRule, Text

M = TypeVar("M", bound=BaseModel)

Packs = Mapping[str, Pack]
"""Packs by their ids."""

Reading = Mapping[str, bool | int | str]
"""Parameters by name, read otherwise than the pack does."""


def changed(model: M, **changes: Any) -> M:
    """Return a record of a pack with some of its fields otherwise. They are not validated again."""
    fields = {name: getattr(model, name) for name in type(model).model_fields}
    return type(model).model_construct(**{**fields, **changes})


def law(packs: Packs, judged_as: str, reading: Reading | None = None) -> Law:
    """Return the law of a pack of a district; of the national pack, that of a district that adds nothing to it.

    Raises KeyError where one of the packs is not there, or has no parameter that is read otherwise.
    """
    pack = packs[judged_as]
    national = packs[pack.extends] if pack.extends else pack
    pack = pack if pack.extends else _alone(national)
    if reading:
        known: dict[str, Parameter] = {**national.parameters, **pack.parameters}
        read = {name: changed(known[name], value=value, later=()) for name, value in reading.items()}
        pack = changed(pack, parameters={**pack.parameters, **read})
    return Law(pack=pack, national=national, version="in-memory")


def _alone(national: Pack) -> Pack:
    """Return the pack of a district of which only the least is said: who answers for what."""
    sued = RoutingRule(
        rule="own-act",
        article="-",
        summary=Text(zh="被诉机关自行应诉", en="An agency that is sued answers for itself"),
        when={"defendant": "agency"},
        responsible=("defendant",),
    )
    other = RoutingRule(
        rule="other",
        article="-",
        summary=Text(zh="其他情形由区司法局指定", en="Anything else: the bureau designates"),
    )
    return Pack(
        pack="national-alone",
        name=Text(zh="仅国家法律", en="National law alone"),
        district="national-alone",
        extends=national.pack,
        source=national.source,
        in_force=national.in_force,
        routing=(sued, other),
        lost=None if national.lost else LossRule(article="-", codes=()),
        appearance=national.appearance,
    )
