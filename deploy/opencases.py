"""Which cases are open on the day a demonstration begins?"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parents[1] / "examples" / "open" / "cases.yaml"


def open_cases(day: date, file: Path = FILE) -> Iterator[dict[str, Any]]:
    """Return invented facts of open cases and the work beside them as CloudEvents; days are counted from `day`."""
    told: Mapping[str, list[dict[str, Any]]] = yaml.safe_load(file.read_text(encoding="utf-8"))
    for district, cases in told.items():
        for case in cases:
            number = case["case"].format(year=day.year)
            for place, (reporter, name, data) in enumerate(case["facts"], 1):
                yield {
                    "specversion": "1.0",
                    "source": f"{reporter}/{district}-demo",
                    "id": f"{number}-{place}",
                    "type": f"yingsu.{name}.v1",
                    "district": district,
                    "subject": number,
                    "data": {field: _dated(field, value, day) for field, value in data.items()},
                }


def _dated(field: str, value: object, day: date) -> object:
    """Return a number of days as the day it means, and one of years as the year; anything else as it is."""
    if not isinstance(value, int) or isinstance(value, bool):
        return value
    if field.endswith(("_on", "_by")) or field == "until":
        return str(day + timedelta(days=value))
    return day.year + value if field == "year" and value <= 0 else value
