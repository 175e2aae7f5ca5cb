"""Which organs does a district have, who continues whose functions, and who appears for them?"""

from shared.organs.register import EVERYWHERE, Organ, Organs, normalised
from shared.organs.roster import Leaders, Roster

__all__ = ["EVERYWHERE", "Leaders", "Organ", "Organs", "Roster", "normalised"]
