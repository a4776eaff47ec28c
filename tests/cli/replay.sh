#!/usr/bin/env bash
# Violations that verify samples are written as witnesses; replay confirms them from the case alone, and nothing else.
source "$(dirname -- "${BASH_SOURCE[0]}")/common.bash" "$1"

printf '1,0.25\n0.5,1\n-0.75,0.5\n0.25,-1.5\n' >plane.csv
cat >small.yaml <<'YAML'
activation: {phi: relu(x)}
model: {sigma_w2: 0.02}
data: {csv: plane.csv}
monte_carlo: {widths: [30, 60], trials: 80}
YAML
sed 's/0.02/0.03/' small.yaml >other.yaml
sed 's/sigma_w2: 0.02/sigma_w2: /' small.yaml >broken.yaml
cp small.yaml elsewhere.yml

exits 0 "$program" verify small.yaml --claims 'deq.*' --store s.db --reports r || { cat err; echo 'Bail out! the case does not run'; exit 1; }
w=r/witnesses/small-deq.lambda0-30.txt
check 'a witness is written' test -s "$w"
check 'it begins with its version' eval '[ "$(head -1 $w)" = "deqcert-witness 1" ]'
check 'the manifest lists it' grep -qxF 'witnesses/small-deq.lambda0-30.txt' r/.deqcert-files
check 'the page of the case links to it' grep -qF '(../witnesses/small-deq.lambda0-30.txt)' r/cases/small.md
linked() { # every link to a witness leads to a file, every file is linked
    local name
    for name in $(grep -oh 'witnesses/[^)]*txt' r/cases/*.md r/claims/*.md | sort -u); do [ -s "r/$name" ] || { echo "no $name"; return 1; }; done
    for name in r/witnesses/*; do grep -qF "(../witnesses/${name##*/})" r/cases/small.md || { echo "no link to $name"; return 1; }; done
}
check 'links and files agree' linked

number=$(sed -n 's/^violations //p' "$w")
confirmed() { exits 0 "$program" replay "$1" && grep -qE '^confirmed: ([0-9]+) of \1 violations of ' out && [ "$(grep -c ': confirmed: ' out)" -eq "$(sed -n 's/^violations //p' "$1")" ]; }
check 'confirmed' confirmed "$w"
all() { for w in r/witnesses/*; do confirmed "$w" || { echo "$w"; return 1; }; done; [ "$(ls r/witnesses | wc -l)" -ge 5 ]; }
check 'and so is every witness of the case' all
w=r/witnesses/small-deq.lambda0-30.txt
check '--json' eval 'exits 0 "$program" replay $w --json && json out "j[\"status\"] == \"confirmed\" and j[\"confirmed\"] == j[\"listed\"] == j[\"violations\"] == $number == len(j[\"trials\"])"'
check 'the numbers of --json violate' json out 'all(t["result"] == "confirmed" and F(t["quantity"]["upper"]) < F(t["bound"]["lower"]) for t in j["trials"])'
beside() { "$program" simulate small.yaml --width 30 --trials 80 --json >simulated 2>/dev/null && python3 -c 'import json
from fractions import Fraction as F
j, s = json.load(open("out")), json.load(open("simulated"))["trials"]
bound = j["trials"][0]["bound"]
low = {k for k, t in enumerate(s) if t["outcome"] == "certified" and F(t["lambda0"]["upper"]) < F(bound["lower"])}
assert low == {t["place"]["trial"] for t in j["trials"]}, low'; }
check 'simulate finds the same networks below the bound' beside
check '--case' exits 0 "$program" replay "$w" --case elsewhere.yml

# ---- unconfirmed ----
free=$(for k in $(seq 0 79); do grep -q "^least-eigenvalue $k " "$w" || { echo "$k"; break; }; done)
sed "0,/^least-eigenvalue [0-9]* /s//least-eigenvalue $free /" "$w" >trial.txt
unconfirmed() { exits 1 "$program" replay "$@" && grep -q '^unconfirmed: ' out; }
check 'a trial without a violation' unconfirmed trial.txt
check 'the inequality holds there, it says' grep -q "^trial $free: holds: " out
check 'in JSON too' eval 'exits 1 "$program" replay trial.txt --json && json out "j[\"status\"] == \"unconfirmed\" and j[\"trials\"][0][\"result\"] == \"holds\""'
sed '0,/ quantity [^ ]* [^ ]* /s// quantity 0.001 0.002 /' "$w" >quantity.txt
check 'another quantity' unconfirmed quantity.txt
check 'found elsewhere, it says' grep -q ': elsewhere: .*recorded: quantity 0.001 0.002 ' out
sed '0,/ bound [^ ]* [^ ]*$/s// bound 100 101/' "$w" >bound.txt
check 'another bound' unconfirmed bound.txt
sed '0,/^least-eigenvalue [0-9]* /s//least-eigenvalue 5000000 /' "$w" >far.txt
check 'a trial that nobody samples' eval 'unconfirmed far.txt && grep -q "refused: no trial 5000000" out'

# ---- unreadable ----
unreadable() { complains 2 "deqcert: unreadable: $1" "$program" "${@:2}"; }
head -c 3000 /dev/urandom >garbage.txt
check 'random bytes' unreadable 'garbage.txt' replay garbage.txt
: >empty.txt
check 'an empty file' unreadable 'empty.txt:1: the file ends here' replay empty.txt
check 'no file' unreadable 'no-such.txt: No such file' replay no-such.txt
check 'a directory' unreadable 'r: no regular file' replay r
check 'a case is no witness' unreadable 'small.yaml:1: no witness of this version' replay small.yaml
head -n -1 "$w" >cut.txt
check 'the end is missing, with the line' unreadable "cut.txt:$(wc -l <"$w" | tr -d ' '): the file ends here" replay cut.txt
sed 's/^claim .*/claim deq.lambda1/' "$w" >claim.txt
check 'an unknown claim' unreadable 'claim.txt:2: unknown claim "deq.lambda1"' replay claim.txt
sed 's/^violations .*/violations many/' "$w" >many.txt
check 'a count that is none' unreadable 'many.txt:10: the number of violations' replay many.txt
sed 's/^event .*/event least-eigenvalue: lambda_0 >= m lambda_*; generator network; place trial/' "$w" >event.txt
check 'another inequality' unreadable 'event.txt:9: not the event least-eigenvalue' replay event.txt
sed 's/^path .*/path nowhere.yaml/' "$w" >nowhere.txt
check 'the case is missing, with a hint' unreadable 'nowhere.yaml' replay nowhere.txt
check 'the hint' grep -qF -- '--case FILE says where it is' err
check '--case mends it' exits 0 "$program" replay nowhere.txt --case small.yaml
check 'another case' unreadable 'other.yaml is another case' replay "$w" --case other.yaml
check 'a case that is none' unreadable 'broken.yaml' replay "$w" --case broken.yaml
check 'in JSON too' eval 'exits 2 "$program" replay garbage.txt --json && json out "j[\"status\"] == \"unreadable\" and \"garbage.txt\" in j[\"reason\"]"'
check 'no file named' complains 2 'FILE is missing' "$program" replay

# ---- the report without it ----
check 'a rendering without the violations' exits 0 "$program" verify small.yaml --claims 'gram.*' --store s.db --reports r
check 'takes the old witnesses away' eval '[ -z "$(ls r/witnesses)" ]'

finish
