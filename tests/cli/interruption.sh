#!/usr/bin/env bash
# SIGINT: exit 3 and the command to resume; kill -9: what was stored is there, and a rerun does only the rest.
source "$(dirname -- "${BASH_SOURCE[0]}")/common.bash" "$1"

new_case long.yaml 'monte_carlo: {widths: [60, 61, 62, 63, 64, 65, 66, 67, 600, 601, 602, 603, 604, 605], trials: 300}'
run=(verify long.yaml --claims deq.lambda0 --store s.db --jobs 1 --json)

# How many trials the store holds.
trials() {
    sqlite3 s.db 'SELECT count(*) FROM trials' 2>/dev/null || echo 0
}

# Starts a run and waits until it has stored more trials than there were.
start() {
    "$program" "${run[@]}" >out 2>err &
    job=$!
    for _ in $(seq 200); do
        sleep 0.05
        [ "$(trials)" -gt "$1" ] && return
    done
}

interrupted() {
    rm -f s.db*
    start 20
    kill -"$1" "$job"
    wait "$job"
    local status=$?
    [ "$status" -eq 3 ] || { echo "exit status $status"; cat err; return 1; }
    grep -qF 'Resume with: deqcert verify long.yaml --claims deq.lambda0 --store s.db --jobs 1 --json' err || { cat err; return 1; }
    grep -q '^deqcert: .* planned: 4200 networks at the 14 widths' err || { cat err; return 1; }
    [ "$(wc -l <err)" -eq 2 ]
}
check 'SIGINT: exit 3, with the command to resume' interrupted INT
check 'SIGTERM: the same' interrupted TERM
stored=$(trials)
check 'trials were stored before the end' test "$stored" -gt 0

start "$stored"
kill -9 "$job"
wait "$job" 2>/dev/null
more=$(trials)
check 'after kill -9 what was there is there, and more' test "$more" -ge "$stored"
check 'and the store is sound' test "$(sqlite3 s.db 'PRAGMA integrity_check')" = ok
orphans() { sleep 0.5; ! pgrep -P "$job" >/dev/null; }
check 'no worker outlives its parent' orphans

sed -i 's/, 600, .*605\]/]/' long.yaml
check 'a shorter case runs to its end' exits 0 "$program" "${run[@]}"
cp out one
check 'as from an empty store' eval 'exits 0 "$program" verify long.yaml --claims deq.lambda0 --store empty.db --jobs 2 --json && json out "True" && python3 -c "
import json
strip = lambda f: [{k: w for k, w in v.items() if k != \"seconds\"} for v in json.load(open(f))[\"verdicts\"]]
assert strip(\"one\") == strip(\"out\")"'
finish
