#!/bin/sh
# Dumps a database, restores it beside the original, and compares the rows of every table.
set -eu
source=$1 target=$1_drill dump=$(mktemp)
trap 'rm -f "$dump"' EXIT
say() { printf '%s %s\n' "$(date -u +%FT%TZ)" "$*"; }
count() { psql -XAtq -d "$1" -c "SELECT format('%s=%s', relname, (xpath('/row/c/text()', query_to_xml('SELECT count(*) AS c FROM ' || relid::regclass, false, true, '')))[1]) FROM pg_stat_user_tables ORDER BY relname" | paste -sd ' '; }

say "restore drill: start, database $source"
pg_dump -Fc -f "$dump" "$source"
say "dumped $(wc -c < "$dump") bytes"
createdb "$target"
pg_restore --exit-on-error --no-owner -d "$target" "$dump"
say "restored to $target"
before=$(count "$source") after=$(count "$target")
say "rows of $source: $before"
say "rows of $target: $after"
dropdb "$target"
[ "$before" = "$after" ] || { say "restore drill: FAILED, rows differ"; exit 1; }
say "restore drill: complete, rows are equal"
