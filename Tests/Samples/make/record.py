"""Run records, as `evidencepack record -o FILE [--product FILE]... -- COMMAND` writes them."""

import hashlib
import os
import pathlib
import subprocess

from .evidence import Evidence
from .tools import now, run

HOST = "ci-runner-7"


def record(
    evidence: Evidence, output: str, command: str, folder: pathlib.Path, by: str, *, environment: str = "production",
    products: tuple[str, ...] = (), status: int = 0, runner: list[str] | None = None, **variables: str,
) -> str:
    """Runs the command, keeps its standard output as evidence, and writes NAME.run.json beside it."""
    argv = command.split()
    started = now()
    done = subprocess.run([*(runner or []), *argv], cwd=folder, env=os.environ | variables, capture_output=True, text=True)
    ended = now()
    if done.returncode != status:
        raise SystemExit(f"{command}: exit {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[:6000]}")
    path = evidence.put(output, done.stdout)
    top, head = run("git", "rev-parse", "--show-toplevel", "HEAD", cwd=folder).split()
    evidence.put(str(pathlib.Path(output).with_suffix(".run.json")), {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [
            {"name": file.name, "digest": {"sha256": hashlib.sha256(file.read_bytes()).hexdigest()}}
            for file in (path, *(folder / product for product in products))
        ],
        "predicateType": "urn:evidencepack:run:1",
        "predicate": {
            "argv": argv, "exitStatus": done.returncode, "startedAt": _time(started), "endedAt": _time(ended),
            "workingDirectory": str(folder.resolve().relative_to(pathlib.Path(top).resolve())), "commit": head,
            "host": HOST, "environment": environment, "by": by,
        },
    })
    return done.stdout


def _time(time) -> str:
    return time.isoformat(timespec="milliseconds").replace("+00:00", "Z")
