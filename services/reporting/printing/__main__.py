"""How are the files of a report written away from the service? A document comes in as JSON, an archive goes out.

A process of its own, so that what it takes is given back, and what goes wrong in it harms nobody else.
"""

import resource
import sys

from services.reporting.printing.files import written
from services.reporting.printing.packing import together
from services.reporting.printing.report import Report

MEMORY = 2 * 2**30
"""Bytes of address space it may take; most of what it reserves it never touches."""
CPU_SECONDS = 60


def run() -> None:
    """Write the files of the document that stands in the standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    sys.stdout.buffer.write(together(written(Report.read(sys.stdin.buffer.read()))))


if __name__ == "__main__":
    run()
