"""Finds which text fields of a release reach its pages: discover.py TOOL > fields.tsv (an hour or less).

Each field gets a mark and a long text; which marks the pages show, and whether to the end, is what is printed."""
import random
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from releases import build, releases

CONFIGURATION = ("release.yml", "rules.yml", "checklist.md", "waivers.yml")
FILLER = " " + "lorem ipsum " * 80
DEEPEST, TOGETHER, ATTEMPTS = 60, 6, 3


def mark(number):
    return f"q{number:05d}"


def marked(fields):
    return {
        field: (lambda text, m=mark(n), fill="" if field[1] == "(name)" else FILLER: f"{text}{m}a{fill}{m}z")
        for n, field in enumerate(fields)}


def shown(tool, release, fields, work):
    """{field: whether its end is shown too}; `None` when the configuration is refused."""
    folder = release.write(Path(work) / "release", marked(fields))
    status, _ = build(tool, folder, Path(work) / "out")
    if status:
        return None
    page = "".join(path.read_text("utf-8") for path in (Path(work) / "out").glob("*/*.html"))
    begun, ended = set(re.findall(r"q(\d{5})a", page)), set(re.findall(r"q(\d{5})z", page))
    return {field: f"{n:05d}" in ended for n, field in enumerate(fields) if f"{n:05d}" in begun}


def accepted(tool, release, fields, work):
    """Those of a configuration's fields that may hold any text, by trying halves."""
    folder = release.write(Path(work) / "release", marked(fields))
    if subprocess.run([tool, "lint", str(folder)], capture_output=True).returncode == 0:
        return fields
    half = len(fields) // 2
    return [*accepted(tool, release, fields[:half], work), *accepted(tool, release, fields[half:], work)] if half else []


def discover(tool, release, work, configuration):
    """Yields each field that reaches a page, and whether to its end."""
    files, found, draw = defaultdict(list), set(), random.Random(1)
    for path, field in release.fields():
        files[path].append((path, field))
    for path in CONFIGURATION:
        fields = files.pop(path, [])
        if path == "rules.yml":
            fields = [f for f in fields if f[1].endswith(("/next", "/match", "/match/#"))]
        if path in configuration:
            fields = accepted(tool, release, fields, work)
            yield from (shown(tool, release, fields, work) or {} if fields else {}).items()
    # A file whose texts all change is not read any more, so a few at a time, and other ones together each time.
    for attempt in range(ATTEMPTS):
        for path, fields in files.items():
            files[path] = sorted((f for f in fields if f not in found), key=lambda f: (f[1].count("/"), f[1]))[:DEEPEST]
            draw.shuffle(files[path])
        for turn in range(0, max(map(len, files.values())), TOGETHER):
            fields = [field for fields in files.values() for field in fields[turn:turn + TOGETHER]]
            reached = shown(tool, release, fields, work) or {}
            found |= set(reached)
            yield from reached.items()
            print(f"{attempt + 1}.{turn}: {len(found)} fields", file=sys.stderr, flush=True)


def main():
    tool = sys.argv[1]
    with tempfile.TemporaryDirectory() as work:
        for name, release in releases(tool, work).items():
            if name in sys.argv[2:]:
                configuration = CONFIGURATION if name == "green" else ["waivers.yml"]
                for (path, field), whole in discover(tool, release, work, configuration):
                    print(name, path, field, "long" if whole else "short", sep="\t", flush=True)


if __name__ == "__main__":
    main()
