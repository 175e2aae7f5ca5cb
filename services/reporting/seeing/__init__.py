"""Who sees what? Each route lets in by role, and the reader answers each of those who are let in with its own part.

Overseers (bureau, government office, procuratorate) see all of their districts, auditors and the operator everything.
An agency sees its cases and its own figures, a court the cases that carry its code, the public what was published. A
route that `opened` does not name is for overseers alone, and a question that `narrowing` does not name is answered to
them alone: whoever adds one need not think of the others.
"""

from services.reporting.seeing.apart import Apart
from services.reporting.seeing.door import Door, still_seen
from services.reporting.seeing.reading import Seen
from services.reporting.seeing.viewer import Viewer, now

__all__ = ["Apart", "Door", "Seen", "Viewer", "now", "still_seen"]
