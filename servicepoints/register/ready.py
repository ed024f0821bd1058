"""Statements made ready: compiled once for an engine, and from then on run by its driver alone.

`connection.execute` finds out anew, each time, how to hand over the values and what may come back: for the
three statements of a booking that took as long as SQLite takes to store it. Here is the same SQL, with
the same types and the same failures, without the asking: for what is run thousands of times a minute.
"""

from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import Connection, Dialect, Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

Values = dict[str, Any]
_Bind = Callable[[Any], Any]


class Ready:
    """One statement whose parameters have names; of an INSERT, `columns` are those that it is given."""

    def __init__(self, statement: Executable, columns: Iterable[str] = ()) -> None:
        self._statement = statement
        self._columns = list(columns) or None
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, connection: Connection, values: Values) -> int:
        """How many rows it met."""
        return int(self._run(connection, values).rowcount)

    def one(self, connection: Connection, values: Values) -> Any:
        """The first column of the row that it returns; None if it returns none."""
        row = self._run(connection, values).fetchone()
        return None if row is None else row[0]

    def _run(self, connection: Connection, values: Values) -> Any:
        """The driver's cursor. What the driver throws comes as SQLAlchemy would wrap it."""
        dialect = connection.dialect
        compiled = self._compiled.get(dialect.name) or self._compile(dialect)
        driver: Any = connection.connection.driver_connection
        try:
            return driver.execute(compiled.sql, compiled.bound(values))
        except dialect.loaded_dbapi.Error as error:
            gone = dialect.is_disconnect(error, driver, None)
            raise DBAPIError.instance(
                compiled.sql, None, error, dialect.loaded_dbapi.Error, hide_parameters=True,
                connection_invalidated=gone, dialect=dialect,
            ) from error  # fmt: skip

    def _compile(self, dialect: Dialect) -> "_Compiled":
        compiled: Any = self._statement.compile(dialect=dialect, column_keys=self._columns)  # type: ignore[attr-defined]
        self._compiled[dialect.name] = made = _Compiled(compiled, dialect)
        return made


class _Compiled:
    """The SQL of one engine, and how its driver is handed values."""

    def __init__(self, compiled: SQLCompiler, dialect: Dialect) -> None:
        self.sql = str(compiled)
        self._order = compiled.positiontup
        self._fixed: Values = {}
        self._asked: list[tuple[str, _Bind | None]] = []
        for parameter, name in compiled.bind_names.items():
            bind: _Bind | None = parameter.type.dialect_impl(dialect).bind_processor(dialect)
            if parameter.required:
                self._asked.append((name, bind))
            else:
                value = parameter.effective_value
                self._fixed[name] = bind(value) if bind else value

    def bound(self, values: Values) -> Any:
        """Values as the driver takes them. KeyError for one that is missing."""
        bound = self._fixed.copy()
        for name, bind in self._asked:
            value = values[name]
            bound[name] = value if bind is None or value is None else bind(value)
        return bound if self._order is None else [bound[name] for name in self._order]
