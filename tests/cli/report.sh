#!/usr/bin/env bash
# report: its formats, the comparison of two stores, what it refuses.
source "$(dirname -- "${BASH_SOURCE[0]}")/common.bash" "$1"

new_case cases/one.yaml 'expect: {hermite.infinite-support: proved}'
new_case cases/two.yaml 'labels: {gaussian: {seed: 5}}'
"$program" verify --claims 'hermite.[ip]*' --json >first 2>/dev/null || { echo 'Bail out! verify fails'; exit 1; }

pages='index findings claims monotone-deq matrix claim-graph sharpness power glossary limits reproducibility provenance'
all_pages() { for page in $pages; do [ -s "build/reports/$page.md" ] || { echo "no $page.md"; return 1; }; done; }
check 'every page is there' all_pages
check 'the index leads to each' eval 'for page in ${pages#index}; do grep -qF "($page.md)" build/reports/index.md || exit 1; done'
check 'claims that no proof links are listed, not drawn' eval '! grep -q mermaid build/reports/claim-graph.md && grep -q "No proof in the sources links these" build/reports/claim-graph.md'
check 'the claim graph is drawn' eval 'exits 0 "$program" verify cases/one.yaml --claims "gram.[lp]*" --store graph.db --reports graph && grep -q "^\`\`\`mermaid" graph/claim-graph.md && grep -q " --> " graph/claim-graph.md'
check 'a claim page says how to run it' grep -qF 'build/deqcert verify cases/one.yaml --claims hermite.parseval' build/reports/claims/hermite.parseval.md
numbers() { python3 - <<'PY'
import json
a, b = json.load(open('first')), json.load(open('out'))
assert a['verdicts'] == b['verdicts'] and a['planted'] == b['planted'] and len(a['verdicts']) > 3
assert b['units']['computed'] == 0 and b['units']['reused'] == a['units']['computed']
PY
}
check '--format json prints what verify --json does' eval 'exits 0 "$program" report --format json && numbers'
check '--format junit' eval 'exits 0 "$program" report --format junit && cmp out build/reports/junit.xml'
check '--output FILE' eval 'exits 0 "$program" report --format junit --output x.xml && [ ! -s out ] && cmp x.xml build/reports/junit.xml'
check '-o FILE' eval 'exits 0 "$program" report --format json -o x.json && [ ! -s out ] && json x.json "len(j[\"verdicts\"]) > 3"'
check '--format md is the default' eval 'cp -r build/reports before && exits 0 "$program" report --format md && diff -r before build/reports'
check 'an unknown format' complains 2 'must be md, json or junit' "$program" report --format pdf
check 'a file that cannot be written' complains 2 'cannot write none/x.json' "$program" report --format json -o none/x.json
if [ -c /dev/full ]; then check 'a full disk' complains 2 'cannot write /dev/full' "$program" report --format json -o /dev/full; fi
check '--output with pages' complains 2 '--output goes with' "$program" report -o x
check '--reports with a document' complains 2 '--reports goes with' "$program" report --format json --reports x
check 'stores without --diff' complains 2 'operands of --diff' "$program" report build/deqcert.db

exits 0 "$program" verify --claims 'hermite.[ip]*' --store same.db --reports r --jobs 1
check '--diff of equal runs: exit 0' eval 'exits 0 "$program" report --diff build/deqcert.db same.db && [ "$(wc -l <out)" -eq 1 ] && grep -q " 0 differ, 0 units new, 0 gone, 0 numbers" out'
exits 0 "$program" verify cases/one.yaml --claims 'hermite.[idp]*' --store other.db --reports r
changes() { exits 1 "$program" report --diff build/deqcert.db other.db && grep -q '^new: one: hermite.dual-activation: proved$' out && grep -q '^gone: two: hermite.parseval: proved$' out; }
check '--diff: units new and gone, exit 1' changes
sqlite3 other.db "UPDATE verdicts SET verdict = 'refuted' WHERE claim = 'hermite.parseval'"
check '--diff: a verdict that differs' eval 'exits 1 "$program" report --diff build/deqcert.db other.db && grep -q "^verdict: one: hermite.parseval: proved -> refuted$" out'
check '--diff needs two stores' complains 2 'needs two results stores' "$program" report --diff same.db
check '--diff of a store that is not there' complains 2 'no results store absent.db' "$program" report --diff same.db absent.db
check '--diff of a file that is no store' complains 2 points.csv "$program" report --diff same.db cases/points.csv
check '--diff with another option' complains 2 'takes no other option' "$program" report --diff same.db other.db --format json
check '--diff leaves the stores alone' eval 'cp same.db kept.db && exits 1 "$program" report --diff same.db other.db && cmp same.db kept.db'
finish
