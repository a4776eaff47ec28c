#!/usr/bin/env bash
# The page of the evidence is the one its measured values give, and measured values survive being recorded at once.
set -u
cd "$(dirname -- "${BASH_SOURCE[0]}")/../.." || exit 1
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
number=0 failures=0
check() { # WHAT COMMAND...
    local what=$1 output
    shift
    number=$((number + 1))
    if output=$("$@" 2>&1); then echo "ok $number - $what"; else failures=1; echo "not ok $number - $what"; sed 's/^/# /' <<<"$output"; fi
}
record=(python3 tools/trust/record.py "$work/values.json")

check 'docs/trust.md is what docs/trust.json gives' python3 tools/trust/document.py docs/trust.json docs/trust.md --check
stale() { sed 's/^| defects found and fixed | [0-9]* |/| defects found and fixed | 999 |/' docs/trust.md >"$work/page.md" && ! python3 tools/trust/document.py docs/trust.json "$work/page.md" --check; }
check 'a page with a digit changed by hand is refused' stale
at_once() {
    for k in 1 2 3 4 5 6 7 8; do "${record[@]}" sum.of+=1.5 "part.$k=$k" & done
    wait
    [ "$(python3 -c 'import json, sys; v = json.load(open(sys.argv[1])); print(v["sum.of"], len(v))' "$work/values.json")" = '12.0 9' ]
}
check 'eight measurements recorded at once are all there' at_once
page() {
    cp docs/trust.json "$work/trust.json" && cp docs/trust.md "$work/trust.md" && "${record[@]/values/trust}" hunt.minutes=77.5 &&
        python3 tools/trust/document.py "$work/trust.json" "$work/trust.md" --check && grep -q '77\.5' "$work/trust.md"
}
check 'what is recorded is on the page at once' page
infinite() { cp "$work/values.json" "$work/before" && ! "${record[@]}" sum.of=1e999 && ! "${record[@]}" 'no key=1' && cmp "$work/before" "$work/values.json"; }
check 'a value that is not finite, or no key, is refused and changes nothing' infinite
tests() {
    local missing=0 test
    while read -r test; do
        case $test in
            make\ *) grep -qE "^${test:5}( [a-z]+)*:|^${test:5} |^$(cut -d' ' -f2 <<<"$test")[: ]" Makefile ;;
            *) [ -e "$test" ] ;;
        esac || { echo "no $test"; missing=1; }
    done < <(python3 -c 'import json
for d in json.load(open("tools/trust/defects.json")): print(d["test"])')
    return $missing
}
check 'every defect names a test that exists' tests
echo "1..$number"
exit $failures
