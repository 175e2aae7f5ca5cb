"""How do people and programs ask why? About facts they hand in, and about cases that are recorded."""

import asyncio
from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Query

from shared.access.guard import open_to_all
from shared.explaining.asking import AskedBody, question
from shared.explaining.explained import Question
from shared.explaining.recorded import recorded
from shared.explaining.shapes import Explained
from shared.judge import Judge, Rules

Text = Annotated[str, Query(max_length=200)]
Answer = TypeVar("Answer", bound=Explained)


def explaining(
    judge: Judge, rules: Rules, explained: Callable[[Question], Answer], answer: type[Answer]
) -> APIRouter:
    """Return the routes by which a service explains; `answer` is the shape in which it does."""
    router = APIRouter(tags=["explain"], dependencies=[Depends(open_to_all("ask"))])

    @router.post("/explain", response_model=answer)
    async def explain_facts(body: AskedBody) -> Answer:
        """Say what follows from facts, and why. Nothing is recorded."""
        noted = await judge.told_of(body.district)
        return await asyncio.to_thread(lambda: explained(question(body, noted, rules)))

    @router.get("/explain", response_model=answer)
    async def explain_case(district: Text, case: Text) -> Answer:
        """Say what follows from what is recorded of a case, and why."""
        asked = await recorded(judge, district, case)
        return await asyncio.to_thread(explained, asked)

    return router
