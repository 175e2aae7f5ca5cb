"""What do the views answer? One reader for programs and pages."""

from services.reporting.reader.reader import Keys, Reader

__all__ = ["Keys", "Reader"]
