"""Between what does a figure lie once everything parked is released? Pure (docs/figures.md)."""

from dataclasses import dataclass, replace

from services.reporting.figures.figure import AVERAGES, Counts, Figure, rounded


@dataclass(frozen=True, slots=True)
class Open:
    """What of a figure can change."""

    numerator: int = 0
    """So much of its numerator is of cases that may come to count otherwise."""
    denominator: int = 0
    adds: int = 0
    """So many may come to count that do not, or count otherwise when they are among those before."""
    loose: int = 0
    """So many others may come to count otherwise: each in the numerator or not, or not at all, or one more."""
    things: int = 0
    """How many parked things stand behind it."""

    def __add__(self, other: "Open") -> "Open":
        """Return both together."""
        return Open(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            self.adds + other.adds,
            self.loose + other.loose,
            self.things + other.things,
        )


def bounded(figure: Figure, open_: Open) -> Figure:
    """Return a figure with the least and the most it can come to; without them where nothing parked concerns it.

    Of an average the cases are bounded from both sides, and the days and the average from below alone.
    """
    if not (open_.things or open_.adds or open_.loose or open_.denominator):
        return figure
    if figure.metric.partition(":")[0] in _AVERAGES:
        low, high = _average(figure, open_)
        return replace(figure, low=low, high=high, parked=open_.things, unbounded="any_days")
    low, high = (_count if figure.denominator is None else _rate)(figure, open_)
    return replace(figure, low=low, high=high, parked=open_.things)


_AVERAGES = frozenset(name.partition(":")[0] for name in AVERAGES)


def _count(figure: Figure, open_: Open) -> tuple[Counts, Counts]:
    sure = figure.numerator - open_.numerator
    low, high = max(0, sure - open_.loose), sure + open_.adds + open_.loose
    return Counts(low, None, str(low)), Counts(high, None, str(high))


def _rate(figure: Figure, open_: Open) -> tuple[Counts, Counts]:
    """Let all that is open count against the figure, and for it.

    One that counts already moves a rate further by changing sides than one more does; so loose ones first do that.
    """
    numerator = figure.numerator - open_.numerator
    denominator = (figure.denominator or 0) - open_.denominator
    won = min(open_.loose, numerator)
    low = _counts(numerator - won, denominator + open_.adds + open_.loose - won)
    lost = min(open_.loose, denominator - numerator)
    more = open_.adds + open_.loose - lost
    high = _counts(numerator + lost + more, denominator + more)
    return low, high


def _average(figure: Figure, open_: Open) -> tuple[Counts, Counts]:
    """Bound cases, days and average each for itself.

    A case takes no less than no days, and may take any number: a day that is not known may be any. Of what is loose
    nobody knows which cases it is, so those with the most days may be among them.
    """
    days, cases = figure.numerator - open_.numerator, (figure.denominator or 0) - open_.denominator
    least = 0 if open_.loose else days
    most = cases + open_.adds + open_.loose
    low = Counts(least, max(0, cases - open_.loose), rounded(least, most))
    return low, Counts(None, most, None)


def _counts(numerator: int, denominator: int) -> Counts:
    return Counts(numerator, denominator, rounded(numerator, denominator))
