# Shared by the end-to-end tests: source it with the program's path as $1.  Works in a fresh directory, removed at the end.
set -u
program=$(realpath -- "$1")
[ -x "$program" ] || { echo "Bail out! $1 is no program"; exit 1; }
count=0
failed=0
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
cd -- "$work" || exit 1

# check WHAT COMMAND...: one test; the output of a failing command is shown.
check() {
    local what=$1 output
    shift
    count=$((count + 1))
    if output=$("$@" 2>&1); then
        echo "ok $count - $what"
    else
        failed=$((failed + 1))
        echo "not ok $count - $what"
        echo "$output" | sed 's/^/# /'
    fi
}

# sanitized [KIND]: whether the program carries a sanitizer (asan, tsan), whose shadow memory is larger than any limit that a test sets.
sanitized() { nm -- "$program" 2>/dev/null | grep -qE " U __(${1:-asan|tsan})_init"; }

# exits CODE COMMAND...: the exit status, with stdout in out and stderr in err.
exits() {
    local wanted=$1 got
    shift
    "$@" >out 2>err
    got=$?
    [ "$got" -eq "$wanted" ] || { echo "exit status $got, not $wanted: $*"; cat out err; return 1; }
}

# complains CODE TEXT COMMAND...: the exit status, one line on stderr that contains TEXT, nothing on stdout.
complains() {
    local wanted=$1 text=$2
    shift 2
    exits "$wanted" "$@" || return 1
    [ "$(wc -l <err)" -eq 1 ] && [ ! -s out ] && grep -qF -- "$text" err || { echo "stderr is not one line with: $text"; cat out err; return 1; }
}

# json FILE EXPRESSION: the Python expression about the parsed document `j` is true.
json() {
    python3 -c 'import json, sys
from fractions import Fraction as F
j = json.load(open(sys.argv[1]))
assert eval(sys.argv[2]), (sys.argv[2], str(j)[:2000])' "$1" "$2"
}

# new_case FILE [LINE...]: a small case with more lines.
new_case() {
    local file=$1
    shift
    mkdir -p -- "$(dirname -- "$file")"
    printf '1,0,0.5\n-0.5,1,0\n0.25,0.5,1\n' >"$(dirname -- "$file")/points.csv"
    printf '%s\n' 'activation: {phi: tanh(x)}' 'model: {sigma_w2: 0.08}' 'data: {csv: points.csv}' "$@" >"$file"
}

finish() {
    echo "1..$count"
    [ "$failed" -eq 0 ] && [ "$count" -gt 0 ]
}
