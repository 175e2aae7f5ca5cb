"""How do people read the figures? Server-rendered pages, Chinese first, without any outside network."""

from services.reporting.pages.routes import routes

__all__ = ["routes"]
