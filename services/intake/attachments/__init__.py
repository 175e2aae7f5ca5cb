"""Where are the documents of cases kept, who may have them, and what makes up a case's volume?

Files are named by the SHA-256 of their content; which case has which is said by facts (`document-attached`).
"""

from services.intake.attachments.content import (
    Attachments,
    DamagedError,
    Kept,
    NotKeptError,
    TooLargeError,
    open_attachments,
)

__all__ = ["Attachments", "DamagedError", "Kept", "NotKeptError", "TooLargeError", "open_attachments"]
