#!/usr/bin/env bash
# topic: a sweep run, stored, rendered from the store; its page, its errors, its place beside verify.
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
source "$root/tests/cli/common.bash" "$1"

mkdir topics
sweep() { # sweep FILE [SECTION...]
    cat >"$1" <<'YAML'
title: "A *sweep* | <b>"
claims: [activation.assumption-1, gram.positive-definite, {claim: deq.well-posed, where: {steepness: one}}]
case:
  model: {sigma_w2: 0.001}
  data: {csv: points.csv}
  monte_carlo: {widths: [20, 40], trials: 5}
  expect: {activation.assumption-1: proved}
vary:
  - name: steepness
    values:
      - {label: one, number: 1, set: {activation: {phi: sigmoid(x)}}}
      - {label: two, number: 2, set: {activation: {phi: sigmoid(2*x)}}}
      - {label: four, number: 4, set: {activation: {phi: sigmoid(4*x)}}}
      - {label: identity, set: {activation: {phi: x}}}
  - name: n
    values:
      - {label: 3, set: {data: {normalise: true}}}
      - {label: 5, set: {data: {csv: more.csv}}}
sections:
  - heading: First $`K`$
  - text: |
      Words, $`\lambda_*`$, <script>alert(1)</script>.
  - table: {title: Eigenvalues, rows: steepness, columns: n, value: 'gram.positive-definite: $`\lambda_*`$'}
  - table: {title: Well-posed, rows: n, columns: width, verdict: deq.well-posed, where: {steepness: one}}
  - figure: {title: Eigenvalue, caption: It grows., x: steepness, across: the slope, y: 'gram.positive-definite: $`\lambda_*`$', lines: n, log: xy, where: {steepness: [one, two, four]}}
  - fit: {title: Exponent, x: steepness, y: 'activation.assumption-1: limit of $`\sigma_w^2`$: Assumption 1, $`1/(8L^2)`$', where: {steepness: [one, two, four]}}
YAML
    local file=$1
    shift
    for section in "$@"; do printf '%s\n' "  - $section" >>"$file"; done
}
printf '1,0,0.5\n-0.5,1,0\n0.25,0.5,1\n' >topics/points.csv
printf '1,0,0.5\n-0.5,1,0\n0.25,0.5,1\n1,1,1\n1,-1,0.5\n' >topics/more.csv
sweep topics/tiny.yaml
page=build/reports/topics/tiny.md

check 'a topic runs' exits 0 "$program" topic topics/tiny.yaml
check 'and says what it did' grep -q '^tiny: 8 cases; units: [1-9][0-9]* computed, 0 reused$' out
has() { grep -qF -- "$1" $page || { echo "no \"$1\""; cat $page; return 1; }; }
check 'the page has the title, escaped' has '# A \*sweep\* \| &lt;b&gt;'
check 'the command' has 'build/deqcert topic topics/tiny.yaml'
check 'the text, its HTML escaped' has '$`\lambda_*`$, &lt;script&gt;'
check 'a table' has '| steepness \\ n | 3 | 5 |'
check 'owned digits' grep -q '^| two | 0\.[0-9]*… | 0\.[0-9]*… |$' $page
check 'an exact zero where the identity meets more points than dimensions' grep -q '^| identity | 0\.[0-9]*… | 0 |$' $page
check 'widths as columns' has '| n \\ width | 20 | 40 |'
check 'the exact power -2 is fitted' has '| all | ≈ -2.000 | \[-2.000, -2.000\] | 6 | 0 |'
check 'the figure is shown and has its data' eval 'has "Across: the slope;" && has "(../figures/topic-tiny-1.tsv)" && [ "$(grep -c enclosure build/reports/figures/topic-tiny-1.tsv)" -eq 6 ]'
check 'every case and its verdicts' eval 'has "| one-3 | proved | proved (20, 40) | proved |" && has "| identity-5 | proved |  | refuted |"'
check 'nothing is linked that is not there' eval '! grep -q index.md $page && [ ! -e build/reports/index.md ]'
plain() { ! grep -nE "$work|20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]" $page; }
check 'no absolute path, no date' plain

# The table's number is the one the program prints alone.
printf 'activation: {phi: sigmoid(2*x)}\nmodel: {sigma_w2: 0.001}\ndata: {csv: topics/points.csv}\n' >alone.yaml
same_number() {
    local shown
    shown=$(sed -n 's/^| two | \([0-9.]*\)….*/\1/p' $page | head -1)
    "$program" lambda alone.yaml | grep -q "^lambda_star in \[$shown"
}
check 'the number is that of lambda' same_number

cp -r build/reports before
check 'the second run computes nothing' eval 'exits 0 "$program" topic topics/tiny.yaml && grep -q "units: 0 computed" out'
check 'its reports are the same bytes' diff -r before build/reports
check 'report renders the same bytes from the store' eval 'rm -r build/reports && "$program" report >out && diff -r before build/reports'
check '--fresh computes everything' eval 'exits 0 "$program" topic topics/tiny.yaml --fresh --jobs 1 && grep -q ", 0 reused" out && diff -r before build/reports'
check '--profile is part of the command shown' eval 'exits 0 "$program" topic topics/tiny.yaml --profile standard --store p.db --reports p && grep -q "tiny.yaml --profile standard" p/topics/tiny.md'

# Beside verify, in one store.
new_case cases/one.yaml
verified() {
    exits 0 "$program" verify cases/one.yaml --claims hermite.parseval --json || return 1
    json out '{v["case"] for v in j["verdicts"]} == {"one"}' || return 1
    has '[all reports](../index.md)' && [ -e build/reports/index.md ] && [ -e build/reports/cases/one.md ]
}
check 'verify keeps the page, and shows its own verdicts' verified
check 'topic keeps the pages of verify' eval 'exits 0 "$program" topic topics/tiny.yaml && [ -e build/reports/cases/one.md ] && [ ! -e build/reports/cases/one-3.md ]'
sweep topics/other.yaml
check 'two topics' eval 'exits 0 "$program" topic topics/other.yaml topics/tiny.yaml && grep -q "^other: .* 0 computed" out && [ -e build/reports/topics/other.md ]'

# What is wrong.
sweep topics/typo.yaml "table: {title: Typo, rows: [steepness, n], value: 'gram.positive-definite: lambda'}"
check 'a number that no verdict has: a warning' eval 'exits 0 "$program" topic topics/typo.yaml && grep -q "warning: topic typo, table \"Typo\": no verdict of gram.positive-definite has the number \"lambda\"; there are: " err'
check 'and a remark on the page' grep -q 'no verdict of gram.positive-definite has the number' build/reports/topics/typo.md
sqlite3 build/deqcert.db "UPDATE verdicts SET numbers = replace(numbers, '\"name\": \"', '\"name\": \"\\u001b[7m') WHERE claim = 'gram.positive-definite'"
unescaped() { exits 0 "$program" topic topics/typo.yaml && grep -q 'there are: ?\[7m' err && ! grep -q $'\033' err; }
check 'its names come from the store: no control character reaches the terminal' unescaped
exits 0 "$program" topic topics/typo.yaml --fresh
sed 's/assumption-1: proved/assumption-1: refuted/' topics/tiny.yaml >topics/unmet.yaml
check 'an expectation not met: exit 1' eval 'exits 1 "$program" topic topics/unmet.yaml && grep -q "unmet: one-3: activation.assumption-1: expected refuted, got proved" err'
sed '/- fit/s/two, four/two, five/' topics/tiny.yaml >topics/broken.yaml
check 'a wrong label: file, line, column, exit 2' complains 2 'topics/broken.yaml:26:155: fit: where: steepness: "five"; allowed are one, two, four, identity' "$program" topic topics/broken.yaml --store none.db
sed -i 's/^  data:.*/  data: {csv: absent.csv}/' topics/broken.yaml
broken() { exits 2 "$program" topic topics/broken.yaml topics/tiny.yaml --store none.db && [ "$(grep -c absent.csv err)" -eq 1 ] && [ ! -s out ] && [ ! -e none.db ]; }
check 'an error of every case is said once, and nothing runs' broken
mkdir elsewhere && cp topics/* elsewhere/
check 'two topics of one name' complains 2 'a topic of the same name' "$program" topic topics/tiny.yaml elsewhere/tiny.yaml
check 'no file' complains 2 'cannot be read' "$program" topic topics/absent.yaml

# An interruption: exit 3, the command that resumes, the page of what there is.
sed 's/trials: 5/trials: 100000/; s/deq.well-posed/deq.lambda0.repaired/' topics/tiny.yaml >topics/long.yaml
interrupted() {
    "$program" topic topics/long.yaml --store long.db --reports long --fresh 2>err >out &
    local job=$!
    sleep 0.7
    kill -INT $job
    wait $job
    [ $? -eq 3 ] && grep -q 'Resume with: deqcert topic topics/long.yaml --store long.db --reports long$' err && "$program" report --store long.db --reports long >out && grep -q '^## All cases' long/topics/long.md
}
check 'an interruption: exit 3 and how to resume' interrupted
finish
