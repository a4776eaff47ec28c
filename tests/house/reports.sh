#!/usr/bin/env bash
# The published reports are whole: a page for every shipped case, claim and topic, every link leads somewhere, and the manifest lists
# what is there.  Digits may be older than the code; a missing page may not.
set -u
program=$(realpath -- "$1")
cd "$(dirname -- "${BASH_SOURCE[0]}")/../.." || exit 1
number=0 failures=0
verdict() { # WHAT PROBLEMS
    number=$((number + 1))
    if [ -z "$2" ]; then echo "ok $number - $1"; else
        failures=1
        echo "not ok $number - $1"
        sed 's/^/# /' <<<"$2"
        echo '# run: make reports'
    fi
}
stem() { basename "$1" .yaml; }

verdict 'a page for every case' "$(for c in cases/*.yaml cases/planted/*.yaml; do
    [ -s "reports/cases/$(stem "$c").md" ] || echo "no reports/cases/$(stem "$c").md"; done)"
claims=$("$program" claims --json | python3 -c 'import json, sys
for c in json.load(sys.stdin)["claims"]: print(c["id"])')
verdict 'the program lists claims' "$([ "$(wc -l <<<"$claims")" -gt 40 ] || echo "only: $claims")"
verdict 'a page for every claim' "$(for c in $claims; do [ -s "reports/claims/$c.md" ] || echo "no reports/claims/$c.md"; done)"
verdict 'a page for every topic' "$(for t in topics/*.yaml; do
    [ -s "reports/topics/$(stem "$t").md" ] || echo "no reports/topics/$(stem "$t").md"; done)"
verdict 'no page of a case, claim or topic that is gone' "$(
    for p in reports/cases/*.md; do s=$(basename "$p" .md)
        [ "$s" = statements ] || [ -e "cases/$s.yaml" ] || [ -e "cases/planted/$s.yaml" ] || echo "$p"; done
    for p in reports/claims/*.md; do grep -qxF "$(basename "$p" .md)" <<<"$claims" || echo "$p"; done
    for p in reports/topics/*.md; do [ -e "topics/$(basename "$p" .md).yaml" ] || echo "$p"; done)"
verdict 'every link between the pages leads to a file' "$(python3 - <<'PYTHON'
import glob, os, re
for page in glob.glob("reports/**/*.md", recursive=True):
    text = re.sub(r"```.*?```", "", open(page).read(), flags=re.S)
    links = re.findall(r"\]\(([^)#\s]+)", text) + re.findall(r"(?:src|srcset)=\"([^\"]+)\"", text)
    for link in links:
        if "://" not in link and not os.path.exists(os.path.join(os.path.dirname(page), link)):
            print(f"{page}: {link}")
PYTHON
)"
verdict 'the manifest lists the files' "$(diff <(grep -v '^\.deqcert-files$' reports/.deqcert-files | sort) \
    <(cd reports && find . -type f ! -name .deqcert-files | sed 's|^\./||' | sort))"
verdict 'every expectation was met and every planted falsehood caught' "$(python3 - <<'PYTHON'
import re
xml = open("reports/junit.xml").read()
tests, failures = map(int, re.search(r'tests="(\d+)" failures="(\d+)"', xml).groups())
if tests < 100 or failures: print(f"{tests} tests, {failures} failures")
PYTHON
)"
echo "1..$number"
exit $failures
