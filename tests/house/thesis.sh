#!/usr/bin/env bash
# Every numbered statement of the thesis on monotone deep equilibrium models (chapters 2.3, 2.5, 2.6, 3 and appendix C) is a claim, and its
# report names each of them.  The list is the thesis's own numbering.
set -u
program=$(realpath -- "$1")
cd "$(dirname -- "${BASH_SOURCE[0]}")/../.." || exit 1
statements='mondeq.lemma-2.3.1 mondeq.lemma-2.3.2 mondeq.prop-1 mondeq.prop-3 mondeq.lemma-3.2.1 mondeq.lemma-3.2.2 mondeq.lemma-3.2.3
mondeq.prop-4 mondeq.condition-1 mondeq.theorem-3.3.1 mondeq.lemma-3.3.2 mondeq.lemma-3.3.3 mondeq.lemma-3.3.4 mondeq.condition-2
mondeq.theorem-3.3.5 mondeq.lemma-3.3.6 mondeq.lemma-3.3.7 mondeq.lemma-3.3.8 mondeq.lemma-3.3.9 mondeq.lemma-3.3.10 mondeq.prop-5
mondeq.prop-6 mondeq.lemma-C.0.1 mondeq.lemma-C.0.2 mondeq.lemma-C.0.3 mondeq.lemma-C.0.4 mondeq.lemma-C.0.5 mondeq.lemma-C.0.6
mondeq.experiment-4.1 mondeq.experiment-4.2
background.definition-2.5.2.a background.definition-2.5.2.b background.definition-2.5.2.c background.definition-2.5.2.d
background.definition-2.5.2.e background.definition-2.5.2.f background.prop-2 background.theorem-2.5.1 background.lemma-2.5.2
background.theorem-2.5.3 background.theorem-2.5.4 background.eq-2.5 background.eq-2.6 background.eq-2.7 background.eq-2.8
background.eq-2.13 background.theorem-2.6.1 background.lemma-2.6.2 background.theorem-2.6.3 background.theorem-2.6.4
background.ling-lemma-5 background.ling-lemma-6'
claims=$("$program" claims --json | python3 -c 'import json, sys
for c in json.load(sys.stdin)["claims"]: print(c["id"])')
number=0 failures=0
verdict() { # WHAT PROBLEMS
    number=$((number + 1))
    if [ -z "$2" ]; then echo "ok $number - $1"; else failures=1; echo "not ok $number - $1"; sed 's/^/# /' <<<"$2"; fi
}
verdict 'every numbered statement is a claim' "$(for s in $statements; do grep -qxF "$s" <<<"$claims" || echo "no claim $s"; done)"
verdict 'the published report has each' "$(for s in $statements; do
    grep -qF "| [$s](claims/$s.md)" reports/monotone-deq.md || echo "reports/monotone-deq.md has no $s"; done)"
verdict 'with a verdict' "$(grep -E '^\| \[(mondeq|background)\.' reports/monotone-deq.md | grep -vE '\| \*\*(proved|refuted|supported|rejected|inconclusive)\*\*')"
echo "1..$number"
exit $failures
