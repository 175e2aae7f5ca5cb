"""Why does a case not count in a figure, or only in its denominator (docs/figures.md)?

`noting` says with each case what its contribution alone does not tell, `telling` reads it back, `sentences` has the
words, `listing` the pages of cases that a figure of a row and period leaves out.
"""

from services.reporting.uncounted.noting import NOTHING, Noted, noted
from services.reporting.uncounted.sentences import why
from services.reporting.uncounted.telling import Due, Reason, Row, only_denominator, uncounted

__all__ = ["NOTHING", "Due", "Noted", "Reason", "Row", "noted", "only_denominator", "uncounted", "why"]
