"""How does who runs the house have the views rebuilt?"""

from fastapi import APIRouter, Depends

from services.reporting.rebuilding.keeping import Rebuilder
from services.reporting.rebuilding.shapes import Rebuilding
from shared.access.guard import Guard


def routes(rebuilder: Rebuilder, guard: Guard) -> APIRouter:
    """Return the routes for rebuilding, for who may operate the house."""
    router = APIRouter(tags=["service"], dependencies=[Depends(guard.may("operate"))])

    @router.get("/rebuilding")
    async def told() -> Rebuilding:
        """Say how far a rebuild is, and how the last one compared."""
        return rebuilder.told()

    @router.post("/rebuilding", status_code=202)
    async def begin(switch: bool = False) -> Rebuilding:
        """Begin to fill the views anew beside those that are asked; with `switch` change over even if they differ."""
        return rebuilder.begin(switch=switch)

    @router.post("/rebuilding/switch", status_code=202)
    async def change() -> Rebuilding:
        """Change over to the other version: the new one that waits, or back to the one before."""
        return rebuilder.change()

    @router.delete("/rebuilding")
    async def discard() -> Rebuilding:
        """Take away the version that is not asked: a new one that waits, or the one before."""
        return rebuilder.discard()

    return router
