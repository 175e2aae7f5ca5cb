"""Can anybody check, without this software, that a report is what was published?"""

import json
from base64 import b64decode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from services.reporting.publishing.signing import Signer, SigningKeyError, canonical, is_right, signed_of

SAID = {"period": "2023", "files": [{"name": "通报.pdf", "size": 3}], "at_position": 7}


def signed(signer: Signer, **more: Any) -> dict[str, Any]:
    data = {**SAID, "key": signer.id, "public_key": signer.public_key, **more}
    return {**data, "signature": signer.signature(signed_of("xinzhou", data)), "rules": "1"}


def test_a_key_is_made_once_for_this_user_only_and_kept(tmp_path: Path) -> None:
    first, again = Signer(tmp_path / "signing.key"), Signer(tmp_path / "signing.key")
    assert (tmp_path / "signing.key").stat().st_mode & 0o777 == 0o600
    assert (first.id, first.public_key) == (again.id, again.public_key)
    assert [path.name for path in tmp_path.iterdir()] == ["signing.key"]


def test_a_signature_is_checked_with_a_few_lines_of_anybody(tmp_path: Path) -> None:
    data = signed(Signer(tmp_path / "signing.key"))
    key = Ed25519PublicKey.from_public_bytes(b64decode(data["public_key"]))
    said = {"district": "xinzhou"} | {name: data[name] for name in data if name not in ("signature", "rules")}
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    key.verify(b64decode(data["signature"]), text.encode())
    assert sha256(b64decode(data["public_key"])).hexdigest()[:16] == data["key"]
    with pytest.raises(InvalidSignature):
        key.verify(b64decode(data["signature"]), text.replace("2023", "2024").encode())


def test_canonical_json_has_one_form() -> None:
    assert canonical({"乙": 1, "a": [True, None, "é"]}) == '{"a":[true,null,"é"],"乙":1}'.encode()


def test_what_is_signed_cannot_be_another_district_period_file_or_key(tmp_path: Path) -> None:
    signer, other = Signer(tmp_path / "signing.key"), Signer(tmp_path / "other.key")
    data = signed(signer)
    assert is_right("xinzhou", data)
    assert is_right("xinzhou", {**data, "rules": "2"})  # by which release it was found is not signed
    assert not is_right("huancui", data)
    for name, value in (
        ("period", "2024"),
        ("files", []),
        ("key", other.id),
        ("public_key", other.public_key),
        ("signature", "AAAA"),
        ("signature", "no base64!"),
    ):
        assert not is_right("xinzhou", {**data, name: value})
    assert not is_right("xinzhou", {**data, "key": other.id, "public_key": other.public_key})


def test_what_was_signed_with_an_earlier_key_stays_right(tmp_path: Path) -> None:
    data = signed(Signer(tmp_path / "signing.key"))
    (tmp_path / "signing.key").rename(tmp_path / "signing.key.1")
    assert Signer(tmp_path / "signing.key").id != data["key"]
    assert is_right("xinzhou", data)


def test_a_file_that_holds_no_such_key_stops_the_start_and_says_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "signing.key"
    file.write_text("no key")
    with pytest.raises(SigningKeyError, match=r"signing\.key cannot sign published reports"):
        Signer(file)
    other = rsa.generate_private_key(65537, 1024).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    file.write_bytes(other)
    with pytest.raises(SigningKeyError, match="another kind"):
        Signer(file)
