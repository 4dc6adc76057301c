"""Running the real tools: commands, servers on loopback, and a Python environment of its own."""

import contextlib
import datetime
import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

HURRY = bool(os.environ.get("SAMPLE_HURRY"))
_skipped = datetime.timedelta()


def now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC) + _skipped


def stay(minutes: float) -> None:
    """Waits; with SAMPLE_HURRY set, for development, the clock of the script is put forward instead."""
    global _skipped
    if HURRY:
        _skipped += datetime.timedelta(minutes=minutes)
    else:
        time.sleep(60 * minutes)


def runner(host: str, hosts: pathlib.Path | None = None) -> list[str]:
    """Words before a command that give it a neutral host name and, if given, a hosts file of its own; as root only."""
    if os.getuid() != 0:
        return []
    mount = f"mount --bind {hosts} /etc/hosts && " if hosts else ""
    return ["unshare", "--uts", "--mount", "sh", "-c", f'hostname {host} && {mount}exec "$@"', "sh"]


def run(*command: object, cwd: pathlib.Path | None = None, status: int = 0, **environment: str) -> str:
    """Standard output of a command, which must end with the given exit status."""
    done = subprocess.run(
        [str(word) for word in command], cwd=cwd, env=os.environ | environment, capture_output=True, text=True
    )
    if done.returncode != status:
        raise SystemExit(f"{command}: exit {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[:6000]}")
    return done.stdout


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _reach(ready: str | tuple[str, int]) -> contextlib.AbstractContextManager:
    return urllib.request.urlopen(ready) if isinstance(ready, str) else socket.create_connection(ready)


@contextlib.contextmanager
def server(*command: object, ready: str | tuple[str, int], **environment: str) -> Iterator[None]:
    """A server process, from when `ready`, a page or an address with a port, answers until the block ends."""
    process = subprocess.Popen(
        [str(word) for word in command], env=os.environ | environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), _reach(ready):
                break
            time.sleep(0.1)
        else:
            raise SystemExit(f"{command[0]} did not start")
        yield
    finally:
        process.terminate()
        process.wait()


def python_tools(top: pathlib.Path) -> pathlib.Path:
    """The bin folder of a virtual environment with the linter, the test runner and the database driver."""
    run(sys.executable, "-m", "venv", top / "python")
    run(top / "python/bin/pip", "install", "-q", "ruff", "pytest", "pytest-ruff", "pytest-cov", "pg8000")
    return top / "python/bin"


@contextlib.contextmanager
def postgres(top: pathlib.Path, *databases: str) -> Iterator[int]:
    """A PostgreSQL server of its own on loopback, with a role `accounts` and the databases; yields its port."""
    port, data = free_port(), top / f"postgres-{free_port()}"
    newest = max(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    data.mkdir()
    user: list[str] = []
    if os.getuid() == 0:
        user = ["runuser", "-u", "postgres", "--"]
        run("chown", "postgres", data)
    run(*user, newest / "initdb", "-D", data, "-U", "accounts", "-A", "trust", cwd=pathlib.Path("/"))
    options = f"-p {port} -c listen_addresses=127.0.0.1 -k {data} -c fsync=off"
    control = [*user, newest / "pg_ctl", "-D", data, "-w", "-l", data / "log"]
    run(*control, "-o", options, "start", cwd=pathlib.Path("/"))
    try:
        for database in databases:
            run(newest / "createdb", "-h", "127.0.0.1", "-p", port, "-U", "accounts", database)
        yield port
    finally:
        run(*control, "-m", "fast", "stop", cwd=pathlib.Path("/"))
