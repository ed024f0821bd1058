"""Looking behind the pages at a register that may be a file or a database, and taking it away."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.engine import make_url

from servicepoints.config import load
from servicepoints.register import Register
from servicepoints.register import schema as s
from tests.postgresql import drop


def rows_said(register: Register) -> str:
    """Every row of every table, as Python writes it: a line each, which begins with the table's name."""
    with register.read() as reader:
        return "\n".join(
            f"{table.name} {tuple(row)!r}"
            for table in s.metadata.sorted_tables
            for row in reader.connection.execute(select(table))
        )


def take_away(home: Path) -> None:
    """The register of the instance in a folder is not where it was, and nobody brings it back."""
    url = load({"SERVICEPOINTS_HOME": str(home)}).register_url
    if url:
        drop(make_url(url))
    else:
        (home / "register.db").rename(home / "elsewhere.db")
