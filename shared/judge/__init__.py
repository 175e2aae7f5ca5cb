"""Who compares what follows with what is recorded? One loop for every service: note, judge what is due, announce."""

from shared.judge.conclude import Concluded, Concluder, Due
from shared.judge.findings import Findings, Rules
from shared.judge.loop import Judge
from shared.judge.serving import judging, retrying
from shared.judge.shown import Shown, Views

__all__ = [
    "Concluded",
    "Concluder",
    "Due",
    "Findings",
    "Judge",
    "Rules",
    "Shown",
    "Views",
    "judging",
    "retrying",
]
