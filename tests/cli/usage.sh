#!/usr/bin/env bash
# Help, unknown words, exit status of unusable command lines, a full disk.
source "$(dirname -- "${BASH_SOURCE[0]}")/common.bash" "$1"

commands="verify hermite gram lambda kernel simulate train claims check new report certify topic replay"
new_case a.yaml

has() { exits 0 "$program" "${@:2}" && grep -qF -- "$1" out || { echo "no \"$1\""; cat out; return 1; }; }
check 'help lists the commands' has simulate help
check '--help does too' has simulate --help
check '--version' has deqcert --version
for command in $commands; do
    check "$command --help shows an example" has "deqcert $command" "$command" --help
    check "help $command is the same" has Example: help "$command"
    check "$command refuses an unknown option" complains 2 'unknown option "--no-such"' "$program" "$command" --no-such
done
check 'no command' complains 2 'a command is missing' "$program"
check 'an unknown command, with a suggestion' complains 2 'did you mean "lambda"' "$program" lamda
check 'an unknown command without' complains 2 'unknown command "frobnicate"' "$program" frobnicate
check 'an unknown option, with a suggestion' complains 2 'did you mean --bits' "$program" lambda a.yaml --bit=3x --btis 64
check 'a missing value' complains 2 'needs a value' "$program" lambda a.yaml --bits
check 'a value too many' complains 2 'takes no value' "$program" lambda a.yaml --json=yes
check 'a missing operand' complains 2 'CASE is missing' "$program" lambda
check 'an operand too many' complains 2 'unexpected "b.yaml"' "$program" lambda a.yaml b.yaml
for bits in 0 15 4097 -1 1e3 '' 99999999999999999999 64x; do
    check "--bits \"$bits\"" complains 2 'must be an integer from 16 to 4096' "$program" lambda a.yaml --bits "$bits"
done
for q in 0 -1 nan inf x '' 1/2; do
    check "--q \"$q\"" complains 2 '--q' "$program" hermite 'tanh(x)' --q "$q" --terms 3
done
check '--points 1' complains 2 'must be an integer from 2' "$program" kernel a.yaml --points 1
check 'too many values' complains 2 'at most 10000000 is allowed' "$program" kernel a.yaml --points 1000000 --layers 11
check '--terms 0' complains 2 'must be an integer' "$program" hermite 'tanh(x)' --q 1 --terms 0
check 'no --terms' complains 2 '--terms N is missing' "$program" hermite 'tanh(x)' --q 1
check 'an expression that is none' complains 2 'hermite: expression' "$program" hermite 'tanh(' --q 1 --terms 3
check 'E phi^2 infinite is bad input' complains 2 'hermite:' "$program" hermite 'exp(x^2)' --q 1 --terms 3
check 'an expression after --' exits 0 "$program" hermite --q 1 --terms 3 -- -x
check 'an expression like an option' complains 2 'goes after "--"' "$program" hermite -x --q 1 --terms 3
check 'a missing case' complains 2 'no-such.yaml' "$program" lambda no-such.yaml
check 'a directory as a case' complains 2 'directory' "$program" check "$work"
check 'a control character does not reach the terminal' complains 2 'unknown command "a?b"' "$program" $'a\033b'
check 'train needs a case' complains 2 'CASE is missing' "$program" train
check 'train: a step size' complains 2 'must be "theorem" or a positive decimal' "$program" train a.yaml --step-size -1
check 'train: steps' complains 2 'must be an integer from 0 to 1000000' "$program" train a.yaml --steps x
check 'train: width' complains 2 'must be an integer from 1' "$program" train a.yaml --width 0
check 'certify without a file' complains 2 '--output FILE is missing' "$program" certify a.yaml
check 'certify: -o without a value' complains 2 '-o needs a value' "$program" certify a.yaml -o
check '-o elsewhere is an unknown option' complains 2 'unknown option "-o"' "$program" lambda a.yaml -o x
check 'an unknown claim, with a suggestion' complains 2 'did you mean "hermite.parseval"' "$program" claims hermite.parsevall
check 'claims' has hermite.parseval claims
check 'claims ID' has Statement: claims hermite.parseval
check 'claims --json' eval 'exits 0 "$program" claims --json && json out "\"hermite.parseval\" in [c[\"id\"] for c in j[\"claims\"]]"'
check 'claims ID --json' eval 'exits 0 "$program" claims hermite.parseval --json && json out "j[\"id\"] == \"hermite.parseval\""'

full() { "$program" "$@" >/dev/full 2>err; [ $? -eq 2 ] && grep -q 'cannot write standard output' err; }
if [ -c /dev/full ]; then
    check 'a full disk under --help' full --help
    check 'a full disk under hermite' full hermite 'tanh(x)' --q 1 --terms 300 --json
    check 'a full disk under lambda' full lambda a.yaml
fi

check 'check accepts a case' has 'a valid case, 3 points in dimension 3' check a.yaml
printf 'activation: {phi: tanh(}\nmodel: {sigma_w2: nan}\ndata: {csv: none.csv}\nsurprise: 1\n' >bad.yaml
printf 'activation: 3\n' >worse.yaml
several() { exits 2 "$program" check bad.yaml a.yaml worse.yaml && [ "$(grep -c '^deqcert: bad.yaml:' err)" -ge 3 ] && grep -q 'worse.yaml' err && grep -q 'a.yaml: a valid case' out; }
check 'check prints every error of every file' several
check 'new' eval 'exits 0 "$program" new fresh && [ -f fresh.yaml ]'
check 'what new writes is a valid case' exits 0 "$program" check fresh.yaml
check 'new overwrites nothing' complains 2 'cannot create' "$program" new fresh
for name in a/b .. '' planted -- 'a b'; do
    check "new \"$name\"" complains 2 'new: ' "$program" new -- "$name"
done
check 'new writes into cases/' eval 'mkdir -p cases/data && exits 0 "$program" new second && exits 0 "$program" check cases/second.yaml && [ -f cases/data/second.csv ]'
finish
