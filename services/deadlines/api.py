"""How do people and programs ask why? About facts they hand in, and about cases that are recorded."""

from fastapi import APIRouter

from services.deadlines.answers import DeadlinesExplained
from services.deadlines.explain import explained
from services.deadlines.rules import RULES
from shared.explaining.routes import explaining
from shared.judge import Judge


def routes(judge: Judge) -> APIRouter:
    """Return the routes that explain."""
    return explaining(judge, RULES, explained, DeadlinesExplained)
