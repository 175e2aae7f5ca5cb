"""The published language: every fact that can be reported and every finding that can be concluded."""
