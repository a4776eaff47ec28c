#!/usr/bin/env bash
# run.sh BUILD TRUST SECONDS TARGET...: fuzzes each target in turn for so many seconds with BUILD/fuzz/TARGET (make fuzz builds it).
# The corpus starts from tests/fuzz/corpus/TARGET and grows in BUILD/corpus/TARGET; what crashes, hangs, leaks or takes more than 1 GiB
# is kept in BUILD/crashes/TARGET-*.  Records fuzz.TARGET.minutes (of processor time), .executions, .edges and .crashes in TRUST: added up
# while the sources that the target is linked from are the same (fuzz.TARGET.code), begun anew when one changed.  Exit status 1 when
# anything was found.
set -u
build=$1 trust=$2 seconds=$3
shift 3
scratch=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo /tmp)/deqcert-fuzz-run-XXXXXX") || exit 2
fuzzer=
trap 'rm -rf "$scratch"' EXIT
trap '[ -z "$fuzzer" ] || kill "$fuzzer"; exit 3' INT TERM
mkdir -p "$build/crashes"
# Of the children that have ended: the second line of `times`, which must run in this shell.
children() { times > "$scratch/times"; }
processor_seconds() { sed -n 2p "$scratch/times" | tr 'ms' '  ' | awk '{print 60 * $1 + $2 + 60 * $3 + $4}'; }
number() { awk -v v="$1" 'BEGIN {print v + 0}'; }
recorded() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1])).get(sys.argv[2], ""))' "$trust" "$1" 2>/dev/null; }
# TARGET's sources: the compilation units that its debugging information names, and their headers; generated ones left out.
sources_of() {
    local unit
    readelf --debug-dump=info --dwarf-depth=1 "$build/fuzz/$1" 2>/dev/null | sed -n 's/.* DW_AT_name .*: \([^ ]*\.c\)$/\1/p' | grep -v '^build' |
        while read -r unit; do
            tr -s ' :\\' '\n' < "$build/obj/${unit%.c}.d"
        done | grep -E '^[a-z].*\.[ch]$' | grep -v '^build' | LC_ALL=C sort -u
}
found=0
for target in "$@"; do
    program=$build/fuzz/$target corpus=$build/corpus/$target log=$build/fuzz/$target.log dictionary=tests/fuzz/$target.dict
    [ -x "$program" ] || { echo "make fuzz: no target \"$target\"; there are: $(cd tests/fuzz && ls fuzz_*.c | sed 's/fuzz_\(.*\)\.c/\1/' | xargs)" >&2; exit 2; }
    mapfile -t sources < <(sources_of "$target")
    [ "${#sources[@]}" -gt 5 ] || { echo "make fuzz: readelf (of binutils) finds no sources in $program" >&2; exit 2; }
    code=$(cat "${sources[@]}" | sha256sum | cut -c1-16)
    mkdir -p "$corpus"
    before=$(find "$build/crashes" -name "$target-*" | wc -l)
    children
    start=$(processor_seconds)
    ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1:handle_abort=1:quarantine_size_mb=64 UBSAN_OPTIONS=print_stacktrace=1 FUZZ_SCRATCH=$scratch \
        "$program" -max_total_time="$seconds" -timeout=60 -report_slow_units=60 -rss_limit_mb=1024 -malloc_limit_mb=1024 \
        -max_len=65536 -print_final_stats=1 \
        $([ -e "$dictionary" ] && echo "-dict=$dictionary") -artifact_prefix="$build/crashes/$target-" \
        "$corpus" "tests/fuzz/corpus/$target" > /dev/null 2> "$log" &
    fuzzer=$!
    wait "$fuzzer"
    status=$?
    fuzzer=
    children
    end=$(processor_seconds)
    minutes=$(awk -v a="$start" -v b="$end" 'BEGIN {printf "%.2f", (b - a) / 60}')
    executions=$(number "$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")")
    edges=$(number "$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)")
    crashes=$(($(find "$build/crashes" -name "$target-*" | wc -l) - before))
    [ "$status" -eq 0 ] || [ "$crashes" -gt 0 ] || crashes=1
    [ "$(recorded "fuzz.$target.code")" = "$code" ] ||
        python3 tools/trust/record.py "$trust" "fuzz.$target.*-="
    python3 tools/trust/record.py "$trust" "fuzz.$target.code=\"$code\"" "fuzz.$target.minutes+=$minutes" "fuzz.$target.executions+=$executions" \
        "fuzz.$target.edges=$edges" "fuzz.$target.crashes+=$crashes"
    printf '%-12s %8.2f minutes %10d executions (%d/s) %6d edges %s\n' "$target:" "$minutes" "$executions" \
        "$(awk -v n="$executions" -v m="$minutes" 'BEGIN {printf "%d", (m > 0 ? n / m / 60 : 0)}')" "$edges" \
        "$([ "$crashes" -eq 0 ] && echo 'nothing found' || echo "FOUND: $build/crashes/$target-*, log $log")"
    [ "$crashes" -eq 0 ] || found=1
done
exit $found
