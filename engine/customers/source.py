"""What an evaluation reads, as Arrow batches on a connection of its own, in one consistent view of the data.

PostgreSQL goes over ADBC. SQLite must not: the ADBC driver brings a second copy of the SQLite library into the process,
and when that copy closes the file the operating system drops the locks that the first one holds (sqlite.org,
"How to corrupt an SQLite database file", 2.2.1); seen here as committed rows that a reader did not find. So SQLite is
read with the library that all of keflow uses, in batches of the same form.
"""

import sqlite3
from collections.abc import Iterator
from typing import Any, Self

import pyarrow as pa
from sqlalchemy import URL

ROWS_AT_ONCE = 65_536

PURCHASES = """SELECT customer_id, bought_on AS day, amount_cents FROM purchase
 WHERE tenant_id = {0} AND bought_on > {1} AND bought_on <= {2}"""
OPENINGS = "SELECT customer_id, amount_cents, months, as_of FROM opening_balance WHERE tenant_id = {0} AND months > 0"
STANDINGS = """SELECT c.id AS customer_id, s.member, COALESCE(s.reviews, 0) AS reviews_in_tier,
   COALESCE(s.fails, 0) AS fails, 0 AS protected,
   CASE WHEN c.kind = 'partner' OR c.unprofiled_at IS NOT NULL THEN 'contract'
        WHEN s.locked_until >= {1} THEN 'locked' ELSE 'normal' END AS kind,
   c.segment
 FROM customer c LEFT JOIN tier_state s ON s.tenant_id = c.tenant_id AND s.scheme = {2} AND s.customer_id = c.id
 WHERE c.tenant_id = {0}"""
NEEDS = """SELECT customer_id, COUNT(*) AS open_needs FROM need WHERE tenant_id = {0} AND state = 'pending'
 GROUP BY customer_id"""
TYPES = {"amount_cents": pa.int64(), "months": pa.int64(), "reviews_in_tier": pa.int64(), "fails": pa.int64(),
         "protected": pa.int64(), "open_needs": pa.int64()}  # fmt: skip


class Source:
    """A read-only connection to the database of `url`; all reads see the same state."""

    def __init__(self, url: URL) -> None:
        self._url = url
        self._sqlite = url.get_backend_name() == "sqlite"
        self._connection: Any = None
        self._cursors: list[Any] = []

    def __enter__(self) -> Self:
        if self._sqlite:
            self._connection = sqlite3.connect(str(self._url.database), isolation_level=None, check_same_thread=False)
            self._connection.execute("BEGIN")
        else:
            from adbc_driver_postgresql import dbapi

            plain = self._url.set(drivername="postgresql").render_as_string(hide_password=False)
            self._connection = dbapi.connect(plain)
            with self._connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        return self

    def __exit__(self, *error: object) -> None:
        for cursor in self._cursors:
            cursor.close()
        self._connection.rollback()
        self._connection.close()

    def read(self, sql: str, *parameters: str) -> pa.RecordBatchReader:
        """The answer of one of the queries above, streamed. Days are ISO texts in and, on SQLite, out."""
        places = [self._place(n, value) for n, value in enumerate(parameters, start=1)]
        if not self._sqlite:
            cursor = self._connection.cursor()
            self._cursors.append(cursor)
            cursor.execute(sql.format(*places), parameters)
            return cursor.fetch_record_batch()
        rows = self._connection.execute(sql.format(*places), parameters)  # read by DuckDB's thread, one after another
        schema = pa.schema([(column[0], TYPES.get(column[0], pa.string())) for column in rows.description])
        return pa.RecordBatchReader.from_batches(schema, _batches(rows, schema))

    def _place(self, n: int, value: str) -> str:
        if self._sqlite:
            return f"?{n}"
        day = len(value) == 10 and value[4] == value[7] == "-" and value[:4].isdigit()
        return f"${n}::text::date" if day else f"${n}"


def _batches(rows: sqlite3.Cursor, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    while some := rows.fetchmany(ROWS_AT_ONCE):
        columns = zip(*some, strict=True)
        arrays = [pa.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, schema=schema)
