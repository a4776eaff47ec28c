#!/usr/bin/env bash
# memcheck.sh BUILD TRUST JOBS PROGRAM...: the test programs and every child of theirs under valgrind memcheck, JOBS at once.  What the
# run of a program printed and its reports stay below BUILD/memcheck until the program is made anew, so that a run which was stopped
# goes on where it was: the whole takes hours.  Any report is a failure, also of a process whose exit status no test looks at.  When
# every program has run, what was measured is recorded in TRUST.
#   --one BUILD PROGRAM: that program alone, unless it has passed already.
set -u
tools=$(realpath -- "$(dirname -- "$0")")

folder_of() { # BUILD PROGRAM
    printf '%s\n' "$1/memcheck/${2#"$1/tests/"}"
}
reports_in() { find "$1" -name 'report.*' ! -empty; }

one() { # BUILD PROGRAM
    local folder
    folder=$(realpath -m -- "$(folder_of "$1" "$2")")
    [ "$folder/passed" -nt "$2" ] && return
    rm -rf -- "$folder"
    mkdir -p -- "$folder"
    # A child that exec'ed a shell or a system program is not ours to check; the certificate checker is.  FLINT's pools of integers, which
    # hold only addresses inside their blocks, and the threads of OpenBLAS are "possibly lost" at every end: not counted.
    # valgrind runs one thread at a time, and OpenBLAS's wait by spinning: one.
    # DEQCERT_MEMCHECK tells the tests that measure memory or time.
    DEQCERT_MEMCHECK=1 OPENBLAS_NUM_THREADS=1 WRAPPER="valgrind --quiet --suppressions=$tools/memcheck.supp --error-exitcode=86 --leak-check=full --errors-for-leak-kinds=definite,indirect
      --show-leak-kinds=definite,indirect --trace-children=yes --trace-children-skip=/bin/*,/usr/bin/* --log-file=$folder/report.%p" \
        bash "$tools/run_tests.sh" "$1/deqcert" "$2" -- >"$folder/output" 2>&1
    local status=$?
    grep ': [0-9]* passed, [0-9]* failed (' "$folder/output"
    [ $status -ne 0 ] || [ -n "$(reports_in "$folder")" ] || mv -- "$folder/output" "$folder/passed"
}

if [ "$1" = --one ]; then
    one "$2" "$3"
    exit
fi
build=$1 trust=$2 jobs=$3
shift 3
printf '%s\0' "$@" | xargs -0 -n 1 -P "$jobs" bash "$tools/memcheck.sh" --one "$build" || exit 2
passed=0 failed=0 reports=0
for program in "$@"; do
    folder=$(folder_of "$build" "$program")
    read -r good bad < <(cat "$folder/passed" "$folder/output" 2>/dev/null | sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed.*/\1 \2/p' | tail -n 1) ||
        { echo "memcheck: $program did not run to its end; nothing is recorded" >&2; exit 2; }
    passed=$((passed + good)) failed=$((failed + bad))
    [ -e "$folder/passed" ] || sed -n '1,60p' "$folder/output"
    while read -r report; do
        reports=$((reports + 1))
        head -n 40 "$report"
    done < <(reports_in "$folder")
done
python3 "$tools/trust/record.py" "$trust" sanitizers.memcheck.tests=$((passed + failed)) sanitizers.memcheck.tests-failed="$failed" \
    sanitizers.memcheck.programs=$# sanitizers.memcheck.errors="$reports"
echo "memcheck: $# programs, $passed tests passed, $failed failed, $reports processes with a report"
[ "$failed" -eq 0 ] && [ "$reports" -eq 0 ]
