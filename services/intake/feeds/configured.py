"""Which feeds are configured, and is all they need there? Read once at start; what is wrong stops the start."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import to_json

from services.intake.feeds.loading import load
from services.intake.feeds.mapping import FeedMapping, MappingError
from services.intake.feeds.readers import INSTANT_FORMS, MILLISECONDS, RFC3339
from shared.access import Principal
from shared.events.feeds import Days
from shared.law.faults import PackError, located
from shared.law.loader import composed
from shared.outbound import A_SECRET, secret_bytes, url_of
from shared.settings import Settings, StartError

BUNDLED = Path(__file__).parent / "mappings"

_Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
_Said = Annotated[str, Field(min_length=1)]
_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")


class FeedsError(StartError):
    """The file of the feeds cannot be used."""

    def __init__(self, file: Path, detail: str) -> None:
        super().__init__(
            f"the feeds in {file} cannot be used ({detail}); see docs/feeds.md, or move the file away"
        )


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PageNumber(_Form):
    """Pages asked for by number, until one is empty."""

    parameter: _Said
    first: int = 1
    pages: str = ""
    """Where an answer says how many there are, so that no empty one need be asked for."""


class Cursor(_Form):
    """Pages asked for by what the page before names."""

    parameter: _Said
    source: _Said = Field(alias="from")


class Next(_Form):
    """How the next page is asked for; exactly one way."""

    link: str = ""
    """Where an answer holds the URL of the next page; `header` for the header Link."""
    page: PageNumber | None = None
    cursor: Cursor | None = None


class Since(_Form):
    """How only what changed since the last pull is asked for."""

    parameter: _Said
    form: str = "yyyyMMddHHmmss"
    overlap: Annotated[int, Field(ge=0, le=100_000)] = 60
    """Minutes by which it is asked for again, as systems record late."""


class Districts(_Form):
    """The field that says to which district a record belongs."""

    field: _Said
    codes: dict[_Said, _Said] = Field(min_length=1)


class Certificate(_Form):
    """What we show to the other side."""

    file: _Said
    key: str = ""


class Webhook(_Form):
    """Names of environment variables with secrets of Standard Webhooks; several while one is being replaced."""

    secrets: tuple[_Said, ...] = Field(min_length=1)


class Expects(_Form):
    """What is expected of the source, as `feed-registered` has it."""

    from_on: date
    every: Days = 1
    late_after: Days = 10
    reports: tuple[str, ...] = ()
    until_on: date | None = None


class FeedForm(_Form):
    """One feed, as it is configured."""

    name: _Name
    title: str = ""
    mapping: _Said
    names: tuple[_Said, ...] = Field(min_length=1)
    """For whom it speaks: court codes, or the names of another source."""
    district: str = ""
    districts: Districts | None = None
    url: str = ""
    parameters: dict[str, str] = Field(default_factory=dict)
    headers: dict[str, str] = Field(default_factory=dict)
    every: Annotated[int, Field(ge=1, le=10_080)] = 60
    """Minutes."""
    format: Literal["json", "ndjson"] = "json"
    encoding: Literal["utf-8", "gb18030"] = "utf-8"
    records: str = ""
    """Where an answer holds the records, such as `data.list`; empty when it is the list itself."""
    next: Next = Next()
    since: Since | None = None
    proxy: str = ""
    certificate: Certificate | None = None
    ca: str = ""
    private: bool = False
    """Whether its host may have addresses that are not public, as in the network of a court."""
    timeout: Annotated[float, Field(gt=0, le=600)] = 60.0
    """Seconds a page may take in all."""
    largest: Annotated[int, Field(ge=1, le=256)] = 32
    """Megabytes a page may have when unpacked."""
    webhook: Webhook | None = None
    expects: Expects | None = None


class _FeedsForm(_Form):
    feeds: list[FeedForm]


@dataclass(frozen=True, kw_only=True)
class Configured:
    """A feed with all that it needs."""

    form: FeedForm
    mapping: FeedMapping
    url: str = ""
    """With the secrets in it."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    proxy: str = ""
    webhook_secrets: tuple[bytes, ...] = ()
    hidden: tuple[str, ...] = ()
    """What came from the environment, and is shown to nobody."""
    base: Path = Path()
    """The folder files are named from."""

    @property
    def name(self) -> str:
        """Return what it is called."""
        return self.form.name

    @property
    def districts(self) -> list[str]:
        """Return the districts it speaks of, as they are configured."""
        form = self.form
        codes = form.districts.codes.values() if form.districts else ()
        return list(dict.fromkeys([form.district] if form.district else codes))

    @property
    def version(self) -> str:
        """Return the hash of all that says how a record is read."""
        form = self.form
        told = [
            self.mapping.version,
            form.names,
            form.district,
            form.districts and form.districts.model_dump(),
        ]
        return sha256(to_json(told)).hexdigest()[:16]

    def principal(self, districts: tuple[str, ...]) -> Principal:
        """Return as whom it speaks of these districts: with the rights anybody of that role has."""
        form = self.form
        return Principal(
            id=f"feed:{form.name}",
            role=self.mapping.form.source,
            districts=districts,
            names=form.names,
            label=form.title or form.name,
        )

    def shown(self, text: str) -> str:
        """Return a text, such as a URL, without what is secret in it."""
        for secret in self.hidden:
            text = text.replace(secret, "***")
        return text


def configured(settings: Settings, environ: Mapping[str, str] = os.environ) -> list[Configured]:
    """Return the configured feeds. Raises FeedsError with the first thing that is wrong, in one sentence."""
    data = settings.data.expanduser().absolute()
    file = Path(settings.feeds).expanduser().absolute() if settings.feeds else data / "feeds.yaml"
    if not file.is_file() and not settings.feeds:
        return []
    try:
        text = file.read_text(encoding="utf-8")
        node, content = composed(text)
    except (OSError, UnicodeDecodeError) as error:
        raise FeedsError(file, f"it cannot be read: {error}") from error
    except PackError as error:
        raise FeedsError(file, str(error.faults[0])) from error
    try:
        form = _FeedsForm.model_validate(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise FeedsError(file, str(located(node, first["loc"], first["msg"]))) from error
    mappings = mappings_in(data / "feeds")
    found: dict[str, Configured] = {}
    for number, one in enumerate(form.feeds):
        try:
            if one.name in found:
                raise _WrongError(f"two feeds are called {one.name}; expected names of their own", "name")
            found[one.name] = _configured(one, mappings, environ, file.parent)
        except _WrongError as error:
            place = ("feeds", number, *([error.key] if error.key else []))
            raise FeedsError(file, str(located(node, place, error.detail))) from error
    return list(found.values())


def mappings_in(own: Path) -> dict[str, FeedMapping]:
    """Return the mappings there are by name; one's own counts before a bundled one. Raises FeedsError."""
    found: dict[str, FeedMapping] = {}
    for folder in (BUNDLED, own):
        for file in sorted(folder.glob("*.yaml")):
            try:
                mapping = load(file.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError) as error:
                raise FeedsError(file, f"it cannot be read: {error}") from error
            except MappingError as error:
                raise FeedsError(file, f"{error.faults[0]}; `yingsu feeds check` shows all") from error
            found[mapping.name] = mapping
    return found


class _WrongError(Exception):
    def __init__(self, detail: str, key: str = "") -> None:
        super().__init__(detail)
        self.detail, self.key = detail, key


def _configured(
    form: FeedForm, mappings: Mapping[str, FeedMapping], environ: Mapping[str, str], base: Path
) -> Configured:
    mapping = mappings.get(form.mapping)
    if mapping is None:
        raise _WrongError(f"no mapping {form.mapping!r}; expected one of {', '.join(mappings)}", "mapping")
    if bool(form.district) == (form.districts is not None):
        raise _WrongError("expected either `district` or `districts`", "district")
    if not form.url and form.webhook is None:
        raise _WrongError("expected a `url` to pull from, or a `webhook`")
    if form.since is not None and form.since.form not in (*INSTANT_FORMS, RFC3339, MILLISECONDS):
        known = ", ".join((*INSTANT_FORMS, RFC3339, MILLISECONDS))
        raise _WrongError(f"found the form {form.since.form!r}; expected one of {known}", "since")
    if form.since is not None and not mapping.form.updated:
        raise _WrongError(f"the mapping {form.mapping} names no `updated` to ask since", "since")
    ways = [bool(form.next.link), form.next.page is not None, form.next.cursor is not None]
    if sum(ways) > 1:
        raise _WrongError("expected one of `link`, `page` and `cursor`", "next")
    if form.format == "ndjson" and (form.records or form.next.cursor or form.next.link not in ("", "header")):
        raise _WrongError(
            "lines name no next page; expected `link: header` or `page`, and no `records`", "format"
        )
    hidden: list[str] = []

    def filled(text: str, key: str) -> str:
        for name in _VARIABLE.findall(text):
            value = environ.get(name, "")
            if not value:
                raise _WrongError(f"the environment variable {name} is not set", key)
            hidden.append(value)
            text = text.replace("${" + name + "}", value)
        return text

    url, proxy = filled(form.url, "url"), filled(form.proxy, "proxy")
    for key, said in (("url", url), ("proxy", proxy)):
        # A proxy may be called with user and password, which are not part of where it is.
        plain = re.sub(r"//[^/@]*@", "//", said) if key == "proxy" else said
        if said and url_of(plain) is None:
            raise _WrongError("it is no URL; expected http or https with a host, in ASCII", key)
    return Configured(
        form=form,
        mapping=mapping,
        url=url,
        parameters={name: filled(text, "parameters") for name, text in form.parameters.items()},
        headers={name: filled(text, "headers") for name, text in form.headers.items()},
        proxy=proxy,
        webhook_secrets=tuple(_secrets(form, environ)),
        hidden=tuple(hidden),
        base=base,
    )


def _secrets(form: FeedForm, environ: Mapping[str, str]) -> Iterator[bytes]:
    for name in form.webhook.secrets if form.webhook else ():
        found = secret_bytes(environ.get(name, ""))
        if found is None:
            raise _WrongError(
                f"the environment variable {name} holds no secret; expected {A_SECRET}", "webhook"
            )
        yield found
