"""Under which key does a figure stand in the bucket on NATS? Pure.

    huancui.2023.district.all.loss_rate
    huancui.2023.defendant.=546v57-g5Yy65YWs5a6J5YiG5bGA.on_time_rate/defence

A token is a text as it is, where NATS takes it; else `=` and the text in UTF-8 as base64url without padding. The
colon of a figure's name is a slash.
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode

from services.reporting.live.moved import Sum
from services.reporting.rows import DISTRICT

OF_DISTRICT, ALL = "district", "all"
"""Stand where the district's own row is by `*` and has the name `*`."""

_PLAIN = re.compile(r"[A-Za-z0-9_-]+")
_METRIC = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_=:-]*")


def key_of(of: Sum) -> str:
    """Return the key of a figure."""
    by, agency = (OF_DISTRICT, ALL) if of.by == DISTRICT else (of.by, _token(of.agency))
    metric = of.metric.replace(":", "/") if _METRIC.fullmatch(of.metric) else _encoded(of.metric)
    return f"{_token(of.district)}.{of.period}.{by}.{agency}.{metric}"


def of_key(key: str) -> Sum:
    """Return the figure a key is of. Raises ValueError for what is no key of a figure."""
    district, period, by, agency, metric = key.split(".")
    if by == OF_DISTRICT:
        by = agency = DISTRICT
    else:
        agency = _text(agency)
    metric = _text(metric) if metric.startswith("=") else metric.replace("/", ":")
    return Sum(_text(district), period, by, agency, metric)


def _token(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else _encoded(text)


def _encoded(text: str) -> str:
    return "=" + urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _text(token: str) -> str:
    if not token.startswith("="):
        return token
    raw = token[1:]
    return urlsafe_b64decode(raw + "=" * (-len(raw) % 4)).decode()
