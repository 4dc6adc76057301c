"""The PostgreSQL side: accounts, refresh tokens, consent events."""

import hashlib
import pathlib
from typing import Any

import pg8000.native

MIGRATIONS = pathlib.Path(__file__).parents[2] / "migrations"


def connect(host: str, port: int, user: str, database: str) -> pg8000.native.Connection:
    return pg8000.native.Connection(user, host=host, port=port, database=database)


def migrate(connection: pg8000.native.Connection) -> list[str]:
    """Applies the migrations that are not yet in schema_version, and returns their names."""
    connection.run("CREATE TABLE IF NOT EXISTS schema_version (name text PRIMARY KEY)")
    done = {row[0] for row in connection.run("SELECT name FROM schema_version")}
    new = [path for path in sorted(MIGRATIONS.glob("*.sql")) if path.stem not in done]
    for path in new:
        connection.run("BEGIN")
        for statement in filter(str.strip, path.read_text().split(";")):
            connection.run(statement)
        connection.run("INSERT INTO schema_version VALUES (:name)", name=path.stem)
        connection.run("COMMIT")
    return [path.stem for path in new]


def fingerprint(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def one(connection: pg8000.native.Connection, query: str, **values: Any) -> dict[str, Any] | None:
    rows = connection.run(query, **values)
    if not rows:
        return None
    return dict(zip((column["name"] for column in connection.columns), rows[0], strict=True))
