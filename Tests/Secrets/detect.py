#!/usr/bin/env python3
"""Plants secrets in a release, builds its pack, and lets detect-secrets look over everything that the tool put out.

usage: detect.py EVIDENCEPACK SAMPLE AT WORK

The secrets are made here, by rules of their own and afresh each time, so that none stands in the repository. What
detect-secrets finds in the outputs of the same release without them is ordinary (digests look random); anything beyond that,
and any planted secret that a plain search finds, is a leak. At the end a text that was not masked is laid beside the outputs,
which both must find: a check that cannot fail proves nothing.
"""
import base64, json, pathlib, random, shutil, string, subprocess, sys

tool, sample, at, work = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3], pathlib.Path(sys.argv[4])
work.mkdir(parents=True)
rnd = random.Random()
WORD, HEX, UPPER = string.ascii_letters + string.digits, "0123456789abcdef", string.ascii_uppercase + "234567"


def some(alphabet, count):
    return "".join(rnd.choice(alphabet) for _ in range(count))


def pem(label):
    rule = "-" * 5
    body = "\n".join(some(WORD + "+/", 64) for _ in range(5))
    return f"{rule}BEGIN {label}{rule}\n{body}\n{rule}END {label}{rule}"


def jwt():
    part = lambda value: base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")
    return f'{part({"alg": "HS256", "typ": "JWT"})}.{part({"sub": some(WORD, 12)})}.{some(WORD + "-_", 43)}'


def secrets():
    """Pairs of what must not be seen and the text in which it stands."""
    own = [
        "AKIA" + some(UPPER, 16), "ghp" + "_" + some(WORD, 36), "gho" + "_" + some(WORD, 36),
        "ghs" + "_" + some(WORD, 36), "github" + "_pat_" + some(WORD, 22) + "_" + some(WORD, 59),
        "glpat" + "-" + some(WORD, 20), "xoxb" + f"-{some('123456789', 12)}-{some('123456789', 12)}-{some(WORD, 24)}",
        "sk" + "_live_" + some(WORD, 24), "AIza" + some(WORD, 35), "npm" + "_" + some(WORD, 36),
        "pypi" + "-AgEIcHlwaS5vcmc" + some(WORD, 80), "SG" + f".{some(WORD, 22)}.{some(WORD, 43)}",
        "SK" + some(HEX, 32), "hvs" + "." + some(WORD, 90), some(WORD, 14) + ".atlas" + "v1." + some(WORD, 64),
        "ATATT3xFfGF0" + some(WORD, 180), "NRAK" + "-" + some(UPPER, 27), jwt(),
        f"hooks.slack.com/services/T{some(UPPER, 8)}/B{some(UPPER, 8)}/{some(WORD, 24)}",
    ]
    pairs = [(value, rnd.choice(["see {}", "token {} in the log", "'{}'", "x={}"]).format(value)) for value in own]
    for name in ["aws_secret_access_key", "password", "DD_API_KEY", "api_key", "client_secret", "NEW_RELIC_LICENSE_KEY",
                 "PAGERDUTY_TOKEN", "DB_PASSWORD"]:
        value = some(WORD, 38) + "a1"
        pairs.append((value, rnd.choice(['{}="{}"', "{}={}", '"{}": "{}"', "{} = '{}'"]).format(name, value)))
    value = some(WORD, 18)
    pairs.append((value, f"postgres://app:{value}@db.example.com/app"))
    value = some(WORD, 40)
    pairs.append((value, f"Authorization: Bearer {value}"))
    value = "AKIA" + some(UPPER, 16)
    encoded = base64.b64encode(value.encode()).decode()
    pairs += [(value, "\\u0041" + value[1:]), (encoded, f"blob {encoded} end")]
    key = pem("RSA PRIVATE KEY")
    return pairs, key


def run(*arguments, cwd=None):
    done = subprocess.run([tool, *map(str, arguments)], capture_output=True, cwd=cwd)
    return done.stdout + b"\n" + done.stderr


def plant(release, pairs, key):
    """The same files with and without secrets: `pairs` hold harmless words in the latter."""
    from xml.sax.saxutils import quoteattr, escape
    evidence = release / "evidence"
    texts = [text for _, text in pairs]
    cases = "".join(
        f"<testcase classname={quoteattr(text)} name={quoteattr('case ' + str(n) + ' ' + text)} time='1'>"
        f"<failure message={quoteattr(text)}>{escape(key if n == 0 else text)}</failure></testcase>"
        for n, text in enumerate(texts))
    junit = evidence / "pre.ci" / "unit" / "planted.xml"
    junit.parent.mkdir(parents=True, exist_ok=True)
    junit.write_text(f"<testsuite name='planted' tests='{len(texts)}' failures='{len(texts)}'>{cases}</testsuite>")
    for n, text in enumerate(texts):
        folder = evidence / "planted"
        folder.mkdir(exist_ok=True)
        # One line that no reader knows; and one whose name gives it away.
        (folder / f"{n:02}.log").write_text(f"line {text}\n{text}\n")
        # With another sign for the slash it would be no secret any more.
        if "/" not in text and "\\" not in text:
            (folder / f"{n:02} {text}.bin").write_text("nothing\n")
        (folder / f"{n:02}.csv").write_text(f"time,value\n2026-11-23T10:00:00Z,{text}\n")
        (folder / f"{n:02}.json").write_text(json.dumps({"auditReportVersion": 2, "vulnerabilities": {text: text}}))
    audit = evidence / "pre.audit" / "planted.json"
    audit.write_text(json.dumps({"error": {"code": "EAUDIT", "summary": "\n".join(texts) + "\n" + key}}))
    plan = evidence / "deploy.plan" / "planted.txt"
    plan.write_text("".join(f"│ Error: {text}\n" for text in texts) + "Plan: 1 to add, 0 to change, 0 to destroy.\n")
    (evidence / "planted" / "00.log.meta.yml").write_text(
        "command: " + json.dumps("; ".join(texts)) + "\ncollected_at: 2026-11-23T10:00:00Z\nenvironment: "
        + json.dumps(texts[0]) + "\n")
    signoffs = release / "signoffs"
    signoffs.mkdir(exist_ok=True)
    for n, text in enumerate(texts):
        (signoffs / f"{n:02}.md").write_text(
            "-----BEGIN EVIDENCEPACK SIGN-OFF v1-----\nrelease: v1.50.3\n" + text +
            "\nnote: " + text + "\n-----END EVIDENCEPACK SIGN-OFF v1-----\n")


def outputs(name, pairs, key):
    """Everything that the tool puts out about a release with these texts, in a folder."""
    release, out = work / f"{name}-release", work / name
    shutil.copytree(sample, release)
    plant(release, pairs, key)
    out.mkdir()
    (out / "build.txt").write_bytes(run("build", release, "--at", at, "--out", out / "pack"))
    (out / "build.json").write_bytes(run("build", release, "--at", at, "--out", out / "pack2", "--json"))
    packs = sorted((out / "pack").rglob("pack.json"))
    assert packs, (out / "build.txt").read_text()
    for item in ["pre.ci", "pre.audit", "deploy.plan"]:
        (out / f"explain-{item}.txt").write_bytes(run("explain", release, item, "--at", at))
    files = sorted(path for path in (release / "evidence" / "planted").iterdir() if path.suffix != ".bin")
    (out / "identify.txt").write_bytes(run("identify", *files))
    (out / "lint.txt").write_bytes(run("lint", release))
    (out / "gate.txt").write_bytes(run("gate", release, "--before", "apply"))
    (out / "gate.json").write_bytes(run("gate", release, "--before", "apply", "--json"))
    log = work / f"{name}-shown.txt"
    log.write_text("\n".join(text for _, text in pairs) + "\n" + key + "\n")
    (out / "record.txt").write_bytes(run("record", "-o", work / f"{name}-record.txt", "--tee", "--", "cat", log))
    # Errors: a folder that is not there, a configuration that is wrong, options that do not exist.
    joined = " ".join(text for _, text in pairs)
    for command in (["lint", f"/nowhere/{joined}"], ["build", release, "--at", joined], ["schema", joined],
                    ["identify", *(f"/nowhere/{text}" for _, text in pairs)], ["verify", f"/nowhere/{joined}"],
                    ["explain", release, joined, "--at", at]):
        (out / f"error-{command[0]}.txt").write_bytes(run(*command))
    broken = work / f"{name}-broken"
    shutil.copytree(sample, broken)
    rules = (broken / "release.yml").read_text()
    (broken / "release.yml").write_text(rules + "".join(f"{json.dumps(text)}: {json.dumps(text)}\n" for _, text in pairs))
    (out / "broken.txt").write_bytes(run("lint", broken))
    return out


def found(folder):
    """Hashes of what detect-secrets finds, whatever the file."""
    import tempfile
    done = subprocess.run(
        [sys.executable, "-m", "detect_secrets", "-C", str(folder), "scan", "--all-files", "--no-verify"],
        capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)["results"]
    return {(hit["type"], hit["hashed_secret"]): f"{path}:{hit['line_number']}"
            for path, hits in results.items() for hit in hits}


harmless = [("harmless", f"harmless words {n}") for n in range(40)]
pairs, key = secrets()
clean = outputs("clean", harmless[:len(pairs)], "no key")
planted = outputs("planted", pairs, key)


def search(folder):
    """Where a planted secret stands as it is, in a name or in bytes, as base64 or with JSON's slashes."""
    seen = []
    for path in folder.rglob("*"):
        name, data = str(path.relative_to(folder)), path.read_bytes() if path.is_file() else b""
        for value, text in pairs + [(line, "a line of the private key") for line in key.split("\n")[1:-1]]:
            forms = {value, value.replace("/", "\\/"), base64.b64encode(value.encode()).decode()}
            if any(form.encode() in data or form in name for form in forms):
                seen.append(f"{name}: {text[:24]}…")
    return seen


seen = search(planted)
everything = [path for path in planted.rglob("*") if path.is_file()]
known, now = found(clean), found(planted)
# High entropy is said of any digest, and digests of changed files are new ones: these are looked for by the plain search.
digests = {"Hex High Entropy String", "Base64 High Entropy String"}
new = {hit: place for hit, place in now.items() if hit not in known and hit[0] not in digests}
raw = found(work / "planted-release")
listed = json.loads(next((planted / "pack").rglob("pack.json")).read_text())["secrets"]
print(f"secrets planted {len(pairs) + 1}, listed in pack.json {len(listed)}, "
      f"outputs looked at {len(everything)} files, {sum(path.stat().st_size for path in everything)} bytes")
print(f"plain search: {len(seen)} seen; detect-secrets: {len(raw)} in the evidence, {len(known)} in clean outputs, {len(new)} new")
for line in sorted(seen)[:20] + [f"{place}: {hit[0]}" for hit, place in sorted(new.items())[:20]]:
    print("  " + line)
assert len({hit for hit in raw if hit[0] not in digests}) >= 10, "detect-secrets does not even find them in the evidence"
assert len(listed) >= len(pairs) // 2, "pack.json lists too few"
(planted / "unmasked.txt").write_text("\n".join(text for _, text in pairs) + "\n" + key + "\n")
control = {hit for hit in found(planted) if hit not in now and hit[0] not in digests}
print(f"a text that was not masked: plain search sees {len(search(planted)) - len(seen)}, detect-secrets {len(control)}")
assert len(control) >= 10 and len(search(planted)) - len(seen) >= len(pairs), "the check cannot fail"
sys.exit(1 if seen or new else 0)
