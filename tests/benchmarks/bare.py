"""What does the machine do with posts that nobody works on? A bare ASGI app, as uvicorn serves it."""

import sys
from typing import Any

import uvicorn

ANSWER = b'{"position":1,"accepted":1,"known":0,"results":[]}'


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Read a body and answer."""
    if scope["type"] != "http":
        return
    while (await receive()).get("more_body"):
        pass
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(ANSWER)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": ANSWER})


if __name__ == "__main__":
    uvicorn.run(app, port=int(sys.argv[1]), lifespan="off", access_log=False, log_level="warning")
