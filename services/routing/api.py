"""What does routing answer over HTTP, beside health, status and metrics?"""

from fastapi import APIRouter

from shared.judge import Judge


def routes(judge: Judge) -> APIRouter:
    """Return the routes of routing."""
    router = APIRouter()

    @router.post("/retry")
    async def post_retry() -> dict[str, int]:
        """Judge again the cases that have stalled, and say how many they are."""
        return {"retried": await judge.retry()}

    return router
