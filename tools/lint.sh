#!/usr/bin/env bash
# lint.sh BUILD TRUST JOBS FILE...: cppcheck over FILEs, and the findings of clang-tidy that `make lint` left in BUILD/lint/FILE.tidy.  Prints
# each finding once and the counts, records them in TRUST, exits 1 when there is one.  The headers are looked at with the files.
set -u
build=$1 trust=$2 jobs=$3 tools=$(dirname "$0")
shift 3
lint=$build/lint
mkdir -p "$lint/cppcheck"
for source in "$@"; do
    [ -e "$lint/$source.tidy" ] || { echo "lint.sh: clang-tidy has not seen $source" >&2; exit 2; }
done

# Without the libraries' types cppcheck takes foo_init(x) for the use of a struct passed by value; tools/lint/types.h declares them.
cppcheck --quiet -j "$jobs" --cppcheck-build-dir="$lint/cppcheck" --std=c11 --platform=unix64 --enable=warning,performance,portability \
    --inline-suppr --suppressions-list="$tools/lint/cppcheck.txt" -D_GNU_SOURCE -DDEQCERT_VERSION='""' -DDEQCERT_DATADIR='""' \
    -DDEQCERT_CODE_VERSION='""' -I. --include="$tools/lint/types.h" --template='{file}:{line}:{column}: {severity}: {message} [{id}]' \
    --template-location='' "$@" >"$lint/cppcheck.out" 2>&1 || { cat "$lint/cppcheck.out"; exit 2; }

findings() { grep -E '^[^ ]+:[0-9]+:[0-9]+: (warning|error|portability|performance|style|information): ' | sed "s#^$PWD/##" | sort -u; }
findings <"$lint/cppcheck.out" >"$lint/cppcheck.found"

# A line of clang-tidy.txt is "SOURCE CHECK: reason": that check's findings on the way of SOURCE, wherever it points.
argued=$tools/lint/clang-tidy.txt
for source in "$@"; do
    findings <"$lint/$source.tidy" | while IFS= read -r line; do
        check=${line##*\[} check=${check%\]}
        grep -qF -- "$source $check: " "$argued" && echo "$source $check: " >&3 || echo "$line"
    done
done 3>"$lint/tidy.argued" | sort -u >"$lint/tidy.found"
# An argument that nothing needs any more is a finding.
grep -v '^#' "$argued" | while IFS= read -r line; do
    grep -qF -- "${line%%: *}: " "$lint/tidy.argued" || echo "$argued:1:1: warning: no such finding any more: $line"
done >>"$lint/tidy.found"
cat "$lint/tidy.found" "$lint/cppcheck.found"
tidy=$(wc -l <"$lint/tidy.found") cppcheck=$(wc -l <"$lint/cppcheck.found")
echo "clang-tidy: $# files, $tidy findings; cppcheck: $# files, $cppcheck findings"
python3 "$tools/trust/record.py" "$trust" lint.clang-tidy.files=$# lint.clang-tidy.findings="$tidy" lint.cppcheck.files=$# lint.cppcheck.findings="$cppcheck"
[ $((tidy + cppcheck)) -eq 0 ]
