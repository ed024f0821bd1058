"""The register (登记库): the system of record, and every line of its SQL.

SQLAlchemy Core over SQLite (a file, the default) or PostgreSQL, the same statements on both; what differs
between the engines is in `engine.py` alone. Imports `domain`, `errors`, sqlalchemy, alembic, cryptography;
never Flask, never a service. Every change is made through a `Writer`: it says who, it leaves a revision,
and it enters the change feed in the same transaction.
"""

from servicepoints.register.engine import Register, open_register, sqlite_url
from servicepoints.register.transaction import COURIER, Actor, Reader, Writer
from servicepoints.register.version import check_version

__all__ = ["COURIER", "Actor", "Reader", "Register", "Writer", "check_version", "open_register", "sqlite_url"]
