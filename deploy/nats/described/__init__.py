"""What is said on NATS? The AsyncAPI document of all of it: subjects, who may use them, and what messages look like.

`python -m deploy.nats.described` writes it to docs/asyncapi.yaml. What FastStream serves is described by FastStream;
what is spoken with nats-py, and the form of every message, stands in `channels` and `forms`.
"""

from deploy.nats.described.document import OF_NATS, document, written

__all__ = ["OF_NATS", "document", "written"]
