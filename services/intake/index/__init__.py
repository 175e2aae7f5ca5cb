"""What must the keeper find fast? Identities of facts, each writer's last finding, revisions, parked facts.

All of it is derived from the store and follows it in groups; a deleted or outdated index fills itself again.
"""

from services.intake.index.entries import Current, Entry, Known, Parked, entry, key_of, read_at
from services.intake.index.index import Index

__all__ = ["Current", "Entry", "Index", "Known", "Parked", "entry", "key_of", "read_at"]
