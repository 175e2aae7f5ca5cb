"""How does an office without a system of its own report? By forms in the browser, with the checks of the API."""

from services.intake.entry.routes import routes

__all__ = ["routes"]
