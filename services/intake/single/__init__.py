"""How is one fact reported by one plain request? There is a route for each type, made from the types themselves."""

from services.intake.single.document import paths
from services.intake.single.routes import routes

__all__ = ["paths", "routes"]
