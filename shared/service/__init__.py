"""What runs around a service? The chassis: parts in, running service out, the same for all five."""

from shared.service.chassis import Service
from shared.service.process import run

__all__ = ["Service", "run"]
