"""Which tables hold the views? They lie beside the notes and change with the position, in one transaction."""

from sqlalchemy import BigInteger, Column, Date, Index, Integer, MetaData, Table, Text, text

metadata = MetaData()

cases = Table(
    "view_cases",
    metadata,
    Column("district", Text, primary_key=True),
    Column("case_number", Text, primary_key=True),
    Column("dispute", Text, nullable=False),
    Column("instance", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("act", Text, nullable=False),
    Column("defendants", Text, nullable=False),  # JSON lists
    Column("responsible", Text, nullable=False),
    Column("accountable", Text, nullable=False),
    Column("rule", Text, nullable=False),
    Column("article", Text, nullable=False),
    Column("docketed_on", Date),
    Column("first_heard_on", Date),
    Column("decided_on", Date),
    Column("outcomes", Text, nullable=False),
    Column("took_effect_on", Date),
    Column("state", Text, nullable=False),
    # What the case contributes to the figures (contribution.py): the next difference is taken against it.
    Column("contribution", Text, nullable=False),
    # By how much these can change by what is parked of the dispute (parked/unsettled.py); empty for most.
    Column("unsettled", Text, nullable=False, server_default=text("''")),
    # What of it is open, so that figures of the year can change by it (outlook/coming.py); empty for what is over.
    Column("coming", Text, nullable=False, server_default=text("''")),
    # Why it does not count where it does not (uncounted/noting.py); empty where the rest of the row says so.
    Column("uncounted", Text, nullable=False, server_default=text("''")),
    # From which day to which it went on: the first and the last day there are where that is not known, or not over.
    Column("began_on", Date, nullable=False, server_default=text("'0001-01-01'")),
    Column("over_on", Date, nullable=False, server_default=text("'9999-12-31'")),
    Column("first_on", Date),
    Column("last_on", Date),
    # Which entries of the law decided it, and what waits for somebody (worklist), as JSON lists.
    Column("marks", Text, nullable=False),
    Column("open", Text, nullable=False),
    # Finds the cases that can be behind the figures of a period.
    Index("view_cases_by_days", "district", "last_on", "first_on"),
    # Finds those of a row that went on in a period, without looking at their rows.
    Index(
        "view_cases_going_on",
        *("district", "over_on", "case_number", "began_on", "defendants", "responsible"),
    ),
    # Finds those of which something is open.
    Index(
        "view_cases_coming",
        *("district", "case_number"),
        sqlite_where=text("coming <> ''"),
        postgresql_where=text("coming <> ''"),
    ),
)
"""One row a case."""

sums = Table(
    "view_sums",
    metadata,
    Column("district", Text, primary_key=True),
    Column("period", Text, primary_key=True),
    Column("by", Text, primary_key=True),
    Column("agency", Text, primary_key=True),
    Column("metric", Text, primary_key=True),
    Column("numerator", BigInteger, nullable=False),
    Column("denominator", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""The counts added up, by month and by year; quarters and half-years add up months when asked for."""

marks = Table(
    "view_marks",
    metadata,
    Column("district", Text, primary_key=True),
    Column("mark", Text, primary_key=True),
    Column("case_number", Text, primary_key=True),
    sqlite_with_rowid=False,
)
"""The cases that an entry of the law decided, by its mark (`routing/own-act`)."""

waiting = Table(
    "view_waiting",
    metadata,
    Column("district", Text, primary_key=True),
    Column("agency", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("due_on", Date, primary_key=True),
    Column("case_number", Text, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""The worklist: one row for each who must act, and one for the district (`*`); what it says stands with the case,
at this place. Without a day by which it must be settled the day is the last there is."""

deadlines = Table(
    "view_deadlines",
    metadata,
    Column("district", Text, primary_key=True),
    Column("case_number", Text, primary_key=True),
    Column("duty", Text, primary_key=True),
    Column("of", Text, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("agency", Text, nullable=False),
    Column("stands", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("cause", Text, nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("says", Text, nullable=False),  # JSON list: what nobody looks for (deadlines/rows.py)
    # Lists are in the order of these indexes, found and counted without looking at the rows.
    Index("view_deadlines_of_district", "district", "place", "stands", "due_on", "case_number", "duty", "of"),
    Index(
        "view_deadlines_of_agency",
        *("district", "agency", "stands", "due_on", "case_number", "duty", "of", "place"),
    ),
    Index(
        "view_deadlines_moved",
        *("district", "place", "cause", "stands", "due_on", "case_number", "duty", "of"),
        sqlite_where=text("cause <> ''"),
        postgresql_where=text("cause <> ''"),
    ),
    sqlite_with_rowid=False,
)
"""One row for each organ that owes a deadline; `place` 0 has the first of them, or an empty agency for nobody."""

deadline_counts = Table(
    "view_deadline_counts",
    metadata,
    Column("district", Text, primary_key=True),
    Column("agency", Text, primary_key=True),
    Column("duty", Text, primary_key=True),
    Column("stands", Text, primary_key=True),
    Column("number", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""How many deadlines of a duty stand so, of each agency and of the district (`*`)."""

deadline_days = Table(
    "view_deadline_days",
    metadata,
    Column("district", Text, primary_key=True),
    Column("stands", Text, primary_key=True),
    Column("due_on", Date, primary_key=True),
    Column("number", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
"""How many deadlines of a district that are due on a day stand so."""
