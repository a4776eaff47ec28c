#!/usr/bin/env bash
# sanitize.sh KIND FOLDER TRUST COMMAND...: runs COMMAND (tools/run_tests.sh and its arguments) on programs built for KIND, which is
# address (AddressSanitizer, UndefinedBehaviorSanitizer, LeakSanitizer) or thread (ThreadSanitizer).  Every report of every process
# goes to a file of FOLDER, so that one whose exit status or output a test does not look at counts as well; the exit status of a
# reporting process is none that deqcert uses.  Any report is a failure.  What was measured is recorded in TRUST.
set -u
kind=$1 folder=$(realpath -m "$2") trust=$3 tools=$(realpath "$(dirname "$0")")
shift 3
rm -rf "$folder"
mkdir -p "$folder"
case $kind in
    address)
        export ASAN_OPTIONS="exitcode=86:log_path=$folder/report:detect_stack_use_after_return=1:strict_string_checks=1:check_initialization_order=1"
        export UBSAN_OPTIONS="exitcode=86:print_stacktrace=1:log_path=$folder/report"
        ;;
    thread)
        # die_after_fork: Open MPI has a thread of its own when deqcert forks its workers, and those start threads.
        export TSAN_OPTIONS="exitcode=86:log_path=$folder/report:second_deadlock_stack=1:die_after_fork=0:suppressions=$tools/sanitizers/thread.supp"
        ;;
    *)
        echo "sanitize.sh: no kind \"$kind\" (address, thread)" >&2
        exit 2
        ;;
esac

"$@" | tee "$folder/tests"
status=${PIPESTATUS[0]}
find "$folder" -name 'report*' -empty -delete
reports=$(find "$folder" -name 'report*' | wc -l)
# Without its last line the suite did not run to its end (a program did not build, an interruption): nothing was measured.
read -r passed failed < <(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed.*/\1 \2/p' "$folder/tests" | tail -n 1) ||
    { echo "$kind: the tests did not run to their end; nothing is recorded" >&2; exit 2; }
tests=$((passed + failed)) programs=$(grep -c ': [0-9]* passed, [0-9]* failed (' "$folder/tests")
# Files that hold a line of the kind.
with() { grep -lE -- "$1" "$folder"/report* 2>/dev/null | wc -l; }
case $kind in
    address)
        leaks=$(with 'LeakSanitizer') undefined=$(with 'runtime error:')
        values=(sanitizers.asan.tests="$tests" sanitizers.asan.tests-failed="$failed" sanitizers.asan.failures=$((reports - leaks - undefined))
            sanitizers.ubsan.tests="$tests" sanitizers.ubsan.failures="$undefined"
            sanitizers.leaks.tests="$tests" sanitizers.leaks.failures="$leaks")
        ;;
    thread) values=(sanitizers.threads.tests="$tests" sanitizers.threads.tests-failed="$failed" sanitizers.threads.programs="$programs" sanitizers.threads.races="$reports") ;;
esac
python3 "$tools/trust/record.py" "$trust" "${values[@]}"
echo "$kind: $programs programs, $passed tests passed, $failed failed, $reports processes with a report"
[ "$reports" -eq 0 ] || head -n 40 "$(find "$folder" -name 'report*' | sort | head -n 1)"
[ "$status" -eq 0 ] && [ "$reports" -eq 0 ]
