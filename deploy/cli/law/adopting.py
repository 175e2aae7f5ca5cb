"""How does a pack come to be the law, and what did that change?"""

from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from secrets import token_hex
from typing import Annotated, Any

import typer
from pydantic_core import to_json

from deploy.cli.law.comparing import show_difference
from deploy.cli.law.log import pages
from deploy.cli.law.packs import BrokenPack, Meant, adopted, adopted_texts, checked, loaded, meant
from deploy.cli.options import DATA, Data
from deploy.cli.output import case_names, errors, screen
from deploy.cli.running import House
from deploy.cli.settling import progress_bar, wait_settled
from deploy.cli.trouble import ATTENTION
from deploy.law.difference import difference
from shared.codec import name_in, type_of
from shared.envelope import NO_DISTRICT, attributes, is_finding
from shared.events.district import LawAdopted
from shared.law.loader import PackError, laws_of
from shared.law.model import Pack

PATIENCE = 600.0
"""Seconds without any progress after which waiting for the judges ends: every case of a district is judged again."""


def adopt(
    pack: Annotated[str, typer.Argument(help="A file, or bundled:NAME for a pack of this release.")],
    data: Data = DATA,
) -> None:
    """Let a district be judged by a pack from now on: checked first, then recorded, then every case judged again.

    Exit codes: 0 adopted, or in force already; 1 some cases cannot be judged by it; 2 it is no pack: every fault is
    listed and the one in force stays.
    """
    one = meant(pack, data)
    loaded(one)  # what is wrong with the text alone is said without a house
    house = House(data)
    texts, rows = adopted_texts(house), {row["pack"]: row for row in adopted(house)}
    read = checked(one, texts)
    _check_those_on_top(one, read, texts)
    before = rows.get(read.pack)
    if before and texts[read.pack] == one.text:
        screen().print(
            f"{read.pack} is in force word for word already (revision {before['revision']}, position "
            f"{before['position']}); nothing was sent."
        )
        return
    _show(one, read, texts)
    revision = before["revision"] + 1 if before else 1
    with progress_bar(errors()) as progress:
        position = _send(house, _event(one, read, revision))
        stalled = wait_settled(house, "The pack", position, progress, PATIENCE)
    screen().print(f"{read.pack}, revision {revision}, is on the log at position {position}.")
    screen().print(_changed(house, read, position), soft_wrap=True)
    if stalled:
        screen().print(
            f"Cases that could not be judged: {case_names(stalled)}; see yingsu status.", markup=False
        )
        raise typer.Exit(ATTENTION)


def _check_those_on_top(one: Meant, read: Pack, others: Mapping[str, str]) -> None:
    """Raise BrokenPack where a pack that extends this one, and is right now, would no longer be."""
    for id_, text in others.items():
        try:
            laws_of(above := loaded(Meant(id_, text)).district, others)
        except (BrokenPack, PackError):
            continue
        try:
            laws_of(above, {**others, read.pack: one.text})
        except PackError as error:
            raise BrokenPack(f"{id_} on top of {one.name}", error) from error


def _show(one: Meant, read: Pack, texts: Mapping[str, str]) -> None:
    if read.pack not in texts:
        screen().print(f"No pack {read.pack} is on the log yet.")
        return
    try:
        before = loaded(Meant(read.pack, texts[read.pack]))
    except BrokenPack:
        screen().print(f"The pack {read.pack} on the log cannot be read by this release.")
    else:
        show_difference(difference(before, read), f"{read.pack} in force → {one.name}")


def _event(one: Meant, read: Pack, revision: int) -> dict[str, Any]:
    return {
        "specversion": "1.0",
        "id": f"law/{read.pack}/{revision}/{token_hex(4)}",  # the number is free again after a retraction
        "source": f"bureau/{read.district or read.pack}",
        "type": type_of(LawAdopted),
        "subject": read.pack,
        "district": NO_DISTRICT,
        "data": {
            "pack": read.pack,
            "version": revision,
            "text": one.text,
            "sha256": sha256(one.text.encode()).hexdigest(),
        },
    }


def _send(house: House, event: Mapping[str, Any]) -> int:
    """Report the adoption and return its position; sending it again changes nothing. Raises Problem."""
    headers = {"content-type": "application/cloudevents+json"}
    url = f"{house.state.url('intake')}/events"
    answer = house.again("intake", lambda: house.http.post(url, content=to_json(event), headers=headers))
    return int(answer.json()["position"])


def _changed(house: House, read: Pack, position: int) -> str:
    """Return in words how many findings the judges have put on the log since."""
    districts = [read.district] if read.district else [row["id"] for row in _districts(house)]
    kinds = Counter[str]()
    for district in districts:
        for page in pages(house, district, after=position):
            for envelope in map(attributes, page.lines):
                if is_finding(envelope["source"]):
                    kinds[name_in(envelope["type"])] += 1
    if not kinds:
        return "No finding changed."
    each = ", ".join(f"{kind} {count}" for kind, count in kinds.most_common())
    return f"{kinds.total()} findings changed: {each}."


def _districts(house: House) -> list[dict[str, Any]]:
    answer = house.get("reporting", "/districts")
    rows: list[dict[str, Any]] = answer["items"] if isinstance(answer, dict) else answer
    return rows
