#!/usr/bin/env bash
# Every ```console example of the README: "$ command" lines are executed and must print exactly what follows them, but for the digits
# after the twelfth: how good a certificate's factor is depends on the kernels that OpenBLAS chooses for the processor.
set -u
deqcert=$1
number=0 failures=0
twelve_digits() { sed -E 's/([0-9]\.[0-9]{11})[0-9]+/\1/g' <<<"$1"; }
check() { # command expected
    number=$((number + 1))
    local actual
    actual=$(eval "${1//build\/deqcert/$deqcert}" 2>&1)
    if [ "$(twelve_digits "$actual")" = "$(twelve_digits "$2")" ]; then
        echo "ok $number - README: $1"
    else
        echo "not ok $number - README: $1"
        diff <(printf '%s\n' "$2") <(printf '%s\n' "$actual") | sed 's/^/# /'
        failures=1
    fi
}
inside=0 command='' expected=''
while IFS= read -r line; do
    if [ "$line" = '```console' ]; then inside=1; command=''; expected=''; continue; fi
    [ $inside -eq 1 ] || continue
    if [ "$line" = '```' ]; then
        [ -n "$command" ] && check "$command" "$expected"
        inside=0
    elif [ "${line#'$ '}" != "$line" ]; then
        [ -n "$command" ] && check "$command" "$expected"
        command=${line#'$ '} expected=''
    else
        expected+="${expected:+$'\n'}$line"
    fi
done < README.md
# the README's case is the one of cases/README.md and checks clean
number=$((number + 1))
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/data" && cp cases/data/points_6x4.csv "$scratch/data/"
awk '/^```yaml/ {inside = 1; next} /^```/ {inside = 0} inside' README.md > "$scratch/my.yaml"
if [ -s "$scratch/my.yaml" ] && "$deqcert" check "$scratch/my.yaml" > /dev/null; then echo "ok $number - README: the example case is valid"
else echo "not ok $number - README: the example case is valid"; failures=1; fi
if [ $number -lt 3 ]; then echo "not ok $((number + 1)) - fewer examples than expected"; failures=1; fi
echo "1..$number"
exit $failures
