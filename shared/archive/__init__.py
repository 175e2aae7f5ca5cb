"""Where are files kept for years, each named by the SHA-256 of its content? In a folder, or at scale in a bucket."""

from shared.archive.content import Archive, Found, Kept, NotKeptError, TooLargeError, open_archive

__all__ = ["Archive", "Found", "Kept", "NotKeptError", "TooLargeError", "open_archive"]
