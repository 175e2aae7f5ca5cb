"""How does another program report facts? In batches, again where an answer was lost, and told what was refused.

A fact is known by its source and id, so sending it twice changes nothing: whatever is in doubt is sent again.

    with Client("http://127.0.0.1:8001", key) as intake:
        intake.report("hearing-held", "（2024）鄂0117行初1号", {"held_on": "2024-03-05"},
                      source="court/鄂0117", district="xinzhou")
"""

from shared.client.answers import AwayError, ClientError, ProblemError, Published
from shared.client.clients import AsyncClient, Client
from shared.client.events import Event, Line, fact

__all__ = [
    "AsyncClient",
    "AwayError",
    "Client",
    "ClientError",
    "Event",
    "Line",
    "ProblemError",
    "Published",
    "fact",
]
