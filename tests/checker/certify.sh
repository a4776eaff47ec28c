#!/usr/bin/env bash
# deqcert certify and deqcert-check from the command line: agreement with lambda, 300 points in time, refusals, files.
source "$(dirname -- "${BASH_SOURCE[0]}")/../cli/common.bash" "$1"
checker=$(dirname -- "$program")/deqcert-check
[ -x "$checker" ] || { echo "Bail out! $checker is no program"; exit 1; }

new_case tanh.yaml
new_case relu.yaml && sed -i 's/tanh/relu/' relu.yaml
new_case linear.yaml && sed -i 's/tanh(x)/x/; s/points.csv/plane.csv/' linear.yaml && printf '1,0\n0,1\n1,1\n' >plane.csv
new_case general.yaml && sed -i 's/points.csv/points.csv, normalise: false/' general.yaml
new_case wild.yaml && sed -i 's/0.08/3/' wild.yaml

proves() { exits 0 "$checker" "$1" && [ "$(wc -l <out)" -eq 1 ] && [ ! -s err ] && grep -q '^proved: lambda_min(K) >= ' out; }
# The bound is below lambda_*'s lower end, and within 1e-6 of its upper end.
agrees() {
    "$program" certify "$1" -o a.cert --json >bound && "$program" lambda "$1" --json >lambda && proves a.cert || return 1
    command -v python3 >/dev/null || return 0
    python3 - out <<'PYTHON'
import json, re, sys
from fractions import Fraction as F
bound = F(json.load(open('bound'))['bound'])
star = json.load(open('lambda'))['lambda_star']
proved = F(re.search(r'>= ([0-9.e+-]+) ', open(sys.argv[1]).read()).group(1))
assert 0 < bound <= F(star['lower']) and bound >= F(star['upper']) * (1 - F(1, 10**6)), (bound, star)
assert proved <= F(star['lower']) and abs(proved / bound - 1) < F(1, 10**9), (proved, bound)
PYTHON
}
for case in tanh relu; do check "$case: proved, and within 1e-6 of lambda_*" agrees $case.yaml; done
check 'the text output' eval 'exits 0 "$program" certify tanh.yaml --output b.cert && grep -q "^lambda_star >= .* certificate of $(wc -c <b.cert) bytes$" out && "$program" certify tanh.yaml -o a.cert >/dev/null && cmp a.cert b.cert'
check 'the checker prints the activation' eval 'exits 0 "$checker" b.cert && grep -q "phi = tanh(x)" out'
check '--bits' eval '"$program" certify tanh.yaml -o c.cert --bits 200 >/dev/null && proves c.cert'
check 'an existing file is replaced' eval 'echo old >c.cert && "$program" certify tanh.yaml -o c.cert >/dev/null && proves c.cert'

# 300 points of a sphere: seconds of processor time (the machine may be busy), and a bound far above what it takes.
printf '%s\n' 'activation: {phi: tanh(x)}' 'model: {sigma_w2: 0.08}' 'data: {sphere: {n: 300, d: 100, seed: 1}}' >sphere.yaml
in_time() {
    "$program" certify sphere.yaml -o sphere.cert >/dev/null || return 1
    TIMEFORMAT=%U
    { time exits 0 "$checker" sphere.cert >&3; } 3>&1 2>seconds || return 1
    grep -q 'for the file.s 300 points' out && awk '{exit !($1 < 20)}' seconds
}
check '300 points in less than 20 s' in_time
echo "# deqcert-check, 300 points: $(cat seconds) s, $(wc -c <sphere.cert) bytes"

libraries() { ldd "$checker" | awk '{print $1}' | grep -vE 'linux-vdso|ld-linux|libc\.so|libgmp\.so|lib(asan|tsan|ubsan|m|dl|rt|pthread|gcc_s|stdc\+\+)\.so'; }
if command -v ldd >/dev/null && [ -z "${WRAPPER:-}" ]; then
    check 'the checker links GMP and the C library only' eval '! libraries && ldd "$checker" | grep -q libgmp'
fi

none() { # TEXT CASE: exit status 1, the reason, no file
    rm -f none.cert
    complains 1 "certify: $1" "$program" certify "$2" -o none.cert && [ ! -e none.cert ] && [ -z "$(echo none.cert.*)" -o "$(echo none.cert.*)" = 'none.cert.*' ]
}
check 'lambda_* = 0' none 'inconclusive: lambda_* = 0' linear.yaml
check 'different norms' none 'inconclusive: the points have different norms' general.yaml
check 'theta >= 1' none 'in' wild.yaml
check 'inconclusive --json' eval 'exits 1 "$program" certify linear.yaml -o none.cert --json && [ ! -s err ] && json out "j[\"status\"] == \"inconclusive\" and j[\"reason\"] and j[\"bound\"] is None and j[\"certificate\"] is None"'
check 'a refusal leaves an older file' eval 'echo old >old.cert; ! "$program" certify linear.yaml -o old.cert 2>/dev/null && [ "$(cat old.cert)" = old ]'
check 'a directory that is not there' complains 2 'certify: cannot write no/such.cert' "$program" certify tanh.yaml -o no/such.cert
check 'a directory as the file' eval 'mkdir dir; complains 2 "no regular file" "$program" certify tanh.yaml -o dir'
check 'a device as the file' complains 2 'no regular file' "$program" certify tanh.yaml -o /dev/null
check 'an empty name' complains 2 '--output FILE is missing' "$program" certify tanh.yaml -o ''
check '--bits 15' complains 2 'must be an integer from 16 to 4096' "$program" certify tanh.yaml -o x.cert --bits 15
full() { (ulimit -f 1; complains 2 'cannot write full.cert' "$program" certify tanh.yaml -o full.cert) && [ ! -e full.cert ] && ! ls full.cert.* 2>/dev/null; }
check 'a full disk leaves nothing' full

check 'the checker without a file' complains 2 'usage: deqcert-check FILE' "$checker"
check 'two files' complains 2 'usage: deqcert-check FILE' "$checker" a.cert b.cert
check 'an option' complains 2 'usage: deqcert-check FILE' "$checker" --help
check 'a file that is not there' complains 2 'cannot open' "$checker" no-such.cert
check 'a directory to the checker' complains 2 'cannot read' "$checker" dir
refuses() { exits 1 "$checker" "$2" && [ ! -s err ] && [ "$(wc -l <out)" -eq 1 ] && grep -q "^rejected: line $1: " out; }
: >empty.cert
check 'an empty file' refuses 1 empty.cert
check 'a case is no certificate' refuses 1 tanh.yaml
check 'a program is no certificate' refuses 1 "$checker"
sed '$d' b.cert >cut.cert
check 'a file without its end' refuses "$(wc -l <b.cert)" cut.cert
sed 's/^bound \(.*\)$/bound 1\1/' b.cert >raised.cert
check 'a raised bound' refuses "$(grep -n '^bound' b.cert | cut -d: -f1)" raised.cert
if [ -c /dev/full ]; then
    full_output() { "$checker" "$1" >/dev/full 2>err; [ $? -eq 2 ]; }
    check 'a full disk under the checker' full_output b.cert
    check 'a full disk under a rejection' full_output raised.cert
fi
finish
