"""In which form is an answer given: as JSON, CSV or a workbook, with which fields, and to whom not once more?

Every list is given by `Wanted.answer`: so cursors, fields, forms, positions and ETags are the same everywhere.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, make_dataclass, replace
from datetime import datetime
from functools import partial
from hashlib import blake2b
from importlib.metadata import version
from typing import Annotated, Any, Literal, Protocol

from fastapi import Header, Query, Request, Response
from pydantic_core import to_json

from services.reporting.cursors import opened, sealed
from services.reporting.reader.keeping import Kept
from shared.problems import Problem
from shared.spreadsheets import csv_of

Form = Literal["json", "csv", "xlsx"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MEDIA_TYPES: Mapping[Form, str] = {"json": "application/json", "csv": "text/csv", "xlsx": XLSX}

RELEASE = version("yingsu")
"""Another release may answer otherwise at the same position."""

FORMS: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "text/csv": {"schema": {"type": "string", "description": "one line an item, with a heading"}},
            XLSX: {"schema": {"type": "string", "format": "binary", "description": "the same as a workbook"}},
        }
    },
    304: {"description": "nothing has changed since the answer whose ETag `If-None-Match` names"},
}
"""What the OpenAPI document says of a list beside its JSON."""

Cursor = Annotated[str, Query(max_length=2000, description="`next` of the page before; without it the first")]

TEXTS: Mapping[str, dict[int | str, dict[str, Any]]] = {
    kind: {200: {"content": {kind: {"schema": {"type": "string"}}}}}
    for kind in ("text/yaml", "text/calendar", "application/x-ndjson", "application/octet-stream")
}
"""The same of what is a text of another kind."""

Table = Iterable[Sequence[object]]
"""Lines of cells, the first with the names of the columns."""


class Settling(Protocol):
    """Who knows how far everything is settled."""

    @property
    def upto(self) -> int:
        """Return up to which position all that follows is visible."""


class UnknownFieldError(Problem):
    """An answer has no such field."""

    def __init__(self, found: Sequence[str], known: Sequence[str]) -> None:
        super().__init__(
            422,
            "Unknown field",
            f"no field {', '.join(map(repr, found))}",
            errors=[
                {
                    "parameter": "fields",
                    "detail": f"found {', '.join(map(repr, found))}",
                    "expected": f"some of {', '.join(known)}",
                }
            ],
        )


@dataclass(frozen=True, slots=True)
class _Body:
    """What is said and its JSON: as long as that is kept, nothing else can be at its place in memory."""

    said: Any
    body: bytes

    def __len__(self) -> int:
        return len(self.body)


_BODIES = Kept(2_000_000)
"""The JSON of lists that the reader has kept, so that they are put into words once; so many bytes at most."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a list is asked for."""

    request: Request
    upto: int
    """Up to where all was settled before it was asked: what is settled only later may not be in the answer."""
    form: Form = "json"
    as_file: bool = False
    fields: tuple[str, ...] = ()

    def place(self, after: str) -> str:
        """Return the place in the list that a cursor names. Raises CursorError."""
        return opened(self.request.url.path, self.request.query_params.multi_items(), after)

    def answer(
        self,
        said: Any,
        of: type,
        name: str,
        *,
        position: int | None = None,
        table: Callable[[], Table] | None = None,
        as_of: datetime | None = None,
        fresh: bool = False,
    ) -> Response:
        """Return a list of things of one kind (`of`), or an answer that has them as `items`; as a file by a name.

        `table` says how they stand in a table, where not each field is a column. `fresh` answers hang on more than
        the position and have no ETag. Raises UnknownFieldError.
        """
        headers = {"Vary": "Accept"} | ({"X-Yingsu-As-Of": as_of.isoformat()} if as_of else {})
        if self.as_file and self.form != "json":
            headers["Content-Disposition"] = f'attachment; filename="{name}.{self.form}"'
        items = said if isinstance(said, tuple) else said.items
        at = said.position if position is None else position
        upto = -1 if fresh else self.upto

        def body() -> bytes:
            if self.form == "json":
                made = partial(self._body, said, items, of)
                if not isinstance(said, tuple):
                    return made().body
                return _BODIES.get((id(said), self.fields), made).body
            lines = self._columns(table() if table else tabled([one.name for one in fields(of)], items))
            if self.form == "xlsx":
                # Here, because openpyxl takes a tenth of this service's memory and few ask for workbooks.
                from services.reporting.workbooks import workbook

                return workbook(lines)
            return csv_of(lines).encode("utf-8-sig" if self.as_file else "utf-8")

        self._check([one.name for one in fields(of)] if self.form == "json" else None)
        mark = f"{self.form}{'file' if self.as_file else ''}"
        return answered(self.request, upto, at, body, MEDIA_TYPES[self.form], headers, mark)

    def _body(self, said: Any, items: Sequence[Any], of: type) -> "_Body":
        return _Body(said, to_json(self._json(said, items, of)))

    def _json(self, said: Any, items: Sequence[Any], of: type) -> object:
        """Return what is said with only the fields asked for, and a cursor for the next page."""
        some: Sequence[Any] = items
        if self.fields:
            some = [{name: getattr(item, name) for name in self.fields} for item in items]
        if isinstance(said, tuple):
            return some
        following = getattr(said, "next", None)
        if following:
            place = self.request.url.path, self.request.query_params.multi_items()
            said = replace(said, next=sealed(*place, following))
        if not self.fields:
            return said
        return {one.name: some if one.name == "items" else getattr(said, one.name) for one in fields(said)}

    def _columns(self, lines: Table) -> Table:
        """Return a table with only the columns asked for, in that order. Raises UnknownFieldError."""
        if not self.fields:
            return lines
        heading, *rest = lines
        names = [str(name) for name in heading]
        self._check(names)
        places = [names.index(name) for name in self.fields]
        return [[line[place] for place in places] for line in (heading, *rest)]

    def _check(self, known: Sequence[str] | None) -> None:
        if known is not None and (unknown := [name for name in self.fields if name not in known]):
            raise UnknownFieldError(unknown, known)


def wanting(settling: Settling) -> Callable[..., Awaitable[Wanted]]:
    """Return the dependency that says how a list is asked for: by `format`, else by content type; and its fields."""

    async def wanted(
        request: Request,
        accept: Annotated[str, Header()] = "",
        format: Annotated[
            Literal["", "json", "csv", "xlsx"],
            Query(
                description="as `Accept` has it; as CSV and workbook a file that spreadsheet programs open"
            ),
        ] = "",
        fields: Annotated[
            str, Query(max_length=1000, description="names of fields, with commas between; all without it")
        ] = "",
    ) -> Wanted:
        names = tuple(dict.fromkeys(name.strip() for name in fields.split(",") if name.strip()))
        return Wanted(request, settling.upto, format or accepted(accept), bool(format), names)

    return wanted


def accepted(accept: str) -> Form:
    """Return the form a program would rather have, by its `Accept`; JSON where it names none that there is."""
    liked: list[tuple[float, int, Form]] = []
    for place, part in enumerate(accept.split(",")):
        kind, *more = (text.strip().lower() for text in part.split(";"))
        form = next((form for form, known in MEDIA_TYPES.items() if kind == known), None)
        if kind in ("*/*", "application/*"):
            form = "json"
        if form and (quality := _quality(more)):
            liked.append((-quality, place, form))
    return min(liked)[2] if liked else "json"


def _quality(more: Iterable[str]) -> float:
    for one in more:
        if one.startswith("q="):
            try:
                return float(one[2:])
            except ValueError:
                return 0.0
    return 1.0


def answered(
    request: Request,
    upto: int,
    position: int,
    body: bytes | Callable[[], bytes],
    media_type: str = "application/json",
    headers: Mapping[str, str] | None = None,
    mark: str = "",
) -> Response:
    """Return an answer with its position, and with an ETag where the position says all about it.

    The body is not even made for who has it already. The ETag is another for another form (`mark`), for whoever else
    asks, and for another release. A workbook may be the same and differ in its bytes: its ETag is a weak one.
    """
    headers = {"X-Yingsu-Position": str(position), "Vary": "Accept", **(headers or {})}
    if position <= upto:
        who = "".join(request.headers.get(name, "") for name in ("Authorization", "Cookie"))
        digest = blake2b(f"{RELEASE} {mark} {who}".encode(), digest_size=5).hexdigest()
        etag = f'"{position}-{digest}"'
        headers["ETag"] = f"W/{etag}" if media_type == XLSX else etag
        if has(request.headers.get("If-None-Match", ""), etag):
            return Response(status_code=304, headers=headers)
    return Response(body if isinstance(body, bytes) else body(), headers=headers, media_type=media_type)


def has(if_none_match: str, etag: str) -> bool:
    """Tell whether an ETag is among those somebody has; a weak one is as good (RFC 9110, 13.1.2)."""
    known = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
    return "*" in known or etag in known


def flat(name: str, row: type, rest: type) -> type:
    """Return the form of an answer that tells a row and the rest of a thing side by side: all fields of both."""
    own = [(one.name, one.type) for one in fields(row)]
    own += [
        (one.name, one.type) for one in fields(rest) if one.name not in ("row", *(name for name, _ in own))
    ]
    made = make_dataclass(name, own)
    made.__module__ = rest.__module__  # where the names of its types are known
    return made


def tabled(columns: Sequence[str], rows: Iterable[Any]) -> Table:
    """Return rows, mappings or objects, as a table; what a cell holds besides texts and numbers is told as JSON."""
    yield columns
    for row in rows:
        values = (row[name] if isinstance(row, Mapping) else getattr(row, name) for name in columns)
        yield [_plain(value) for value in values]


def _plain(value: object) -> object:
    if is_dataclass(value) or isinstance(value, dict):
        return to_json(value).decode()
    if isinstance(value, tuple | list):
        return tuple(_plain(one) for one in value)
    return value
