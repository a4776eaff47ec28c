#!/usr/bin/env bash
# BLAS, LAPACK and libm that are wrong: a library that is wrong from the start is refused (exit status 2); one that turns wrong later may
# weaken verdicts and never make one.
here=$(realpath -- "$(dirname -- "${BASH_SOURCE[0]}")")
source "$here/common.bash" "$1"
source "$here/../faults/faults.bash"
compare() { python3 "$here/../faults/weaker.py" "$@"; }

new_case net.yaml 'labels: {gaussian: {seed: 2}}' 'monte_carlo: {widths: [20, 60], trials: 40, failure_probability: 0.2}' \
    'training: {width: 40, steps: 10, step_size: theorem}'
claims='deq.l*'
[ "${FAULTS:-}" != every ] || claims='*'
PATH=/usr/bin:/bin "$program" verify net.yaml --claims "$claims" --jobs 1 --store honest.db --reports honest >/dev/null 2>err || { cat err; echo 'Bail out! no honest run'; exit 1; }

refused=0
refuses() { # TEXT LIBRARY SETTING... -- COMMAND...
    local text=$1
    shift
    complains 2 "$text" with "$@"
}
run=("$program" verify net.yaml --claims 'deq.lambda0' --jobs 1 --store refused.db --reports refused)
for how in nan inf off:1e-10 off:1e-15 zero; do
    for routine in dgemm dgemv dsyrk ddot; do
        check "$routine that is wrong ($how) is refused" refuses "$routine is wrong about integers" blas DEQCERT_FAULT_BLAS=$how DEQCERT_FAULT_ROUTINES=$routine -- "${run[@]}"
        refused=$((refused + 1))
    done
done
for how in 1e-10 -1e-14 nan; do
    check "libm off by $how is refused" refuses 'wrong by more ulp than assumed' libm DEQCERT_FAULT_LIBM=$how -- "${run[@]}"
done
check 'and nothing was stored' test ! -e refused.db

# The trials come first and are passed: what happens when the library turns wrong after CALLS calls.
later() { # NAME SETTING...
    local name=$1
    shift
    rm -rf later.db* later
    with blas DEQCERT_FAULT_AFTER=100 "$@" -- "$program" verify net.yaml --claims "$claims" --jobs 1 --store later.db --reports later >out 2>err
    local status=$?
    [ "$status" -le 1 ] || { echo "exit status $status"; cat err; return 1; }
    compare $values honest.db later.db || return 1
}
values=
check 'NaN later on: no verdict is made, no enclosure loses the truth' later nan DEQCERT_FAULT_BLAS=nan
check 'infinity later on: the same' later inf DEQCERT_FAULT_BLAS=inf
check 'factorisations and eigenpairs off by 1e-3, info = 0: the same' later choose DEQCERT_FAULT_BLAS=off:1e-3 \
    DEQCERT_FAULT_ROUTINES=dpotrf,dsyevr,dsyevd,dsyev,dstev,dposv,dgesv,dgetrf,dbdsqr,dtrsv,dsymv,sgemm
check 'factorisations and eigenpairs of zeros, info = 0: the same' later zeros DEQCERT_FAULT_BLAS=zero \
    DEQCERT_FAULT_ROUTINES=dpotrf,dsyevr,dsyevd,dsyev,dstev,dposv,dgesv,dtrsv,sgemm
check 'LAPACK that refuses: the same' later refused DEQCERT_FAULT_BLAS=refused
# Sums that are bounded by assumption: the enclosures move with them, the verdicts may not change for that.
values=--verdicts
check 'products off by 1e-10 later on: no verdict changes' later off DEQCERT_FAULT_BLAS=off:1e-10
# Off by 1e-3 the bounds of a norm contradict each other.
lives() {
    rm -rf later.db* later
    with blas DEQCERT_FAULT_AFTER=200 DEQCERT_FAULT_BLAS=off:1e-3 -- "$program" verify net.yaml --claims deq.depth-gap --jobs 1 --store later.db \
        --reports later >out 2>err
    [ $? -le 1 ] && ! grep 'killed by signal' err
}
check 'products off by 1e-3 later on: no worker dies' lives

# lambda: its doubles only choose, so no library is tried and the enclosure must hold.
overlaps() {
    with blas "$@" -- "$program" lambda net.yaml --json >wrong.json 2>err
    [ $? -le 1 ] || { cat err; return 1; }
    "$program" lambda net.yaml --json >right.json || return 1
    python3 - <<'END'
import json
from fractions import Fraction as F
right, wrong = (json.load(open(f))["lambda_star"] for f in ("right.json", "wrong.json"))
assert wrong is None or (F(wrong["lower"]) <= F(right["upper"]) and F(right["lower"]) <= F(wrong["upper"])), (right, wrong)
END
}
for how in nan inf off:1e-3 zero refused; do check "lambda with LAPACK wrong ($how): the truth or nothing" overlaps DEQCERT_FAULT_BLAS=$how; done
[ "$failed" -ne 0 ] || record "faults.blas=$count runs: wrong from the start refused, wrong later no verdict made" \
    'faults.libm=off by 1e-10, 1e-14 or NaN: refused before any network is sampled'
finish
