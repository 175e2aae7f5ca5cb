"""Where are the documents of cases kept, who may have them, and what makes up a case's volume?

Files are named by the SHA-256 of their content; which case has which is said by facts (`document-attached`).
"""

from shared.archive import Archive as Attachments
from shared.archive import Kept, NotKeptError, TooLargeError
from shared.archive import open_archive as open_attachments

__all__ = ["Attachments", "Kept", "NotKeptError", "TooLargeError", "open_attachments"]
