"""Which connections there are: declared by the administrator, found in files and variables."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_s3_drive.catalog.catalog import Catalog
from jupyterlab_s3_drive.catalog.names import DEFAULT, is_name, name_for
from jupyterlab_s3_drive.catalog.offer import MAX_OFFERS, Offer
from jupyterlab_s3_drive.credentials import chain
from jupyterlab_s3_drive.errors import S3DriveError
from jupyterlab_s3_drive.store.connection import Settings
from jupyterlab_s3_drive.store.gateway import Gateway

OPEN = {"endpoint_url": "https://open.example", "anonymous": True}
SECRET = "NeverToBeSeenAnywhere"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A person without any keys."""
    for name in ("AWS_CONFIG_FILE", "AWS_SHARED_CREDENTIALS_FILE"):
        monkeypatch.setenv(name, str(tmp_path / name))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_PROFILE", "AWS_ENDPOINT_URL", "MC_HOST_s3"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    return tmp_path


def profile(home: Path, *names: str, **fields: str) -> None:
    """Add profiles with keys to the file of credentials."""
    told = {"aws_access_key_id": "AKIDOFPROFILE", "aws_secret_access_key": SECRET, **fields}
    lines = [f"{name} = {value}" for name, value in told.items()]
    with (home / "AWS_SHARED_CREDENTIALS_FILE").open("a") as file:
        for name in names:
            file.write("\n".join([f"[{name}]", *lines, ""]))


async def names(catalog: Catalog) -> list[str]:
    """Return the names of all connections but the server's own."""
    first, *others = (await catalog.offers()).made
    assert first.name == DEFAULT
    return [each.name for each in others]


async def made(catalog: Catalog, name: str) -> Offer:
    """Return a connection that there is."""
    found = await catalog.named(name)
    assert found is not None
    return found


async def test_without_anything_there_is_one() -> None:
    catalog = Catalog(Settings())
    assert await names(catalog) == []
    assert await catalog.named("other") is None
    assert await catalog.named(DEFAULT) is catalog.own


async def test_nothing_is_read_for_the_servers_own(monkeypatch: pytest.MonkeyPatch) -> None:
    def read() -> Any:
        raise AssertionError

    monkeypatch.setattr("jupyterlab_s3_drive.catalog.profiles.read_profiles", read)
    catalog = Catalog(Settings(), {"open": OPEN})
    assert await catalog.named(DEFAULT) and await catalog.named("open")
    # Neither for a name that no connection can have.
    assert await catalog.named("../x") is None


async def test_the_first_has_a_name(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profile(home, "open", "Open", "lab")
    monkeypatch.setenv("MC_HOST_lab", f"https://AKID:{SECRET}@lab.example")
    catalog = Catalog(Settings(), {"open": OPEN})
    found = await catalog.offers()
    assert [(each.name, each.origin) for each in found.made[1:]] == [
        ("open", "administrator"),
        ("lab", "profile"),
    ]
    assert [(each.label, each.origin, each.reason) for each in found.left_out] == [
        ("open", "profile", "taken"),
        ("Open", "profile", "taken"),
        ("lab", "alias", "taken"),
    ]


async def test_a_file_that_changes_is_read_again(home: Path) -> None:
    catalog = Catalog(Settings())
    assert await names(catalog) == []
    profile(home, "lab")
    assert await names(catalog) == ["lab"]
    (home / "AWS_SHARED_CREDENTIALS_FILE").write_text("")
    assert await catalog.named("lab") is None


async def test_whoever_administers_may_want_none_to_be_found(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    profile(home, "lab")
    monkeypatch.setenv("MC_HOST_other", f"https://AKID:{SECRET}@lab.example")
    assert await names(Catalog(Settings(), {"open": OPEN}, looks=False)) == ["open"]
    assert await names(Catalog(Settings(), {"open": OPEN})) == ["open", "lab", "other"]


async def test_there_are_not_too_many(home: Path) -> None:
    profile(home, *(f"p{number}" for number in range(MAX_OFFERS + 5)))
    found = await Catalog(Settings()).offers()
    assert len(found.made) == MAX_OFFERS
    assert {each.reason for each in found.left_out} == {"many"}


class TestDeclared:
    async def test_what_is_forbidden_is_forbidden_there_too(self) -> None:
        own = Settings(
            read_only=True,
            allow_links=False,
            public_sharing=False,
            endpoint_url="https://own.example",
            renew_command=("print-keys",),
            server_side_encryption_kms_key_id="key",
            shared_bucket_url="https://own.example/ask",
        )
        told = {"endpoint_url": "https://lab.example", "read_only": False, "profile": "lab"}
        found = (await made(Catalog(own, {"lab": told}), "lab")).settings
        assert (found.read_only, found.allow_links, found.public_sharing) == (True, False, False)
        # What is the server's own store's stays there.
        assert found.endpoint_url == "https://lab.example"
        assert (found.renew_command, found.server_side_encryption_kms_key_id) == ((), "")
        assert found.shared_bucket_url == ""

    @pytest.mark.parametrize(
        "fields",
        [
            [],
            {},
            {"anonymous": True},
            {"endpoint_url": "https://key:secret@host"},
            {**OPEN, "anonymus": True},
            {**OPEN, "read_only": "no"},
            {**OPEN, "addressing_style": "other"},
            {**OPEN, "profile": "lab"},
            {**OPEN, "access_key": "AKID"},
        ],
    )
    async def test_what_cannot_be_used_is_told(self, fields: Any) -> None:
        catalog = Catalog(Settings(), {"wrong": fields, "open": OPEN})
        assert [(each.label, each.reason) for each in catalog.faults] == [("wrong", "unusable")]
        assert all(each.details and "secret" not in each.details for each in catalog.faults)
        assert await names(catalog) == ["open"]

    async def test_without_keys_it_has_none_until_somebody_gives_some(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDOFSERVER")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        offer = await made(
            Catalog(Settings(), {"lab": {"endpoint_url": "https://lab.example"}}), "lab"
        )
        with pytest.raises(S3DriveError) as caught:
            await Gateway(offer.settings).identity()
        assert caught.value.code == "CredentialsMissing"

    async def test_the_environment_is_not_of_another_store(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AWS_ENDPOINT_URL", "https://own.example")
        monkeypatch.setenv("AWS_REGION", "own-region")
        monkeypatch.setenv("AWS_PATH_STYLE_ACCESS", "true")
        offer = await made(
            Catalog(Settings(), {"aws": {"region": "eu-west-3", "anonymous": True}}), "aws"
        )
        store = (await Gateway(offer.settings).identity()).connection
        assert store.endpoint == "https://s3.eu-west-3.amazonaws.com"
        assert (store.region, store.addressing) == ("eu-west-3", "virtual")


class TestProfiles:
    async def test_each_has_its_own_keys_and_store(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDOFSERVER")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        monkeypatch.setenv("AWS_ENDPOINT_URL", "https://own.example")
        profile(home, "lab", endpoint_url="https://lab.example", region="lab-region")
        profile(home, "same")
        catalog = Catalog(Settings())
        lab = await Gateway((await made(catalog, "lab")).settings).identity()
        assert lab.credentials.access_key == "AKIDOFPROFILE"
        assert (lab.connection.endpoint, lab.connection.region) == (
            "https://lab.example",
            "lab-region",
        )
        # As AWS's tools have it: the endpoint of the environment, where the profile names none.
        same = await Gateway((await made(catalog, "same")).settings).identity()
        assert same.credentials.access_key == "AKIDOFPROFILE"
        assert same.connection.endpoint == "https://own.example"

    async def test_that_of_the_server_is_no_other(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        profile(home, "default", "lab")
        assert await names(Catalog(Settings())) == ["lab"]
        monkeypatch.setenv("AWS_PROFILE", "lab")
        assert await names(Catalog(Settings())) == ["profile-default"]
        # The keys of the server are variables.
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDOFSERVER")
        assert await names(Catalog(Settings())) == ["profile-default", "lab"]

    async def test_the_keys_of_the_variables_are_no_other(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDOFPROFILE")
        monkeypatch.setenv("AWS_ENDPOINT_URL", "https://own.example")
        profile(home, "default")
        profile(home, "same", endpoint_url="https://own.example/")
        # The same key may be known to two stores.
        profile(home, "elsewhere", endpoint_url="https://other.example")
        profile(home, "lab", aws_access_key_id="AKIDOFLAB")
        assert await names(Catalog(Settings())) == ["elsewhere", "lab"]

    async def test_settings_without_keys_are_no_connection(self, home: Path) -> None:
        (home / "AWS_CONFIG_FILE").write_text(
            "[profile a]\nregion = x\n[profile b]\nrole_arn = y\n"
        )
        assert await names(Catalog(Settings())) == ["b"]

    async def test_the_keys_of_the_machine_are_not_for_it(
        self, home: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # What would answer is asked by the server's own chain alone.
        monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://127.0.0.1:9/never")
        (home / "AWS_CONFIG_FILE").write_text("[profile lab]\nsso_session = none\n")
        loaded = await chain.CredentialChain("lab").current()
        assert loaded.credentials is None
        assert "container" not in str(loaded.problem and loaded.problem.details).lower()

    async def test_a_file_that_cannot_be_read_is_none(self, home: Path) -> None:
        (home / "AWS_CONFIG_FILE").write_text("no section\n")
        assert await names(Catalog(Settings(), {"open": OPEN})) == ["open"]


class TestAliases:
    @pytest.mark.parametrize(
        ("value", "keys"),
        [
            (f"https://AKID:{SECRET}@lab.example", ("AKID", SECRET, None)),
            (f"https://AKID:{SECRET}:token@lab.example", ("AKID", SECRET, "token")),
            ("https://AKID:a@b/c@lab.example", ("AKID", "a@b/c", None)),
            ("https://lab.example", ("", "", None)),
        ],
    )
    async def test_is_read_as_by_mc(
        self, monkeypatch: pytest.MonkeyPatch, value: str, keys: tuple[Any, ...]
    ) -> None:
        monkeypatch.setenv("MC_HOST_lab", value)
        offer = await made(Catalog(Settings()), "lab")
        found = await Gateway(offer.settings).identity()
        told = found.credentials
        assert (told.access_key, told.secret_key, told.token) == keys
        assert found.connection.endpoint == "https://lab.example"
        assert offer.settings.read_only is told.is_anonymous
        assert SECRET not in repr(offer)

    async def test_what_is_none_is_told_without_keys(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MC_HOST_lab", f"ftp://AKID:{SECRET}@lab.example")
        monkeypatch.setenv("MC_HOST_two", f"https://AKID{SECRET}@lab.example")
        found = (await Catalog(Settings()).offers()).left_out
        assert {(each.label, each.reason) for each in found} == {
            ("lab", "unusable"),
            ("two", "unusable"),
        }
        assert SECRET not in repr(found)

    async def test_that_of_the_server_is_no_other(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKID")
        monkeypatch.setenv("AWS_ENDPOINT_URL", "https://own.example")
        monkeypatch.setenv("MC_HOST_s3", f"https://AKID:{SECRET}@own.example")
        monkeypatch.setenv("MC_HOST_me", f"https://OTHER:{SECRET}@own.example")
        assert await names(Catalog(Settings())) == ["me"]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("My_Profile.1", "my-profile-1"),
        ("default", "profile-default"),
        ("é", ""),
        ("x" * 60, "x" * 40),
    ],
)
def test_names(label: str, name: str) -> None:
    assert name_for("profile", label) == name
    assert is_name(name) is bool(name)


def test_keys_are_in_no_log(home: Path, caplog: pytest.LogCaptureFixture) -> None:
    profile(home, "lab")
    with caplog.at_level(logging.DEBUG):
        assert chain.read_profiles()["lab"]["aws_secret_access_key"] == SECRET
    assert SECRET not in caplog.text
