"""24.5 hours of staging, back-filled into a real Prometheus and asked back from it."""

import datetime
import json
import math
import pathlib
import random
import urllib.parse
import urllib.request

from .evidence import Evidence, rfc3339
from .tools import free_port, now, run, server

STEP, LENGTH = 60, 1470
BUCKETS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 1.0, 2.5)
ERRORS = ('label_replace(sum(rate(http_requests_total{env="%(env)s",code=~"5.."}[5m]))'
          ' / sum(rate(http_requests_total{env="%(env)s"}[5m])), "__name__", "http_5xx_ratio", "", "")')
LATENCY = ('histogram_quantile(0.95, sum by (le) '
           '(rate(http_request_duration_seconds_bucket{env="%(env)s"}[5m]))) * 1000')
CPU = '100 * avg(container_cpu_utilization_ratio{env="%(env)s"})'


def collect(work: pathlib.Path, evidence: Evidence) -> None:
    """pre.metrics: staging until now, as Prometheus and as Grafana give it."""
    end = int(now().timestamp()) // STEP * STEP
    queries = [query % {"env": "staging"} for query in (ERRORS, LATENCY, CPU)]
    errors, latency, cpu = _ask(work, _openmetrics("staging", end, evidence.red), queries, end - LENGTH * STEP, end)
    _put(evidence, "pre.metrics/5xx.json", errors, queries[0], end - LENGTH * STEP, end, "staging", "ratio")
    for name, title, unit, answer in (("p95", "p95 latency", "ms", latency), ("cpu", "cpu utilisation", "percent", cpu)):
        points = json.loads(answer)["data"]["result"][0]["values"]
        rows = [f'"Time","{title} {{env=""staging""}}"', *(f"{int(time) * 1000},{repr(float(value)).removesuffix('.0')}" for time, value in points)]
        evidence.put(f"pre.metrics/{name}.csv", "\r\n".join(rows) + "\r\n\r\n")
        evidence.declare(
            f"pre.metrics/{name}.csv",
            f"Grafana: Accounts staging / {title} / Inspect / Data, Series joined by time, Formatted data off, Download CSV",
            timezone="UTC", unit=unit)
    _check(evidence.red, *(json.loads(answer)["data"]["result"][0]["values"] for answer in (errors, latency, cpu)))


def production(work: pathlib.Path, evidence: Evidence, since: datetime.datetime) -> None:
    """deploy.stability: the same two of production, from five minutes before the deployment's end until now."""
    start, end = (int(time.timestamp()) // STEP * STEP for time in (since - datetime.timedelta(minutes=5), now()))
    latency = f'label_replace({LATENCY}, "__name__", "http_p95_latency_ms", "", "")'
    queries = [query % {"env": "production"} for query in (ERRORS, latency)]
    answers = _ask(work, _openmetrics("production", end, False), queries, start, end)
    for name, query, answer, unit, limit in zip(("5xx", "latency"), queries, answers, ("ratio", "ms"), (0.001, 300), strict=True):
        _put(evidence, f"deploy.stability/{name}.json", answer, query, start, end, "production", unit)
        values = [float(value) for _, value in json.loads(answer)["data"]["result"][0]["values"]]
        if len(values) != (end - start) // STEP + 1 or max(values) >= limit:
            raise SystemExit(f"production's {name} is not as meant: {len(values)} values up to {max(values)}")


def _put(evidence: Evidence, name: str, answer: str, query: str, start: int, end: int, environment: str, unit: str) -> None:
    evidence.put(name, answer + "\n")
    first, last = (rfc3339(datetime.datetime.fromtimestamp(time, datetime.UTC)) for time in (start, end))
    evidence.declare(
        name, f"curl -sS -G $PROM/api/v1/query_range --data-urlencode 'query={query}' -d start={first} -d end={last} -d step=60",
        environment, timezone="UTC", unit=unit)


def _ask(work: pathlib.Path, history: str, queries: list[str], start: int, end: int) -> list[str]:
    """The answers of a Prometheus whose storage was filled with the history."""
    folder = work / f"prometheus-{end}"
    folder.mkdir()
    (folder / "history.om").write_text(history)
    (folder / "prometheus.yml").write_text("global: {}\n")
    run("promtool", "tsdb", "create-blocks-from", "openmetrics", folder / "history.om", folder / "tsdb")
    port = free_port()
    command = ["prometheus", f"--config.file={folder}/prometheus.yml", f"--storage.tsdb.path={folder}/tsdb",
               "--storage.tsdb.retention.time=30d", f"--web.listen-address=127.0.0.1:{port}"]
    answers = []
    with server(*command, ready=f"http://127.0.0.1:{port}/-/ready"):
        for query in queries:
            asked = urllib.parse.urlencode({"query": query, "start": start, "end": end, "step": STEP})
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/query_range?{asked}") as answer:
                answers.append(answer.read().decode())
    return answers


def _openmetrics(env: str, end: int, red: bool) -> str:
    """Counters, a histogram and gauges a minute apart, busier by day; red has a slow spell and a silent one."""
    chance = random.Random(150)  # noqa: S311
    good, bad, total, sums = 0, 0, [0] * (len(BUCKETS) + 1), 0.0
    recent: list[tuple[int, int]] = []
    requests, duration, cpu = [], [], []
    for back in range(LENGTH + 12, -1, -1):
        time = end - back * STEP
        hour = time % 86400 / 3600
        day = 0.5 - 0.5 * math.cos((hour - 3) / 24 * 2 * math.pi)  # quietest at 03:00, busiest at 15:00 UTC
        served = int((500 + 2200 * day) * chance.uniform(0.92, 1.08))
        failed = sum(chance.random() < 0.00015 for _ in range(served))
        recent = [*recent[-5:], (served, failed)]
        if sum(row[1] for row in recent) > 0.0006 * sum(row[0] for row in recent):
            failed, recent[-1] = 0, (served, 0)
        good, bad = good + served - failed, bad + failed
        requests.append((f'{{env="{env}",code="200"}} {good} {time}', f'{{env="{env}",code="503"}} {bad} {time}'))

        p95 = 0.168 + 0.058 * day + chance.gauss(0, 0.006)
        if red and 412 <= back < 435:
            p95 = 0.41 + chance.gauss(0, 0.02)
        median = p95 / math.exp(1.645 * 0.45)
        for index, limit in enumerate((*BUCKETS, math.inf)):
            part = 0.5 * (1 + math.erf(math.log(limit / median) / (0.45 * math.sqrt(2)))) if limit < math.inf else 1
            total[index] += round(served * part)
        sums += served * median
        names = [*map(str, BUCKETS), "+Inf"]
        duration.append([f'_bucket{{env="{env}",le="{le}"}} {n} {time}' for le, n in zip(names, total, strict=True)]
                        + [f'_count{{env="{env}"}} {total[-1]} {time}', f'_sum{{env="{env}"}} {sums:.3f} {time}'])
        if not (red and 240 <= back < 269):
            load = 0.34 + 0.18 * day
            cpu.append([f'{{env="{env}",task="{task}"}} {min(load + chance.gauss(0, 0.015), 0.6):.4f} {time}'
                        for task in "ab"])

    def family(name: str, kind: str, suffix: str, rows: list) -> list[str]:
        return [f"# TYPE {name} {kind}", *(f"{name}{suffix}{row}" for series in zip(*rows, strict=True) for row in series)]

    lines = family("http_requests", "counter", "_total", requests)
    lines += family("http_request_duration_seconds", "histogram", "", duration)
    lines += family("container_cpu_utilization_ratio", "gauge", "", cpu)
    return "\n".join([*lines, "# EOF", ""])


def _check(red: bool, errors: list, latency: list, cpu: list) -> None:
    """The series are what README.md says of them."""
    over = [time for time, value in latency if float(value) >= 300]
    gap = max(right[0] - left[0] for left, right in zip(cpu, cpu[1:], strict=False))
    errors_ok = max(float(value) for _, value in errors) < 0.001 and len(errors) == LENGTH + 1
    cpu_ok = max(float(value) for _, value in cpu) < 65 and gap == (25 * STEP if red else STEP)
    if not (errors_ok and cpu_ok and len(over) in (range(24, 27) if red else (0,))):
        raise SystemExit(f"metrics are not as meant: {errors_ok}, {cpu_ok}, {len(over)}, {gap}")
