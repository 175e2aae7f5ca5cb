"""A town whose log begins on a Monday."""

from tests.reporting.feeds.conftest import told

__all__ = ["told"]
