"""24.5 hours of staging, back-filled into a real Prometheus and asked back from it."""

import datetime
import json
import math
import pathlib
import random
import urllib.parse
import urllib.request

from .evidence import Evidence
from .tools import free_port, now, run, server

STEP, LENGTH = 60, 1470
BUCKETS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 1.0, 2.5)
ERRORS = ('label_replace(sum(rate(http_requests_total{env="staging",code=~"5.."}[5m]))'
          ' / sum(rate(http_requests_total{env="staging"}[5m])), "__name__", "http_5xx_ratio", "", "")')
LATENCY = ('histogram_quantile(0.95, sum by (le) '
           '(rate(http_request_duration_seconds_bucket{env="staging"}[5m]))) * 1000')
CPU = '100 * avg(container_cpu_utilization_ratio{env="staging"})'


def collect(work: pathlib.Path, evidence: Evidence) -> None:
    end = int(now().timestamp()) // STEP * STEP
    (work / "staging.om").write_text(_openmetrics(end, evidence.red))
    (work / "prometheus.yml").write_text("global: {}\n")
    run("promtool", "tsdb", "create-blocks-from", "openmetrics", work / "staging.om", work / "tsdb")
    port = free_port()
    command = ["prometheus", f"--config.file={work}/prometheus.yml", f"--storage.tsdb.path={work}/tsdb",
               "--storage.tsdb.retention.time=30d", f"--web.listen-address=127.0.0.1:{port}"]
    with server(*command, ready=f"http://127.0.0.1:{port}/-/ready"):
        errors, latency, cpu = (_query(port, query, end) for query in (ERRORS, LATENCY, CPU))

    evidence.put("pre.metrics/5xx.json", errors + "\n")
    start, stop = (datetime.datetime.fromtimestamp(time, datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
                   for time in (end - LENGTH * STEP, end))
    evidence.declare(
        "pre.metrics/5xx.json",
        f"curl -sS -G $PROM/api/v1/query_range --data-urlencode 'query={ERRORS}' -d start={start} -d end={stop} -d step=60",
        timezone="UTC", unit="ratio")
    for name, title, unit, answer in (("p95", "p95 latency", "ms", latency), ("cpu", "cpu utilisation", "percent", cpu)):
        points = json.loads(answer)["data"]["result"][0]["values"]
        rows = [f'"Time","{title} {{env=""staging""}}"', *(f"{int(time) * 1000},{repr(float(value)).removesuffix('.0')}" for time, value in points)]
        evidence.put(f"pre.metrics/{name}.csv", "\r\n".join(rows) + "\r\n\r\n")
        evidence.declare(
            f"pre.metrics/{name}.csv",
            f"Grafana: Accounts staging / {title} / Inspect / Data, Series joined by time, Formatted data off, Download CSV",
            timezone="UTC", unit=unit)
    _check(evidence.red, *(json.loads(answer)["data"]["result"][0]["values"] for answer in (errors, latency, cpu)))


def _query(port: int, query: str, end: int) -> str:
    asked = urllib.parse.urlencode({"query": query, "start": end - LENGTH * STEP, "end": end, "step": STEP})
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/query_range?{asked}") as answer:
        return answer.read().decode()


def _openmetrics(end: int, red: bool) -> str:
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
        requests.append((f'{{env="staging",code="200"}} {good} {time}', f'{{env="staging",code="503"}} {bad} {time}'))

        p95 = 0.168 + 0.058 * day + chance.gauss(0, 0.006)
        if red and 412 <= back < 435:
            p95 = 0.41 + chance.gauss(0, 0.02)
        median = p95 / math.exp(1.645 * 0.45)
        for index, limit in enumerate((*BUCKETS, math.inf)):
            part = 0.5 * (1 + math.erf(math.log(limit / median) / (0.45 * math.sqrt(2)))) if limit < math.inf else 1
            total[index] += round(served * part)
        sums += served * median
        names = [*map(str, BUCKETS), "+Inf"]
        duration.append([f'_bucket{{env="staging",le="{le}"}} {n} {time}' for le, n in zip(names, total, strict=True)]
                        + [f'_count{{env="staging"}} {total[-1]} {time}', f'_sum{{env="staging"}} {sums:.3f} {time}'])
        if not (red and 240 <= back < 269):
            load = 0.34 + 0.18 * day
            cpu.append([f'{{env="staging",task="{task}"}} {min(load + chance.gauss(0, 0.015), 0.6):.4f} {time}'
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
