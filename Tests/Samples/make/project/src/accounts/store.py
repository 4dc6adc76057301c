"""The PostgreSQL side: accounts, refresh tokens, consent events."""

import hashlib
import pathlib
from typing import Any

import pg8000.native

MIGRATIONS = pathlib.Path(__file__).parents[2] / "migrations"


def connect(host: str, port: int, user: str, database: str) -> pg8000.native.Connection:
    return pg8000.native.Connection(user, host=host, port=port, database=database)


def migrate(connection: pg8000.native.Connection, last: str = "") -> list[str]:
    """Applies the migrations that are not yet in schema_version, up to `last` if given, and returns their names."""
    connection.run(
        "CREATE TABLE IF NOT EXISTS schema_version"
        " (name text PRIMARY KEY, installed_on timestamptz NOT NULL DEFAULT now())"
    )
    done = {row[0] for row in connection.run("SELECT name FROM schema_version")}
    names = [path.stem for path in sorted(MIGRATIONS.glob("*.sql"))]
    new = [name for name in names if name not in done and (not last or name <= last)]
    for name in new:
        _run(connection, f"{name}.sql", "INSERT INTO schema_version (name) VALUES (:name)", name)
    return new


def revert(connection: pg8000.native.Connection, name: str) -> None:
    """Takes one migration back."""
    _run(connection, f"down/{name}.sql", "DELETE FROM schema_version WHERE name = :name", name)


def _run(connection: pg8000.native.Connection, file: str, record: str, name: str) -> None:
    connection.run("BEGIN")
    for statement in filter(str.strip, (MIGRATIONS / file).read_text().split(";")):
        connection.run(statement)
    connection.run(record, name=name)
    connection.run("COMMIT")


def fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def one(connection: pg8000.native.Connection, query: str, **values: Any) -> dict[str, Any] | None:
    rows = connection.run(query, **values)
    if not rows:
        return None
    return dict(zip((column["name"] for column in connection.columns), rows[0], strict=True))
