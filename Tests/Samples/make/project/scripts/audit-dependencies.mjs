#!/usr/bin/env node
// Runs `npm audit --json`, passes its document through, and judges it by severity.
// With --ci the exit status is 1 when a high or critical advisory is outstanding, 2 when there is no result.
import { spawnSync } from "node:child_process";

const ci = process.argv.includes("--ci");
const audit = spawnSync("npm", ["audit", "--json"], { encoding: "utf8" });
process.stdout.write(audit.stdout);

let counts;
try {
  counts = JSON.parse(audit.stdout).metadata.vulnerabilities;
} catch {
  console.error("audit-dependencies: npm audit gave no result");
  process.exit(2);
}
const blocking = counts.high + counts.critical;
console.error(`audit-dependencies: ${counts.total} vulnerable packages, ${blocking} high or critical`);
process.exit(ci && blocking > 0 ? 1 : 0);
