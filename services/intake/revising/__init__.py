"""What does a fact say, who has revised it, and how is it corrected or taken back by where it stands?"""

from services.intake.revising.chains import Chain, Chains
from services.intake.revising.routes import routes
from services.intake.revising.saying import Revising, Said

__all__ = ["Chain", "Chains", "Revising", "Said", "routes"]
