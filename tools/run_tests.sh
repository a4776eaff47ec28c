#!/usr/bin/env bash
# run_tests.sh DEQCERT PROGRAM... -- SCRIPT...
# Runs every test program and script (TAP on stdout), counts every case, and ends with "N passed, N failed". A program that
# runs no case, plans more cases than it reports, or exits non-zero without a failed case is a failure of its own.
set -u
deqcert=$1
shift
export CMOCKA_MESSAGE_OUTPUT=TAP OPENBLAS_NUM_THREADS=${OPENBLAS_NUM_THREADS:-2}
passed=0 failed=0 skipped=0 script=0
for test in "$@"; do
    if [ "$test" = -- ]; then script=1; continue; fi
    start=$(date +%s%N)
    if [ $script -eq 1 ]; then output=$(bash "$test" "$deqcert" 2>&1); else output=$(${WRAPPER:-} "$test" 2>&1); fi
    status=$?
    elapsed=$((($(date +%s%N) - start) / 1000000))
    good=$(grep '^ok ' <<<"$output" | grep -vc '# SKIP')
    none=$(grep -c '^ok .*# SKIP' <<<"$output")
    bad=$(grep -c '^not ok ' <<<"$output")
    plan=$(sed -n 's/^1\.\.\([0-9]*\)$/\1/p' <<<"$output" | awk '{n += $1} END {print n + 0}')
    if [ $((good + bad + none)) -eq 0 ] || { [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; } || [ "$plan" -gt $((good + bad + none)) ]; then
        bad=$((bad + 1))
        echo "not ok - $test: exit status $status after $good cases (plan $plan)"
    fi
    printf '%s: %d passed, %d failed (%d ms)\n' "$test" "$good" "$bad" "$elapsed"
    [ "$bad" -eq 0 ] || printf '%s\n' "$output" | tail -n 60
    grep '^ok .*# SKIP' <<<"$output"
    passed=$((passed + good))
    failed=$((failed + bad))
    skipped=$((skipped + none))
done
[ $passed -gt 0 ] || { echo 'no test ran'; failed=$((failed + 1)); }
if [ $skipped -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
[ $failed -eq 0 ]
