"""With which key is a published report signed, over which bytes, and is a signature right?"""

import json
import os
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from shared.settings import StartError

ALGORITHM: Final = "Ed25519"
UNSIGNED = frozenset({"signature", "law", "calendar", "rules"})
"""Fields of the finding that are not signed: the signature itself, and by which release it was found."""


class SigningKeyError(StartError):
    """The key reports are signed with cannot be used."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(
            f"the key in {file} cannot sign published reports ({why}); put an Ed25519 private key there as PEM "
            "without a password, or move the file away and a new key is made"
        )


class Signer:
    """Signs with the private key of a file, made where there is none; only this user may read it."""

    def __init__(self, file: Path) -> None:
        """Read the key, or make one. Raises SigningKeyError."""
        self._key = _kept_in(file)
        public = self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.public_key = b64encode(public).decode()
        """The 32 bytes of the public key, in base64."""
        self.id = key_id(self.public_key)

    def signature(self, signed: Mapping[str, Any]) -> str:
        """Return the signature over the canonical JSON, in base64."""
        return b64encode(self._key.sign(canonical(signed))).decode()


def canonical(value: Mapping[str, Any]) -> bytes:
    """Return the canonical JSON: names sorted, no blanks, in UTF-8, nothing escaped that need not be."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def signed_of(district: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is signed of the data of a `figures-published` finding."""
    return {"district": district, **{name: value for name, value in data.items() if name not in UNSIGNED}}


def key_id(public_key: str) -> str:
    """Return the id of a public key: the first 16 digits of its SHA-256."""
    return sha256(b64decode(public_key)).hexdigest()[:16]


def is_right(district: str, data: Mapping[str, Any]) -> bool:
    """Return whether the signature in a finding fits what it says, and its key the id it names."""
    try:
        if key_id(data["public_key"]) != data["key"]:
            return False
        key = Ed25519PublicKey.from_public_bytes(b64decode(data["public_key"]))
        key.verify(b64decode(data["signature"]), canonical(signed_of(district, data)))
    except (InvalidSignature, ValueError, KeyError):
        return False
    return True


def _kept_in(file: Path) -> Ed25519PrivateKey:
    """Return the key of a file. It is there with its key or not at all, whenever the machine dies."""
    with suppress(FileNotFoundError):
        try:
            found = load_pem_private_key(file.read_bytes(), None)
        except (ValueError, TypeError, OSError) as error:
            if isinstance(error, FileNotFoundError):
                raise
            raise SigningKeyError(file, str(error)) from error
        if not isinstance(found, Ed25519PrivateKey):
            raise SigningKeyError(file, "it is a key of another kind")
        return found
    made = Ed25519PrivateKey.generate()
    _write(file, made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return _kept_in(file)  # of two that start at once, one key stays


def _write(file: Path, content: bytes) -> None:
    fresh = file.with_name(f".{file.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as into:
        into.write(content)
        into.flush()
        os.fsync(into.fileno())
    try:
        with suppress(FileExistsError):
            os.link(fresh, file)
    finally:
        fresh.unlink(missing_ok=True)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
