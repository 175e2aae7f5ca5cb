"""Who may connect to NATS, and for what? The house's services, publishers with a key, and nobody else.

`python -m deploy.nats.accounts FOLDER` prints what belongs into the configuration of a server that `yingsu up` does
not run, and makes the two secrets in the folder where they are not there yet.
"""

import os
import secrets
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from shared.access.accounts import (
    BUCKET_ASKED,
    BUCKET_HEARD,
    DOOR,
    HOUSE,
    JETSTREAM,
    OUTSIDE,
    OUTSIDE_JETSTREAM,
    SUBMIT,
    Issuer,
    fresh_seed,
)

USER = "house"
PASSWORD_FILE = "house.key"  # noqa: S105
ISSUER_FILE = "nats-issuer.key"


@dataclass(frozen=True, slots=True)
class Secrets:
    """What only the house knows: the password of its services, and the seed by which intake admits publishers."""

    password: str = field(repr=False)
    issuer: str = field(repr=False)

    @classmethod
    def kept_in(cls, folder: Path) -> "Secrets":
        """Return the secrets in a folder, made at the first start; only this user may read them."""
        return cls(
            _kept(folder / PASSWORD_FILE, lambda: secrets.token_urlsafe(32)),
            _kept(folder / ISSUER_FILE, fresh_seed),
        )

    def url(self, host: str, port: int) -> str:
        """Return where the house's services connect."""
        return f"nats://{USER}:{self.password}@{host}:{port}"

    def configuration(self) -> str:
        """Return the accounts as the server's configuration has them."""
        issuer = Issuer(self.issuer)
        info, get = BUCKET_ASKED
        inner, outer = JETSTREAM, OUTSIDE_JETSTREAM
        return f"""\
accounts {{
  # The services: the log's stream, and all they ask each other.
  {HOUSE}: {{
    jetstream: enabled
    users: [ {{ user: "{USER}", password: "{self.password}" }} ]
    exports: [
      {{ service: "{SUBMIT}.*", accounts: [{OUTSIDE}] }}
      # Figures for dashboards; who may read those of which district intake says.
      {{ service: "{inner}.{info}", accounts: [{OUTSIDE}] }}
      {{ service: "{inner}.{get}", accounts: [{OUTSIDE}] }}
      {{ stream: "{BUCKET_HEARD}", accounts: [{OUTSIDE}] }}
    ]
  }}
  # Publishers, each with what intake allows it. "share" lets the server tell intake which of them sent a message.
  {OUTSIDE}: {{
    imports: [
      {{ service: {{ account: {HOUSE}, subject: "{SUBMIT}.*" }}, share: true }}
      {{ service: {{ account: {HOUSE}, subject: "{inner}.{info}" }}, to: "{outer}.{info}" }}
      {{ service: {{ account: {HOUSE}, subject: "{inner}.{get}" }}, to: "{outer}.{get}" }}
      {{ stream: {{ account: {HOUSE}, subject: "{BUCKET_HEARD}" }} }}
    ]
  }}
  # Intake alone: here the server asks whether somebody may connect.
  {DOOR}: {{
    users: [ {{ nkey: {issuer.door} }} ]
  }}
}}
authorization {{
  timeout: 5
  auth_callout {{ account: {DOOR}, issuer: {issuer.public}, auth_users: [ "{USER}", {issuer.door} ] }}
}}
"""


def adopt(store: Path) -> None:
    """Give the house's account what a server without accounts kept of the stream, before the server starts."""
    nameless, own = store / "jetstream" / "$G", store / "jetstream" / HOUSE
    if nameless.exists() and not own.exists():
        nameless.rename(own)


def _kept(file: Path, make: Callable[[], str]) -> str:
    """Return the secret in a file, made where there is none: it is there whole or not at all, whenever we die."""
    with suppress(FileNotFoundError):
        if found := file.read_text(encoding="ascii").strip():
            return found
    file.parent.mkdir(parents=True, exist_ok=True)
    made = file.with_name(f"{file.name}.{os.getpid()}")
    made.unlink(missing_ok=True)
    secret = make()
    with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as out:
        out.write(secret + "\n")
        out.flush()
        os.fsync(out.fileno())
    made.replace(file)
    return secret


def main() -> None:
    """Print the configuration for the secrets in the folder given on the command line."""
    match sys.argv[1:]:
        case [folder]:
            print(Secrets.kept_in(Path(folder)).configuration(), end="")
        case _:
            raise SystemExit(__doc__)


if __name__ == "__main__":
    main()
