#!/usr/bin/env bash
# The soundness hunt finds what it is for: a program that prints a wrong digit, NaN, or crashes; and a short hunt of the real one passes.
root=$PWD
here=$(dirname -- "$0")
if ! /usr/bin/python3 -c 'import mpmath' 2>/dev/null; then
    echo 'ok 1 - hunt # SKIP mpmath absent'
    echo '1..1'
    exit 0
fi
. "$here/common.bash"
if sanitized; then
    echo 'ok 1 - hunt # SKIP the program is built with a sanitizer, and hunts limit its memory'
    echo '1..1'
    exit 0
fi

# hunt PROGRAM ARGUMENT...: a hunt into a fresh build directory.
hunt() {
    local asked=$1
    shift
    rm -rf b
    PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$root/tests/hunt" --build b --deqcert "$asked" "$@"
}
# wrapper NAME SED: a program that changes what deqcert prints.
wrapper() {
    printf '#!/bin/sh\n"%s" "$@" | sed -E '"'%s'"'\n' "$program" "$2" >"$1"
    chmod +x "$1"
}
# found TEXT: the violation is counted, written with its inputs and how to see it again.
found() {
    grep -q '^VIOLATION' out && ! grep -q ' 0 violations$' out && grep -lqF -- "$1" b/hunt/violations/*.json && grep -q 'make hunt SEED=5' b/hunt/violations/*.json
}

check 'a short hunt passes' eval 'exits 0 hunt "$program" --time 1 --seed 5 --only polynomials && grep -q " 0 violations$" out && ! grep -q "^seed 5: 0 comp" out && [ ! -e b/hunt/violations ]'
check 'the counts are recorded' eval 'exits 0 hunt "$program" --seed 5 --only polynomials --round 3 --record "$PWD/trust.json" && json trust.json "j[\"hunt.violations\"] == 0 and j[\"hunt.comparisons\"] == j[\"hunt.polynomials.comparisons\"] > 0 and j[\"hunt.seed\"] == 5"'
check 'layers, limit and lambda of a case' eval 'exits 0 hunt "$program" --seed 5 --only gram --round 1'
# x^49 at q = 2: integrands of phi^2 that are larger than those of the coefficients by 2^150 do not end the quadrature too early.
! command -v gp >/dev/null || check 'a steep polynomial' exits 0 hunt "$program" --seed 1795282306 --only hermite --round 817
reference() { PYTHONPATH=$root/tests/hunt PYTHONDONTWRITEBYTECODE=1 timeout 20 /usr/bin/python3 -c "$1"; }
check 'a kink far away' reference 'from language import *; assert -49999998340 in kinks(parse("clip(leaky_relu(1e-3*x-1.66,2e-8),-1,6)"))'
# Without a limit mpmath computes as many bits of pi as the argument has.
check 'a period too small to be seen' reference '
from language import *
for text, x in (("sin(exp(exp(x)))", mpf(20)), ("tanh(exp(exp(x)))", mpc(20, 1)), ("2^exp(exp(x))", mpc(20, 1))):
    try: evaluate(parse(text), x)
    except OutOfRange: continue
    raise SystemExit(text)
assert evaluate(parse("tanh(exp(exp(x)))"), mpf(20)) == 1'
# Numbers of 2^(10^10) cannot be written down, yet an enclosure with such ends is right or wrong.
check 'ends too large to be rationals' reference '
import room
here = room.Room("b", 5)
wide, above, tiny = ("-9:41686253408", "1:41686253408"), ("1:41686253408", "3:41686253408"), ("1:-41686253408", "3:-41686253408")
here.compare("wide", *wide, 0.5, 0); here.compare("tiny", *tiny, 0, 0); here.compare("tiny", *tiny, 1e-300, 1e-300)
here.overlap("wide", ("1:-3", "3:-3"), wide); here.overlap("wide", wide, ("1:-3", "3:-3"))
here.compare("zero", "0:99999999", "0:99999999", 0, 0); here.compare("long", "0:0", f"{1 << 600000}:-300000", 0.5, 0)
assert (here.tally.comparisons, here.tally.violations) == (7, 0)
here.compare("above", *above, 0.5, 0.25); here.overlap("above", ("1:-3", "3:-3"), above); here.compare("below", "-3:99999999", "-1:99999999", 1, 0)
here.compare("not tiny", *tiny, 1e-300, 0)
assert (here.tally.comparisons, here.tally.violations) == (11, 4)
here.close()'
check 'a reference that never ends' reference '
import rotation, room, types
def endless(room):
    room.check("before", True)
    while True: pass
rotation.ROUND_LIMIT = 0.2
here = room.Room("b", 5)
rotation.one_round(here, types.SimpleNamespace(hunt=endless), "endless", 0)
here.close()
assert here.tally.comparisons == 1 and here.tally.rounds == 1 and here.tally.no_answers == 1 and here.tally.violations == 0'
wrapper digit 's/("(lower|upper)": "-?[0-9.]*[1-9])([0-8])([0-9]{4})/\19\4/'
check 'a wrong digit is found' eval 'exits 1 hunt ./digit --time 1 --seed 5 --only polynomials && found reference'
wrapper nan 's/"upper": "[^"]*"/"upper": "nan"/'
check 'NaN never passes' eval 'exits 1 hunt ./nan --seed 5 --only polynomials --round 1 && found nan'
printf '#!/bin/sh\nkill -SEGV $$\n' >crash && chmod +x crash
check 'a crash is found' eval 'exits 1 hunt ./crash --seed 5 --only polynomials --round 1 && found "status -11"'
check 'a refusal is no violation' eval 'printf "#!/bin/sh\necho refused >&2; exit 2\n" >refusal && chmod +x refusal && exits 0 hunt ./refusal --seed 5 --only polynomials --round 1 && grep -q "1 x refused" out'
check 'an unknown hunt' eval 'exits 2 hunt "$program" --only nothing --time 1 && grep -q "no hunt nothing" err'
finish
