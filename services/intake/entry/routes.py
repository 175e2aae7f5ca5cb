"""Which pages of entry are there? Composed of their parts, beside the static files they need."""

from collections.abc import Callable

from fastapi import APIRouter, Depends, Request, Response

from services.intake.callers import Callers
from services.intake.entry import form, sign_in, start, told, uploads
from services.intake.entry.documents import Documents
from services.intake.entry.form import Submitting
from services.intake.entry.frame import FILES, Frame
from services.intake.entry.organs import Names
from services.intake.imports.running import Imports
from services.intake.keeper import Keeper
from services.intake.revising.chains import Chains
from services.intake.revising.saying import Revising
from shared.access import Principal
from shared.access.guard import Guard, open_to_all


def routes(
    keeper: Keeper,
    submissions: Submitting,
    callers: Callers,
    guard: Guard,
    documents: Documents,
    imports: Imports,
    chains: Chains,
    revising: Revising,
    *,
    page: str,
    door: str,
    cookie_domain: str = "",
    admit: Callable[[Principal], None] = lambda principal: None,
) -> APIRouter:
    """Return the routes of the pages on which people report; they are in no API document.

    `page` is the address of the pages of figures, `door` that of intake; `admit` raises Problem 429 for who sends
    too much.
    """
    router = APIRouter(include_in_schema=False)
    frame = Frame(guard, page, lambda: keeper.index.told_of_laws)
    names = Names(keeper.read, lambda: keeper.position)
    router.include_router(sign_in.routes(frame, callers, door=door, cookie_domain=cookie_domain))
    router.include_router(start.routes(frame))
    router.include_router(uploads.routes(frame, imports))
    router.include_router(told.routes(frame, chains, revising, names, admit))
    router.include_router(form.routes(frame, submissions, names, documents, admit))

    @router.get("/static/{name}", dependencies=[Depends(open_to_all("look"))])
    async def static_file(request: Request, name: str) -> Response:
        """Return a style, script or picture."""
        return FILES.answer(request, name)

    return router
