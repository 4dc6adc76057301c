"""The release folder that is being made: evidence files with their sidecars."""

import datetime
import hashlib
import json
import pathlib
from typing import Any

from .tools import now


def rfc3339(time: datetime.datetime) -> str:
    return time.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Evidence:
    def __init__(self, folder: pathlib.Path, red: bool):
        self.folder, self.red, self.commit = folder, red, ""

    def put(self, name: str, content: str | list[Any] | dict[str, Any]) -> pathlib.Path:
        path = self.folder / "evidence" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not isinstance(content, str):
            content = json.dumps(content, indent=2, ensure_ascii=False) + "\n"
        path.write_bytes(content.encode())
        return path

    def declare(self, name: str, command: str, environment: str | None = "staging", **more: str) -> None:
        """Writes NAME.meta.yml beside a file: its digest first and the required time last, so that a cut is noticed."""
        digest = hashlib.sha256((self.folder / "evidence" / name).read_bytes()).hexdigest()
        lines = {
            "sha256": digest,
            "command": "'" + command.replace("'", "''") + "'",
            "commit": self.commit,
        } | ({"environment": environment} if environment else {}) | more | {"collected_at": rfc3339(now())}
        self.put(f"{name}.meta.yml", "".join(f"{key}: {value}\n" for key, value in lines.items()))

    def check(self, forbidden: list[str]) -> None:
        """Refuses to hand out paths of this machine, loopback addresses, binary or big files."""
        total = 0
        for path in filter(pathlib.Path.is_file, self.folder.rglob("*")):
            data = path.read_bytes()
            total += len(data)
            found = [word for word in forbidden if word.encode() in data]
            if found or b"\0" in data or len(data) >= 300_000:
                raise SystemExit(f"{path.relative_to(self.folder)}: {len(data)} bytes, holds {found}")
        if total >= 1_000_000:
            raise SystemExit(f"{self.folder}: {total} bytes")
