#!/usr/bin/env python3
"""Lets each system call of a build fail in turn, or kills the build there; what lies in the output folder must stay whole.

usage: faults.py EVIDENCEPACK SAMPLES WORK [STEP]

An old pack (of the red sample) lies in the output folder; the green sample is built over it under strace, which makes the N-th
call of a kind fail with an error, or kills the process at it, for every N (or every STEP-th, and those near the end). Then:
`verify` accepts the folder; a build that says 0 has replaced the old pack; one that says anything else, but for a signal, has
left the old pack as it was, byte for byte, and nothing beside it.
"""
import collections, pathlib, re, shutil, subprocess, sys

tool, samples, work = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
step = int(sys.argv[4]) if len(sys.argv) > 4 else 1
at = (samples / "AT").read_text().strip()
# What a full disk, a failing one, a missing permission and an interruption look like.
ERRORS = {
    "openat": ["ENOSPC", "EACCES", "EMFILE"], "write": ["ENOSPC", "EIO", "EINTR"], "read": ["EIO", "EINTR"],
    "fsync": ["EIO"], "fdatasync": ["EIO"], "mkdirat": ["ENOSPC", "EACCES"], "mkdir": ["ENOSPC"],
    "renameat2": ["EIO", "ENOSPC"], "renameat": ["EIO"], "rename": ["EIO"], "unlinkat": ["EIO"], "unlink": ["EIO"],
    "newfstatat": ["EIO"], "fstat": ["EIO"], "flock": ["EAGAIN"], "fchmod": ["EPERM"], "getdents64": ["EIO"],
}
# Stays: whoever waits for it must not lose it.
LOCK = ".evidencepack.lock"
old = work / "old"
out = work / "out"


def build(sample, target, *strace):
    command = [tool, "build", str(samples / sample), "--at", at, "--out", str(target)]
    return subprocess.run([*strace, *command], capture_output=True, text=True, errors="replace", timeout=120)


def files(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def strace(*options):
    return ["strace", "-f", "-qq", "-o", str(work / "trace"), *options]


def count_calls():
    shutil.copytree(old, out)
    build("green", out, *strace("-e", f"trace={','.join(ERRORS)}"))
    shutil.rmtree(out)
    names = re.findall(r"^\d+\s+(\w+)\(", (work / "trace").read_text("utf-8", "replace"), re.M)
    return collections.Counter(names)


def attempt(call, number, what):
    shutil.rmtree(out, ignore_errors=True)
    shutil.copytree(old, out)
    run = build("green", out, *strace("-e", f"trace={call}", "-e", f"inject={call}:{what}:when={number}"))
    killed = run.returncode < 0 or run.returncode == 137
    now = files(out / "1.50.3") if (out / "1.50.3").is_dir() else {}
    whole = subprocess.run([tool, "verify", str(out / "1.50.3")], capture_output=True).returncode == 0
    beside = [p.name for p in out.iterdir() if p.name not in ("1.50.3", LOCK)]
    wrong = []
    if not whole:
        wrong.append("the folder is no whole pack")
    if run.returncode == 0 and now == before:
        wrong.append("it said 0 and left the old pack")
    if not killed and run.returncode != 0 and now != before:
        wrong.append(f"it said {run.returncode} and changed the pack")
    if not killed and run.returncode != 0 and beside:
        wrong.append(f"it left {beside}")
    if not killed and run.returncode not in (0, 5, 65, 66, 70, 74):
        wrong.append(f"it said {run.returncode}: {run.stderr[-200:]}")
    return run.returncode, wrong


build("red", old)
before = files(old / "1.50.3")
assert before, "the old pack could not be built"
calls = count_calls()
results, faults, tried = collections.Counter(), 0, collections.Counter()
for call, count in sorted(calls.items()):
    numbers = sorted(set(range(1, count + 1, step)) | set(range(max(1, count - 4), count + 1)))
    for what in [f"error={error}" for error in ERRORS[call]] + ["signal=KILL"]:
        for number in numbers:
            code, wrong = attempt(call, number, what)
            tried["kills" if "KILL" in what else "errors"] += 1
            results[code] += 1
            for sentence in wrong:
                faults += 1
                print(f"FAULT {call} {number} of {count}, {what}: {sentence}", flush=True)
    print(f"{call}: {count} calls, {len(numbers)} of them each with {len(ERRORS[call]) + 1} faults", flush=True)
print(f"{tried['errors']} failing calls, {tried['kills']} kill points, {faults} faults; exit codes {dict(results)}")
sys.exit(faults > 0)
