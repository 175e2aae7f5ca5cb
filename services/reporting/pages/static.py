"""Which styles, scripts and pictures do the pages of reporting have?"""

from shared.pages.static import FOREVER, Static

FILES = Static("services.reporting.pages")

content = FILES.content
version = FILES.version
address = FILES.address
answer = FILES.answer

__all__ = ["FILES", "FOREVER", "address", "answer", "content", "version"]
