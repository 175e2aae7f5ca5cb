"""How do people and programs ask why? About facts they hand in, and about cases that are recorded."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query

from services.routing.explain import RoutingExplained, explained
from services.routing.rules import RULES
from shared.explaining.asking import AskedBody, question
from shared.explaining.recorded import recorded
from shared.judge import Judge

Text = Annotated[str, Query(max_length=200)]


def routes(judge: Judge) -> APIRouter:
    """Return the routes that explain."""
    router = APIRouter(tags=["explain"])

    @router.post("/explain")
    async def explain_facts(body: AskedBody) -> RoutingExplained:
        """Say what follows from facts, and why. Nothing is recorded."""
        noted = await judge.told_of(body.district)
        return await asyncio.to_thread(lambda: explained(question(body, noted, RULES)))

    @router.get("/explain")
    async def explain_case(district: Text, case: Text) -> RoutingExplained:
        """Say what follows from what is recorded of a case, and why."""
        asked = await recorded(judge, district, case)
        return await asyncio.to_thread(explained, asked)

    return router
