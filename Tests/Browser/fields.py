"""The text fields of a release folder: where each stands, and how another text is written into it."""
import csv
import hashlib
import io
import json
import re
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import yaml

LINES = 60
# What our YAML refuses even in a text.
ANCHOR = re.compile(r"""[\s\[{,?:'"\]}\x80-\U0010FFFF]&[-_0-9A-Za-z]""")

# What Markdown reads as something else than itself.
MARKDOWN = re.compile(r"[&\\`*_\[\]~]")


class Loader(yaml.SafeLoader):
    """Times stay the text that they are."""


Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}


def _walk(value, path, found):
    """Every text of a document by its path, array positions left out: {path: [setter]}."""
    if isinstance(value, dict):
        for key in list(value):
            found.setdefault(f"{path}/{key}", [])
            _leaf(value, key, f"{path}/{key}", found)
            found.setdefault(f"{path}/{{key}}", []).append(lambda change, value=value, key=key: value.update(
                {change(key): value.pop(key)}) if key in value else None)
    elif isinstance(value, list):
        for index in range(len(value)):
            _leaf(value, index, f"{path}/#", found)


def _leaf(holder, key, path, found):
    if isinstance(holder[key], str):
        def put(change):
            if not isinstance(holder, dict) or key in holder:
                holder[key] = change(holder[key])
        found.setdefault(path, []).append(put)
    else:
        _walk(holder[key], path, found)


class Source:
    """One file in memory; `fields` are the names of its texts, `write` gives it with some of them changed."""

    def __init__(self, path, data):
        self.path, self.data = path, data
        self.kind = self._kind()

    def _kind(self):
        name = self.path.lower()
        try:
            text = self.data.decode("utf-8")
            if name.endswith((".yml", ".yaml")):
                yaml.load(text, Loader)
                return "yaml"
            if text.lstrip()[:1] in ("{", "["):
                try:
                    json.loads(text)
                    return "json"
                except ValueError:
                    [json.loads(line) for line in text.splitlines() if line.strip()]
                    return "lines of json"
            if text.lstrip()[:1] == "<" and name.endswith((".xml", ".svg", ".sarif")):
                ElementTree.fromstring(self.data)
                return "xml"
            return "csv" if name.endswith(".csv") else "text"
        except Exception:
            return "bytes"

    def _open(self):
        """The document, its fields, and how it is written again."""
        found, text = {}, self.data.decode("utf-8", "replace")
        if self.kind in ("json", "yaml"):
            root = [json.loads(text) if self.kind == "json" else yaml.load(text, Loader)]
            _leaf(root, 0, "", found)
            if self.kind == "json":
                return found, lambda: json.dumps(root[0], indent=1).encode()
            return found, lambda: yaml.safe_dump(root[0], sort_keys=False, width=10**6).encode()
        if self.kind == "lines of json":
            lines = [json.loads(line) for line in text.splitlines() if line.strip()]
            _walk(lines, "", found)
            return found, lambda: "".join(json.dumps(line) + "\n" for line in lines).encode()
        if self.kind == "xml":
            root = ElementTree.fromstring(self.data)
            for node in root.iter():
                tag = node.tag.split("}")[-1]
                for name in node.attrib:
                    found.setdefault(f"{tag}@{name}", []).append(
                        lambda change, node=node, name=name: node.set(name, change(node.get(name))))
                if (node.text or "").strip():
                    found.setdefault(tag, []).append(
                        lambda change, node=node: setattr(node, "text", change(node.text)))
            return found, lambda: ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
        if self.kind == "csv":
            rows = list(csv.reader(io.StringIO(text)))
            for number, row in enumerate(rows[:2]):
                for column in range(len(row)):
                    found[f"row {number} column {column}"] = [
                        lambda change, row=row, column=column: row.__setitem__(column, change(row[column]))]

            def save():
                out = io.StringIO()
                csv.writer(out, lineterminator="\n").writerows(rows)
                return out.getvalue().encode()
            return found, save
        if self.kind == "text":
            lines = text.split("\n")
            for number in [n for n, line in enumerate(lines) if line.strip()][:LINES]:
                found[f"line {number + 1}"] = [
                    lambda change, number=number: lines.__setitem__(number, change(lines[number]))]
            return found, lambda: "\n".join(lines).encode()
        return {}, lambda: self.data

    @property
    def fields(self):
        names = sorted(name for name, setters in self._open()[0].items() if setters)
        return names + (["(name)"] if self.path.startswith("evidence/") else [])

    def write(self, changes):
        found, save = self._open()
        for name, change in changes.items():
            for put in found.get(name, []):
                put(change)
        return save()

    def allows(self, field, text):
        """Whether the format can hold the text there."""
        if any(0xD800 <= ord(c) < 0xE000 for c in text):
            return False
        if field == "(name)":
            return not set("/\0\n\r") & set(text) and len(text.encode()) <= 120
        if self.path.endswith(".md") and MARKDOWN.search(text):
            return False
        if self.kind == "xml":
            return not re.search("[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]", text)
        if self.kind == "yaml":
            return text.isprintable() and not ANCHOR.search(" " + text)
        return not set("\n\r\0") & set(text) if self.kind in ("csv", "text") else "\0" not in text


class Release:
    """A release folder in memory, written out with poisoned fields; digests beside the files follow them."""

    def __init__(self, folder, extra=()):
        folder = Path(folder)
        self.sources = {}
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                name = str(path.relative_to(folder))
                self.sources[name] = Source(name, path.read_bytes())
        for name, data in extra:
            self.sources[name] = Source(name, data)

    def fields(self):
        return [(path, field) for path, source in self.sources.items() for field in source.fields]

    def write(self, target, changes):
        """`changes`: {(path, field): text -> text}."""
        target = Path(target)
        shutil.rmtree(target, ignore_errors=True)
        written, digests, names = {}, {}, {}
        for path, source in self.sources.items():
            own = {field: change for (file, field), change in changes.items() if file == path and field != "(name)"}
            data = source.write(own) if own else source.data
            if data != source.data:
                digests[hashlib.sha256(source.data).hexdigest()] = hashlib.sha256(data).hexdigest()
            change = changes.get((path, "(name)"))
            if change:
                stem, dot, end = path.rpartition(".")
                names[path] = change(stem) + dot + end
            written[path] = data
        for path, data in written.items():
            if path.endswith((".meta.yml", ".run.json")):
                for old, new in digests.items():
                    data = data.replace(old.encode(), new.encode())
            name = names.get(path, path)
            for file, other in names.items():
                if path == file + ".meta.yml":
                    name = other + ".meta.yml"
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            (target / name).write_bytes(data)
        return target
