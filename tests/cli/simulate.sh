#!/usr/bin/env bash
# simulate: thresholds, methods, the same bytes on any number of threads, refusals, Ctrl-C; verify stores the same trials for any --jobs.
source "$(dirname -- "${BASH_SOURCE[0]}")/common.bash" "$1"

new_case net.yaml 'monte_carlo: {widths: [60, 300], trials: 40}'

runs() { exits "$1" "$program" "${@:3}" && json out "$2"; }

same() {
    OPENBLAS_NUM_THREADS=1 "$program" simulate net.yaml "$@" >one 2>/dev/null && OPENBLAS_NUM_THREADS=2 "$program" simulate net.yaml "$@" >two 2>/dev/null &&
        OPENBLAS_NUM_THREADS=3 "$program" simulate net.yaml "$@" >three 2>/dev/null && [ -s one ] && cmp one two && cmp one three
}
check 'trials shared out over threads: the same bytes' same --width 300 --trials 6
check 'rows of a trial shared out over threads: the same bytes' same --width 1600 --trials 1
check 'with a threshold and norms: the same bytes' same --width 200 --trials 4 --norms --threshold 4
for method in mixed plain anderson; do check "--method $method" runs 0 'len(j["trials"]) == 2 and all(t["outcome"] == "certified" for t in j["trials"])' \
    simulate net.yaml --width 300 --trials 2 --method $method --json; done
check 'a threshold stops early, on the same side' runs 0 'all(t["iterations"] <= 14 and F(t["lambda0"]["lower"]) >= F("1") for t in j["trials"])' \
    simulate net.yaml --width 300 --trials 5 --threshold 1 --json
check 'a threshold above' runs 0 'all(t["iterations"] <= 14 and F(t["lambda0"]["upper"]) < F("900") for t in j["trials"])' \
    simulate net.yaml --width 300 --trials 5 --threshold 9e2 --json
check 'unknown method' complains 2 'simulate: --method newton: allowed are mixed, plain and anderson' "$program" simulate net.yaml --width 30 --trials 1 --method newton
check 'no decimal' complains 2 'simulate: --threshold much: not a decimal number' "$program" simulate net.yaml --width 30 --trials 1 --threshold much
check 'a width beyond the memory' complains 1 'GB of memory' "$program" simulate net.yaml --width 900000 --trials 1

rate() {
    "$program" simulate net.yaml --width 100 --trials 3 2>&1 >/dev/null | grep -qE '^width 100: [0-9.e+]+ trials/s; [0-9.e+-]+ GB planned for a trial$'
}
check 'the rate and the memory planned, on stderr' rate

interrupted() {
    "$program" simulate net.yaml --width 300 --trials 100000 >out 2>err &
    local job=$!
    sleep 1
    kill -"$1" "$job"
    wait "$job"
    local status=$?
    [ "$status" -eq 3 ] || { echo "exit status $status"; cat err; return 1; }
    grep -qE '^deqcert: interrupted after [0-9]+ of 100000 trials$' err && [ "$(grep -c '^trial ' out)" -ge 1 ]
}
check 'SIGINT: the finished trials, exit 3' interrupted INT
check 'SIGTERM: the same' interrupted TERM

stored() {
    local jobs
    for jobs in 1 2; do
        "$program" verify net.yaml --claims 'deq.*' --jobs $jobs --store "jobs$jobs.db" --reports reports >log 2>&1
        python3 - "jobs$jobs.db" >"jobs$jobs.txt" <<'P' || return 1
import sqlite3, sys
for row in sqlite3.connect(sys.argv[1]).execute("SELECT kind, width, trial, value FROM trials ORDER BY kind, width, trial"):
    print(*row)
P
    done
    [ "$(wc -l <jobs1.txt)" -ge 80 ] && cmp jobs1.txt jobs2.txt
}
check 'verify --jobs 1 and 2 store the same trials' stored

finish
