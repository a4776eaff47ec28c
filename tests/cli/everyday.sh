#!/usr/bin/env bash
# What check warns of, the case that new writes with each of its keys, and how a claim is explained.
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
source "$root/tests/cli/common.bash" "$1"

# ---- check ----------------------------------------------------------------------------------------------
# warns TEXT LINE...: a small case with more lines is valid, and check warns of TEXT in exactly one line.
warns() {
    local text=$1
    shift
    new_case w.yaml "$@"
    exits 0 "$program" check w.yaml && grep -q '(1 warning)' out && [ "$(wc -l <err)" -eq 1 ] && grep -qF -- "$text" err ||
        { echo "not one warning with: $text"; cat out err; return 1; }
}
quiet() {
    new_case w.yaml "$@"
    exits 0 "$program" check w.yaml && [ ! -s err ] && ! grep -q warning out || { cat out err; return 1; }
}
check 'no warning without expectations' quiet
check 'nor for one that is met' quiet 'expect: {gram.positive-definite: proved, gram.rate: inapplicable}'
check 'nor for what only sampling decides' quiet 'expect: {deq.lambda0: {400: rejected}}'
# ThreadSanitizer is too slow for the tenth of a second that check gives a claim.
in_time() { sanitized tsan || check "$@"; }
in_time 'a claim that never applies' warns \
    'w.yaml:4: warning: expect: gram.rate: expected proved, but it is inapplicable here: A printed hypothesis fails: \phi is certified' \
    'expect: {gram.rate: proved}'
in_time 'a claim for each width that never applies' warns \
    'w.yaml:4: warning: expect: deq.universality: expected supported, but it is inapplicable here: The case has Gaussian weights' \
    'expect: {deq.universality: {400: supported}}'
in_time 'a claim that is proved' warns 'expected refuted, but it is proved here' 'expect: {activation.assumption-1: refuted}'
two() {
    new_case w.yaml 'expect: {gram.published-contraction: proved, activation.assumption-1: refuted}'
    exits 0 "$program" check w.yaml && [ "$(wc -l <err)" -eq 2 ] && tail -n 1 err | grep -qE 'below 1, with L= \[0\.9+, 1\.0+1\]\.$'
}
in_time 'each with its own evidence, whole' two
in_time 'a claim that is refuted' warns \
    'expect: gram.published-contraction: expected proved, but it is refuted here: Assumption 1 holds, yet 2q^2' \
    'expect: {gram.published-contraction: proved}'
check 'a width for a claim that has none' warns 'one expected at width 100 is never met' 'expect: {gram.rate: {100: inapplicable}}'
check 'trials too few' warns 'monte_carlo.trials is 269: it takes 270' 'monte_carlo: {trials: 269}' 'expect: {deq.lambda0: supported}'
check 'trials enough' quiet 'monte_carlo: {trials: 270}' 'expect: {deq.lambda0: supported}'
lipschitz() {
    new_case w.yaml
    sed -i "s/tanh(x)}/tanh(x), lipschitz: $1}/" w.yaml
    exits 0 "$program" check w.yaml && [ "$(grep -c 'proved to be at least 0.9999' err)" -eq "$2" ]
}
check 'a Lipschitz constant that fails' lipschitz 0.99 1
check 'and one that holds' lipschitz 1 0
steep() {
    new_case w.yaml
    sed -i 's/tanh(x)}/x*x, lipschitz: 1}/' w.yaml
    exits 0 "$program" check w.yaml && [ "$(grep -c "sup|phi'| is proved to be infinite" err)" -eq 1 ]
}
check 'one of a slope without bound' steep
new_case w.yaml 'expect: {gram.rate: proved}'
check '--fast says nothing' eval 'exits 0 "$program" check --fast w.yaml && [ ! -s err ]'
check 'the shipped cases are quiet' eval 'exits 0 "$program" check --fast "$root"/cases/*.yaml && [ ! -s err ]'
check 'one with expectations is' eval 'exits 0 "$program" check "$root/cases/linear-points.yaml" && [ ! -s err ]'

# ---- new ------------------------------------------------------------------------------------------------
"$program" new fresh >/dev/null
one_key() { # one_key PATTERN: the case with the commented key that matches is valid
    sed "s/^\( *\)# \($1\)/\1\2/" fresh.yaml >key.yaml
    cmp -s fresh.yaml key.yaml && { echo "no commented $1"; return 1; }
    exits 0 "$program" check --fast key.yaml
}
for key in weights: output_scale: normalise: labels: monte_carlo: training:; do
    check "new: $key is valid when it is uncommented" one_key "$key"
done
expectations() { sed 's/^# expect:/expect:/; s/^#\(   [a-z]*\.[a-z0-9-]*: .*\)/ \1/' fresh.yaml >key.yaml && exits 0 "$program" check key.yaml && grep -q '^   *gram' key.yaml && [ ! -s err ]; }
check 'new: the expectations are valid and can be met' expectations
source_of() { # source_of NAME: that source in place of csv
    sed "s/^  csv: .*//; s/^  # \($1: .*\)/  \1/" fresh.yaml >key.yaml && grep -q "^  $1" key.yaml && "$program" check --fast key.yaml 2>err >out
    case $1 in sphere | orthogonal) [ ! -s err ] ;; *) ! grep -v 'cannot be read' err | grep . ;; esac
}
for key in sphere orthogonal npy idx cifar10; do check "new: $key is a source" source_of $key; done
pieces() { sed 's/^activation: .*//; s/^# \(activation: {pieces\)/\1/' fresh.yaml >key.yaml && exits 0 "$program" check --fast key.yaml && grep -q 'x < 0' out; }
check 'new: the pieces are valid' pieces
same_defaults() { # the commented defaults are the parser's: nothing is computed again when they are written out
    exits 0 "$program" verify fresh.yaml --claims activation.assumption-1 --store s.db --reports r --json || return 1
    sed -i 's/^\( *\)# \(weights\|output_scale\|normalise\|labels\|monte_carlo\):/\1\2:/' fresh.yaml
    grep -q '^monte_carlo' fresh.yaml && exits 0 "$program" verify fresh.yaml --claims activation.assumption-1 --store s.db --reports r --json &&
        json out 'j["units"]["computed"] == 0 and j["units"]["reused"] > 0'
}
check 'new: what is commented out is the default' same_defaults

# ---- claims ---------------------------------------------------------------------------------------------
exits 0 "$program" claims gram.positive-definite && cp out claim
for text in 'Source: Truong; Ling' Statement: '  \lambda_*=\lambda_{\min}(K)>0.' Hypotheses: Method: "Its source's proof uses:" \
    'Planted falsehood, duplicated-sample:' 'Other form: gram.positive-definite.repaired' 'verify/claims/gram/positive-definite.c' \
    'deqcert verify CASE --claims gram.positive-definite'; do
    check "claims ID shows $text" grep -qF -- "$text" claim
done
narrow() { for id in $("$program" claims | cut -d' ' -f1); do "$program" claims "$id"; done >all && ! grep -F '$`' all && [ "$(grep -c '^Statement:' all)" -ge 40 ]; }
check 'no mark of Markdown is left' narrow
check 'text is wrapped' eval '[ "$(grep "^  [^ ]* " all | awk "length > 100" | wc -l)" -eq 0 ]'
check 'claims --json has the planted' eval 'exits 0 "$program" claims gram.rate --json && json out "len(j[\"planted\"]) > 0"'
finish
