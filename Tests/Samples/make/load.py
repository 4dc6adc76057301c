"""Synthetic transactions through the SDK, in place of k6; prints their measurements as `k6 --summary-export` would.

Run by post.py with PYTHONPATH at the project's sources, and the address of the API as the only argument.
"""

import json
import os
import statistics
import sys
import time

import accounts_sdk

ITERATIONS, USERS = 120, 40
CHECKS = {"auth": "login is 200", "profile": "profile is 200", "consent": "consent is 201"}


def trend(values: list[float], **thresholds: bool) -> dict:
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    numbers = {"avg": statistics.fmean(values), "min": min(values), "med": cuts[49], "max": max(values), "p(90)": cuts[89], "p(95)": cuts[94]}
    return numbers | ({"thresholds": thresholds} if thresholds else {})


def counter(count: int, seconds: float) -> dict:
    return {"count": count, "rate": count / seconds}


def main(base: str) -> None:
    requests: dict[str, list[float]] = {name: [] for name in CHECKS}
    passed = dict.fromkeys(CHECKS, 0)
    iterations, failed, begun = [], 0, time.perf_counter()
    for turn in range(ITERATIONS):
        started = time.perf_counter()
        client = accounts_sdk.Client(base)
        for name, call, good in (
            ("auth", lambda: client.login(f"person{turn % USERS}@example.com", os.environ["SMOKE_PASSWORD"]), 200),
            ("profile", client.profile, 200),
            ("consent", lambda: client.consent("newsletter", turn % 3 > 0), 201),
        ):
            before = time.perf_counter()
            status, _ = call()
            requests[name].append((time.perf_counter() - before) * 1000)
            passed[name] += status == good
            failed += status >= 400
        iterations.append((time.perf_counter() - started) * 1000)
        time.sleep(0.1)
    seconds = time.perf_counter() - begun
    every = [value for values in requests.values() for value in values]
    good = sum(passed.values())
    assert good == len(every) and not failed, (passed, failed)
    groups = {
        name: {"name": name, "path": f"::{name}", "id": f"{index:032x}", "groups": {}, "checks": {check: {
            "name": check, "path": f"::{name}::{check}", "id": f"{index + 16:032x}", "passes": passed[name],
            "fails": ITERATIONS - passed[name]}}}
        for index, (name, check) in enumerate(CHECKS.items(), 1)}
    # Below thresholds, k6 writes true for one that was crossed.
    metrics = {
        "checks": {"passes": good, "fails": len(every) - good, "value": good / len(every), "thresholds": {"rate>0.99": False}},
        "http_req_duration": trend(every, **{"p(95)<300": False}),
        **{f"http_req_duration{{group:::{name}}}": trend(values) for name, values in requests.items()},
        "http_req_failed": {"passes": failed, "fails": len(every) - failed, "value": failed / len(every), "thresholds": {"rate<0.01": False}},
        "http_reqs": counter(len(every), seconds),
        "iteration_duration": trend(iterations),
        "iterations": counter(ITERATIONS, seconds) | {"thresholds": {"count>=100": False}},
        "vus": {"value": 1, "min": 1, "max": 1},
        "vus_max": {"value": 1, "min": 1, "max": 1},
    }
    print(json.dumps({"root_group": {"name": "", "path": "", "id": f"{0:032x}", "groups": groups, "checks": {}}, "metrics": metrics}))


if __name__ == "__main__":
    main(*sys.argv[1:])
