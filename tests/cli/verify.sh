#!/usr/bin/env bash
# verify and report: exit status, reuse of stored units, the same bytes twice, links that lead somewhere.
source "$(dirname -- "${BASH_SOURCE[0]}")/common.bash" "$1"

quick=(--claims 'hermite.[ip]*')
new_case cases/one.yaml 'expect: {hermite.infinite-support: proved}'
new_case cases/two.yaml 'title: "<b>bold</b> | [link](http://evil.example) `tick"' 'labels: {gaussian: {seed: 5}}'
new_case cases/planted/lie.yaml 'planted: true' 'expect: {hermite.infinite-support: refuted}'
sed -i 's/tanh(x)/x/' cases/planted/lie.yaml

runs() { exits "$1" "$program" verify "${quick[@]}" "${@:3}" --json && json out "$2"; }
verdict='lambda c, k: [v for v in j["verdicts"] if v["case"] == c and v["claim"] == k]'
check 'verify: every expectation met' runs 0 'j["units"]["computed"] > 0 and j["units"]["reused"] == 0'
cp out first
check 'the verdicts have their keys' json first 'all(set(v) >= {"case", "claim", "width", "verdict", "expected", "evidence", "seconds"} for v in j["verdicts"])'
check 'cases are named after their files' json first '{v["case"] for v in j["verdicts"]} == {"one", "two", "lie"}'
check 'a verdict and its expectation' json first "[(v['verdict'], v['expected'], v['width']) for v in ($verdict)('one', 'hermite.infinite-support')] == [('proved', 'proved', None)]"
check 'no expectation is null' json first "($verdict)('one', 'hermite.parseval')[0]['expected'] is None"
check 'the planted falsehoods of the claim files were caught' json first 'len(j["planted"]) > 0 and all(p["met"] for p in j["planted"])'
cp -r build/reports before
check 'the second run computes nothing' runs 0 "j['units'] == {'computed': 0, 'reused': $(grep -o '"computed": [0-9]*' first | grep -o '[0-9]*')}"
check 'its reports are the same bytes' diff -r before build/reports
check 'report renders the same bytes' eval 'rm -r build/reports && exits 0 "$program" report && diff -r before build/reports'
check '--fresh computes everything' runs 0 'j["units"]["reused"] == 0 and j["units"]["computed"] > 0' --fresh
check 'one job, the same reports but for times' eval 'exits 0 "$program" verify "${quick[@]}" --jobs 1 --store other.db --reports build/other && diff -r -x provenance.md -x reproducibility.md before build/other'
check 'one case' runs 0 '{v["case"] for v in j["verdicts"]} == {"two"}' cases/two.yaml
check 'its page went, the other stays' eval '[ ! -e build/reports/cases/one.md ] && [ -e build/reports/cases/two.md ]'
check 'the text output' eval 'exits 0 "$program" verify "${quick[@]}" && grep -q "^one " out && grep -q "^units: 0 computed" out'

links() {
    python3 - build/reports <<'PY'
import os, re, sys
root = sys.argv[1]
bad, seen = [], 0
def slug(h):
    h = re.sub(r'\[([^]]*)\]\([^)]*\)', r'\1', h)
    return re.sub(r'[^\w\- ]', '', h.lower()).replace(' ', '-')
anchors = {}
pages = [os.path.join(d, f) for d, _, fs in os.walk(root) for f in fs if f.endswith('.md')]
for p in pages:
    anchors[os.path.normpath(p)] = {slug(l.lstrip('#').strip()) for l in open(p) if l.startswith('#')}
for p in pages:
    for target in re.findall(r'(?<!\\)\]\(([^)\s]+)\)', open(p).read()):
        seen += 1
        path, _, anchor = target.partition('#')
        full = os.path.normpath(os.path.join(os.path.dirname(p), path))
        if full.startswith('verify/claims'): continue
        if '://' in target or os.path.isabs(path) or not os.path.exists(full) or (anchor and anchor not in anchors[full]):
            bad.append((p, target))
assert seen > 20 and not bad, (seen, bad[:5])
PY
}
check 'every link of the reports leads to a page and an anchor' links
absolute() { ! grep -rn -- "$work" build/reports; }
check 'no absolute path in the reports' absolute
xml() { python3 -c 'import sys, xml.dom.minidom as x; x.parse(sys.argv[1])' build/reports/junit.xml; }
check 'junit.xml is XML' xml

sed 's/support: proved/support: refuted/' cases/one.yaml >flipped.yaml
cp cases/points.csv points.csv
check 'an expectation not met: exit 1' runs 1 "($verdict)('flipped', 'hermite.infinite-support')[0]['expected'] == 'refuted'" flipped.yaml
check 'it is named on stderr' grep -q 'unmet: flipped: hermite.infinite-support: expected refuted, got proved' err
check 'and in the reports' grep -q 'Expectations not met' build/reports/index.md
check 'and in junit.xml' grep -q 'failures="1"' build/reports/junit.xml
check 'an expectation outside --claims is ignored' exits 0 "$program" verify flipped.yaml --claims hermite.parseval

printf 'activation: {phi: }\nsurprise: 1\n' >cases/bad.yaml
printf 'activation: {phi: tanh(x)}\nmodel: {sigma_w2: 0.08}\ndata: {csv: points.csv}\nexpect: {hermite.parsival: proved}\n' >cases/typo.yaml
all_bad() { exits 2 "$program" verify "${quick[@]}" --store none.db && grep -q bad.yaml err && grep -q typo.yaml err && [ ! -e none.db ] && [ ! -s out ]; }
check 'bad cases: all reported, nothing run' all_bad
rm cases/bad.yaml cases/typo.yaml
new_case elsewhere/one.yaml
check 'two cases of one name' complains 2 'a case of the same name' "$program" verify "${quick[@]}" cases/one.yaml elsewhere/one.yaml
new_case elsewhere/planted.yaml
check 'the name that is taken' complains 2 'planted' "$program" verify "${quick[@]}" elsewhere/planted.yaml
check 'the same case twice is one' runs 0 '{v["case"] for v in j["verdicts"]} == {"one"}' cases/one.yaml cases/../cases/one.yaml
check 'a glob that matches nothing' complains 2 'no claim matches' "$program" verify --claims 'nothing.*'
check 'an unknown profile' complains 2 'quick, standard or full' "$program" verify --profile slow
check 'a store that is no store' complains 2 '--store' "$program" verify "${quick[@]}" --store points.csv
check 'which is left alone' cmp points.csv cases/points.csv
check 'a store in a place that cannot be' complains 2 '/proc' "$program" verify "${quick[@]}" --store /proc/none/x.db
check 'reports in a place that cannot be' complains 2 'points.csv' "$program" verify "${quick[@]}" --reports points.csv/x
check 'report without a store' complains 2 'run deqcert verify first' "$program" report --store absent.db
both() {
    "$program" verify "${quick[@]}" --store shared.db --reports build/shared1 >one 2>&1 &
    local other=$!
    "$program" verify "${quick[@]}" --store shared.db --reports build/shared2 >two 2>&1 || { cat two; return 1; }
    wait "$other" || { cat one; return 1; }
    diff -r -x provenance.md -x reproducibility.md build/shared1 build/shared2 &&
        diff -r -x provenance.md -x reproducibility.md build/shared1 before
}
check 'two runs on one store at once' both
mkdir empty && cd empty || exit 1
check 'no case at all' eval 'exits 2 "$program" verify "${quick[@]}" --jobs 1 || exits 0 "$program" verify "${quick[@]}"'
cd ..
finish
