"""What must a service be told to run, and where does it keep its files?

Only `create()` and `run()` of a service read this; nothing is read at import.
"""

import re
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PORT = 8000
"""The first of the ports used when none is named."""

OFFSETS: Mapping[str, int] = MappingProxyType(
    {"reporting": 0, "intake": 1, "routing": 2, "deadlines": 3, "accountability": 4, "nats": 5}
)
"""What each part of one installation adds to the first port."""


class StartError(Exception):
    """A service cannot start. The message is one plain sentence with what to do."""


class SettingsError(StartError):
    """A setting has a value that cannot be used."""

    def __init__(self, error: ValidationError) -> None:
        first = error.errors()[0]
        name = "YINGSU_" + "_".join(str(part) for part in first["loc"]).upper()
        shown = re.sub(r"//[^@/,\s]*@", "//", repr(first["input"]))  # an address without its password
        super().__init__(
            f"the setting {name} is {shown}, which cannot be used ({first['msg']}); "
            "set the environment variable to another value, or unset it to use the default"
        )


class DataFolderError(StartError):
    """The data folder cannot be written to."""

    def __init__(self, folder: Path, error: OSError) -> None:
        super().__init__(
            f"the data folder {folder} is not writable ({error.strerror or error}); "
            "make it writable for this user, or name another with --data or YINGSU_DATA"
        )


class DatabaseError(StartError):
    """A database the service keeps its things in cannot be opened."""

    def __init__(self, setting: str, reason: object) -> None:
        told = " ".join(str(reason).split())
        super().__init__(
            f"its database cannot be opened ({told}); "
            f"see that the database is running and {setting} says where, or unset {setting} to use SQLite"
        )


class Settings(BaseSettings):
    """The settings of one service, from environment variables that begin with YINGSU_."""

    model_config = SettingsConfigDict(env_prefix="YINGSU_", frozen=True)

    data: Path = Path("data")
    """The folder that holds everything one installation keeps."""

    nats: str = Field(default=f"nats://127.0.0.1:{PORT + OFFSETS['nats']}", pattern=r"^(nats|tls|wss?)://")
    """Where NATS is, with the user and password of the house's account; several are separated by commas."""

    nats_issuer: SecretStr = SecretStr("")
    """The seed by which intake admits publishers to NATS; without one no facts are taken over NATS."""

    host: str = "127.0.0.1"
    port: int | None = Field(default=None, ge=0, le=65535)
    """The HTTP port; without one, the service's own place after 8000."""

    store: str = Field(default="sqlite", pattern=r"^(sqlite$|postgres(ql)?(\+psycopg)?://|\w+=)")
    """Where intake keeps the log: `sqlite`, or the DSN of a PostgreSQL database."""

    notes: str = Field(default="", pattern=r"^($|sqlite:///|postgresql(\+psycopg)?://)")
    """Where a follower keeps its notes, as an SQLAlchemy URL; empty means SQLite in the data folder."""

    public_url: str = Field(default="", pattern=r"^($|https?://[^/?#@\s]+(/[^?#\s]*)?$)")
    """Where people reach the pages, for links in reminders; empty means the address reporting listens on."""

    webhook_private: bool = False
    """Whether webhooks may go to addresses that are not public: of this machine, or of one's own network."""

    smtp_url: SecretStr = SecretStr("")
    """The mail server: `smtp://user:password@host:port`, or `smtps://…` for TLS from the first byte."""

    smtp_from: str = ""
    """The mail address reminders come from."""

    operator_key: SecretStr = SecretStr("")
    """The key of who runs the house; at least 24 characters. `yingsu up` makes one at its first start."""

    oidc_issuer: str = Field(
        default="",
        pattern=r"^($|https://[^/?#@\s]+(/[^?#\s]*)?$|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/[^?#\s]*)?$)",
    )
    """Whose tokens are taken beside keys: an OpenID Connect issuer, over https or on this machine."""

    oidc_audience: str = ""
    """The audience that the issuer puts into tokens for this house."""

    oidc_claims: str = "yingsu_"
    """What stands before `role`, `districts` and `names` in the names of a token's claims."""

    cookie_domain: str = Field(default="", pattern=r"^($|[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$)")
    """The domain that the hosts of pages and intake share, where these are two; a session counts for both then."""

    door_url: str = Field(default="", pattern=r"^($|https?://[^/?#@\s]+(/[^?#\s]*)?$)")
    """Where people and systems reach intake, for links and forms; empty means the address intake listens on."""

    rate_facts: int = Field(default=2000, ge=1)
    """The most facts a second of each key, unless the key has a rate of its own."""

    rate_requests: int = Field(default=1000, ge=1)
    """The most requests with facts a second of each key."""

    attachments: str = Field(default="file", pattern=r"^(file$|s3://[a-z0-9][a-z0-9.-]+(/.*)?$)")
    """Where the documents of cases are kept: `file` for the data folder, or `s3://bucket/prefix`."""

    attachment_mb: int = Field(default=100, ge=1, le=4096)
    """The most megabytes (of 1,048,576 bytes) a document may have."""

    published: str = Field(default="file", pattern=r"^(file$|s3://[a-z0-9][a-z0-9.-]+(/.*)?$)")
    """Where the files of published reports are kept: `file` for the data folder, or `s3://bucket/prefix`."""

    signing_key: str = ""
    """The file with the Ed25519 key published reports are signed with; empty: `signing.key` in the data folder."""

    feeds: str = ""
    """The file that names the feeds of courts' systems; empty means `feeds.yaml` in the data folder, if there."""

    crash_at: str = ""
    """The named point at which the process kills itself; for tests of crashes only."""

    log: Literal["debug", "info", "warning", "error"] = "info"

    def port_of(self, service: str) -> int:
        """Return the HTTP port of a service."""
        return PORT + OFFSETS[service] if self.port is None else self.port

    @property
    def page(self) -> str:
        """Return the address of the pages, without a slash at the end."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port_of('reporting')}"

    @property
    def door(self) -> str:
        """Return the address of intake, without a slash at the end."""
        return self.door_url.rstrip("/") or f"http://{self.host}:{PORT + OFFSETS['intake']}"

    def folder(self, service: str = "") -> Path:
        """Return the folder of a service, or the whole data folder, made if need be.

        Raises DataFolderError when it cannot be written to.
        """
        folder = self.data.expanduser().absolute() / service
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as error:
            raise DataFolderError(folder, error) from error
        return folder

    def notes_url(self, service: str) -> str:
        """Return where a follower keeps its notes, as an SQLAlchemy URL."""
        return self.notes or f"sqlite:///{self.folder(service) / 'notes.db'}"


def read_settings() -> Settings:
    """Return the settings this process was given. Raises SettingsError on the first that cannot be used."""
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError(error) from error
