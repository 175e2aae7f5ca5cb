"""Are the secrets by which NATS keeps the house apart made once, and known only to those who need them?"""

import sys
from pathlib import Path

import pytest

from deploy.nats import accounts, stream
from deploy.nats.accounts import Secrets, adopt
from services.intake.submissions import taking
from shared.access.accounts import Issuer, IssuerError
from shared.service.connection import without_passwords
from shared.settings import Settings, SettingsError, read_settings
from tests.intake.publishers import SECRETS
from tests.servers import NatsServer, free_port


def test_the_secrets_are_made_once_and_only_this_user_reads_them(tmp_path: Path) -> None:
    first = Secrets.kept_in(tmp_path)
    assert Secrets.kept_in(tmp_path) == first
    assert len({file.read_text() for file in tmp_path.iterdir()}) == 2
    assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}


def test_a_file_that_was_left_empty_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "house.key").touch()
    assert len(Secrets.kept_in(tmp_path).password) > 40


def test_secrets_are_not_shown_by_accident(tmp_path: Path) -> None:
    kept = Secrets.kept_in(tmp_path)
    assert kept.password not in repr(kept)
    assert kept.issuer not in repr(kept)


def test_the_server_knows_only_the_public_halves_of_what_admits(tmp_path: Path) -> None:
    kept = Secrets.kept_in(tmp_path)
    issuer = Issuer(kept.issuer)
    assert kept.issuer not in kept.configuration()
    assert issuer.door_seed not in kept.configuration()
    assert issuer.public in kept.configuration()


@pytest.mark.parametrize(
    "seed",
    ["", "SA", "SA" + "A" * 56, Issuer(SECRETS.issuer).door_seed, SECRETS.password],
    ids=["none", "short", "no sum", "a user's", "a password"],  # two are drawn anew in every run
)
def test_what_is_no_seed_of_an_account_is_refused_with_what_to_do(seed: str) -> None:
    with pytest.raises(IssuerError, match=r"python -m deploy\.nats\.accounts"):
        Issuer(seed)


def test_without_a_seed_nothing_is_taken_over_nats(tmp_path: Path) -> None:
    taken = taking(Settings(data=tmp_path), *[None] * 4)  # type: ignore[arg-type]  # none of them is asked
    assert (taken.tasks, taken.closing) == ({}, ())


def test_a_stream_of_the_house_is_not_replaced_by_an_older_one(tmp_path: Path) -> None:
    for account in ("$G", "HOUSE"):
        (tmp_path / "jetstream" / account).mkdir(parents=True)
        (tmp_path / "jetstream" / account / "of").write_text(account)
    adopt(tmp_path)
    assert (tmp_path / "jetstream" / "HOUSE" / "of").read_text() == "HOUSE"


def test_addresses_are_shown_without_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    assert without_passwords("nats://house:p@a:1,tls://house:p@b:2") == "nats://a:1,tls://b:2"
    monkeypatch.setenv("YINGSU_NATS", "http://house:pass@nats.example")
    with pytest.raises(SettingsError) as refused:
        read_settings()
    assert ("YINGSU_NATS" in str(refused.value), "pass@" in str(refused.value)) == (True, False)


def test_the_stream_is_declared_where_the_environment_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    server = NatsServer(tmp_path, free_port(), secrets=SECRETS).start()
    monkeypatch.setenv("YINGSU_NATS", server.url)
    monkeypatch.setattr(sys, "argv", ["stream", "1"])
    try:
        stream.main()
        stream.main()
    finally:
        server.stop()
    first, second = capsys.readouterr().out.splitlines()
    assert ("created" in first, "is there already" in second) == (True, True)


def test_the_configuration_of_a_server_of_ones_own_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["accounts", str(tmp_path)])
    accounts.main()
    assert capsys.readouterr().out == Secrets.kept_in(tmp_path).configuration()
