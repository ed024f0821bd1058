"""A register on PostgreSQL as README sets it up: the role that owns its database and nothing else, and both
sides known by certificates, without any password. Its blocks are run as they stand there.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import psycopg
import pytest
from psycopg import errors
from sqlalchemy import make_url, text

from servicepoints.config import Settings, load
from servicepoints.errors import RegisterAway
from servicepoints.register import open_register
from servicepoints.register.migrating import migrate
from servicepoints.register.server import unchecked_hosts
from servicepoints.services.doctor import durability, examine
from servicepoints.services.instances import init_instance
from servicepoints.services.saving.backing_up import back_up
from tests.postgresql import FAST, INSTALL, PostgreSQL, binaries, in_memory, running

README = Path(__file__).parents[2] / "README.md"
NAME = "servicepoints"
pytestmark = [
    pytest.mark.own_server,
    pytest.mark.skipif(
        binaries() is None or shutil.which("openssl") is None,
        reason=f"needs PostgreSQL and openssl: {INSTALL}",
    ),
]
LET_IN = "local all all trust\nhost all postgres,neighbour 127.0.0.1/32 trust\n"
"""Those who set up, and another role of the same server."""


class Site(NamedTuple):
    """A server, with what README makes: the certificates of both sides, and the same of another authority."""

    server: PostgreSQL
    ours: Path
    theirs: Path

    def address(self, **other: str) -> str:
        """README's REGISTER_URL, on this machine; with `other` values in place of its own ("" takes away)."""
        url = make_url(block("REGISTER_URL=").removeprefix("REGISTER_URL=").strip().strip('"'))
        held = {name: str(value) for name, value in url.query.items()}
        for name in ("sslrootcert", "sslcert", "sslkey"):
            held[name] = str(self.ours / Path(held[name]).name)
        query = {name: value for name, value in (held | other).items() if value}
        there = make_url(self.server.address("postgres"))
        url = url.set(port=there.port, query={"hostaddr": "127.0.0.1", **query})
        return url.render_as_string(hide_password=False)


def block(begins: str) -> str:
    """The one block of README that begins so."""
    blocks = re.findall(r"^```\n(.*?)^```", README.read_text(encoding="utf-8"), re.M | re.S)
    (found,) = (one for one in blocks if one.startswith(begins))
    return str(found)


def certificates(folder: Path) -> Path:
    """README's commands, run there."""
    folder.mkdir()
    subprocess.run(["sh", "-ec", block("openssl req")], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = tmp_path_factory.mktemp("certificates")
    ours, theirs = certificates(made / "ours"), certificates(made / "theirs")
    with TemporaryDirectory(prefix="tls", dir=in_memory(), ignore_cleanup_errors=True) as name:
        folder = Path(name)
        line = block("hostssl").replace("10.0.0.0/24", "127.0.0.1/32")
        (folder / "hba.conf").write_text(LET_IN + line, encoding="utf-8")
        for one in ("ca.crt", "server.crt", "server.key"):
            shutil.copy(ours / one, folder / one)
        (folder / "server.key").chmod(0o600)
        if os.geteuid() == 0:
            for path in folder.iterdir():
                shutil.chown(path, "postgres", "postgres")
        files = {"hba_file": "hba.conf", "ssl_ca_file": "ca.crt", "ssl_cert_file": "server.crt"}
        files["ssl_key_file"] = "server.key"
        said = (f"{name}={folder / file}" for name, file in files.items())
        with running(folder, *FAST, "ssl=on", *said) as server:
            with psycopg.connect(server.address("postgres"), autocommit=True) as own:
                for statement in (*block("CREATE ROLE").strip().split("\n"), "CREATE ROLE neighbour LOGIN"):
                    own.execute(statement)
            yield Site(server, ours, theirs)


def test_an_instance_stands_there_is_served_and_backed_up_without_a_password(
    site: Site, tmp_path: Path
) -> None:
    url, home = site.address(), tmp_path / "instance"
    assert ":" not in make_url(url).render_as_string().partition("@")[0].partition("//")[2]
    assert unchecked_hosts(make_url(url), {}) == []
    init_instance(home, register_url=url)
    settings = load({"SERVICEPOINTS_HOME": str(home), "REGISTER_URL": url})
    register = open_register(url, settings.data_key)
    migrate(register)
    with register.read() as reader:
        query = (
            "SELECT ssl, client_dn, usename, usesuper FROM pg_stat_ssl JOIN pg_user ON usename = current_user"
        )
        known = reader.connection.execute(text(f"{query} WHERE pid = pg_backend_pid()")).one()
    register.close()
    assert tuple(known) == (True, f"/CN={NAME}", NAME, False)
    (tmp_path / "backup").mkdir()
    assert back_up(settings, tmp_path / "backup").points > 0


@pytest.mark.parametrize(
    ("days", "told"), [(0, ""), (794, ""), (796, "warn client.crt"), (826, "fail client.crt")]
)
def test_doctor_tells_in_time_of_a_certificate_that_ends(tmp_path: Path, days: int, told: str) -> None:
    made = certificates(tmp_path / "made")
    url = f"postgresql+psycopg://u@db/s?sslcert={made}/client.crt&sslrootcert={made}/ca.crt"
    found = list(
        durability.certificates(Settings(register_url=url), datetime.now(UTC) + timedelta(days=days))
    )
    assert [f"{one.level} {Path(one.subject).name}" for one in found] == ([told] if told else [])
    assert all(re.search(r"\d{4}-\d\d-\d\d", one.words) for one in found)


@pytest.mark.parametrize(
    "content", [None, b"", b"-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n"]
)
def test_doctor_tells_of_a_certificate_that_cannot_be_read(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "client.crt"
    if content is not None:
        path.write_bytes(content)
    url = f"postgresql+psycopg://u@127.0.0.1:1/s?sslcert={path}&sslrootcert=system"
    told = examine(Settings(home=tmp_path, register_url=url), {})
    assert [one.level for one in told if one.subject == str(path)] == ["fail"]


@pytest.mark.parametrize("url", ["", "postgresql+psycopg://u@db/s?sslmode=verify-full", "?", "sqlite:////x"])
def test_where_no_certificate_is_named_there_is_nothing_to_tell(url: str) -> None:
    assert list(durability.certificates(Settings(register_url=url))) == []


@pytest.mark.parametrize(
    "who", ["nobody", "a password", "another authority's", "another's name", "in the clear"]
)
def test_nobody_gets_in_who_is_not_vouched_for(site: Site, who: str) -> None:
    none = {"sslcert": "", "sslkey": ""}
    refused = "requires a valid client certificate"
    url, said = {
        "nobody": (site.address(**none), refused),
        "a password": (site.address(**none).replace(f"{NAME}@", f"{NAME}:a-password@"), refused),
        "another authority's": (site.address(**key_pair(site.theirs, "client")), "SSL error"),
        "another's name": (
            site.address(**key_pair(site.ours, "server")),
            "certificate authentication failed",
        ),
        "in the clear": (site.address(sslmode="disable", sslrootcert="", **none), "no encryption"),
    }[who]
    assert_away(url, said)


def test_no_server_is_believed_that_is_not_vouched_for(site: Site) -> None:
    assert_away(site.address(sslrootcert=str(site.theirs / "ca.crt")), "certificate verify failed")
    elsewhere = site.address().replace("db.example.gov.cn", "other.example.gov.cn")
    assert_away(elsewhere, "does not match host name")


def key_pair(folder: Path, name: str) -> dict[str, str]:
    return {"sslcert": str(folder / f"{name}.crt"), "sslkey": str(folder / f"{name}.key")}


def assert_away(url: str, said: str) -> None:
    register = open_register(url)
    with pytest.raises(RegisterAway, match=said), register.read():
        pass
    register.close()


FORBIDDEN = (
    "CREATE DATABASE more", "CREATE ROLE more", "ALTER ROLE servicepoints SUPERUSER",
    "ALTER SYSTEM SET fsync = off", "COPY (SELECT 1) TO PROGRAM 'cat'", "SELECT pg_read_file('/etc/passwd')",
    "SET ROLE postgres", "SELECT rolpassword FROM pg_authid",
)  # fmt: skip


def test_the_role_does_nothing_outside_its_database(site: Site) -> None:
    address = site.address().replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as own:
        for statement in FORBIDDEN:
            with pytest.raises(errors.InsufficientPrivilege):
                own.execute(statement)
        own.execute("CREATE TABLE ours (n int); DROP TABLE ours")
    with pytest.raises(psycopg.OperationalError, match="entry for host"):
        psycopg.connect(address.replace(f"/{NAME}?", "/postgres?"))


def test_no_other_role_comes_into_its_database(site: Site) -> None:
    port = make_url(site.address()).port
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(f"host=127.0.0.1 port={port} user=neighbour dbname={NAME}")
    with psycopg.connect(f"host=127.0.0.1 port={port} user=neighbour dbname=postgres"):
        pass
