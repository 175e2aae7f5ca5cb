"""What came from which source, and which has fallen silent?"""

import typer

from deploy.cli.options import DATA, Data, District, Output
from deploy.cli.output import Format, screen, table, texts, write_csv, write_json
from deploy.cli.running import House
from deploy.cli.trouble import ATTENTION

COLUMNS = (
    *("feed", "title", "state", "since", "heard_on", "received_today", "received_week", "received_month"),
    *("late_month", "parked", "differing_days", "missing", "surplus"),
)
PAGE = 1000


def health(district: District, output: Output = Format.TABLE, data: Data = DATA) -> None:
    """Print how each source of a district stands; exit code 1 when one is silent or was never heard."""
    house = House(data)
    asked = {"district": house.district(district), "limit": PAGE}
    rows, after = list[dict[str, object]](), ""
    while True:
        page = house.get("reporting", "/feeds", {**asked, "after": after or None})
        rows += page["items"]
        after = page["next"]
        if not after:
            break
    match output:
        case Format.JSON:
            write_json(rows)
        case Format.CSV:
            write_csv([{name: row[name] for name in COLUMNS} for row in rows], COLUMNS)
        case Format.TABLE:
            shown = table("", "source", "state", "since", "last heard", "today#", "7 days#", "30 days#",
                          "late#", "parked#", "unlike the manifest#")  # fmt: skip
            for row in rows:
                name = f"{row['title']} {row['feed']}".strip()
                numbers = (row[f"received_{span}"] for span in ("today", "week", "month"))
                odd = (row["late_month"], row["parked"], row["differing_days"])
                shown.add_row(*texts(name, row["state"], row["since"], row["heard_on"], *numbers, *odd))
            screen().print(shown if rows else "Nothing was reported yet, and no source is registered.")
    if any(row["state"] in ("silent", "never") for row in rows):
        raise typer.Exit(ATTENTION)
