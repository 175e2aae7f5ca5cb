"""Does intake show the log and the forms of events?"""

from pydantic_core import from_json, to_json

from shared.envelope import attributes
from shared.events.catalogue import TYPES
from tests.examples import EXAMPLES, cloudevent, draft
from tests.intake.door import Door


async def test_the_log_is_read_as_it_is_stored(door: Door) -> None:
    for number in range(3):
        await door.post(cloudevent(draft(EXAMPLES["hearing-held"], id_=str(number))))
    response = await door.http.get("/log")
    assert response.headers["content-type"].startswith("application/x-ndjson")
    assert response.headers["x-yingsu-position"] == "3"
    assert response.content.splitlines() == await door.keeper.read(1, 3)


async def test_the_log_is_paged_by_position(door: Door) -> None:
    lines = [to_json(cloudevent(draft(EXAMPLES["hearing-held"], id_=str(n)))) for n in range(1203)]
    await door.post_lines(*lines)
    response = await door.http.get("/log?after=600&limit=601")
    positions = [attributes(line)["position"] for line in response.content.splitlines()]
    assert positions == list(range(601, 1202))
    assert (await door.http.get("/log?after=1203")).content == b""


async def test_every_type_is_listed_with_its_schema(door: Door) -> None:
    listed = (await door.http.get("/schemas")).json()
    assert {one["name"] for one in listed} == TYPES.keys()
    for one in listed[:5]:
        response = await door.http.get(one["schema"])
        assert response.headers["content-type"] == "application/schema+json"
        assert response.json()["$id"] == f"yingsu:schema:{one['name']}:v1"


async def test_a_schema_is_found_by_name_and_by_type(door: Door) -> None:
    by_name = await door.http.get("/schemas/hearing-held")
    by_type = await door.http.get("/schemas/yingsu.hearing-held.v1")
    assert by_name.content == by_type.content
    assert from_json(by_name.content)["required"] == ["held_on"]
