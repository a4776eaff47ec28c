#!/usr/bin/env bash
# What must not change a result.  Jobs, the order of cases, the directory, TZ, the locale, umask, what fresh memory holds: the same rows and
# pages, byte for byte.  Another processor's BLAS kernels, a C library without FMA: the same verdicts, and certified intervals of one
# number meet.  `make reproducible` does the same to every shipped case.
compare=$(realpath -- "$(dirname -- "${BASH_SOURCE[0]}")/../reproducibility/compare.py")
source "$(dirname -- "${BASH_SOURCE[0]}")/common.bash" "$1"
unset OPENBLAS_CORETYPE OPENBLAS_NUM_THREADS

new_case home/cases/first.yaml 'monte_carlo: {widths: [60, 64], trials: 80}' 'training: {width: 40, steps: 20, step_size: theorem}'
new_case home/cases/second.yaml 'monte_carlo: {widths: [40, 50], trials: 80}'
sed -i 's/tanh/sin/' home/cases/second.yaml
new_case home/cases/third.yaml # six points of the space: K is singular, and the enclosure of 0 shows every rounding
sed -i 's/tanh(x)/x/; s/points/six/' home/cases/third.yaml
printf '%s\n' 1,0,0.5 -0.5,1,0 0.25,0.5,1 1,1,-0.75 0,-0.5,0.75 0.5,-1,0.25 >home/cases/six.csv

# decided NAME OPTION...: the cases of the working directory into the store $work/NAME.db and the reports $work/NAME.
decided() {
    local store=$work/$1.db reports=$work/$1 claims
    shift
    for claims in 'gd.*' 'gram.[il]*' 'deq.lambda0*'; do
        "$program" verify --claims "$claims" --store "$store" --reports "$reports" "$@" >/dev/null || return 1
    done
}
same() { python3 "$compare" "$work/one.db" "$work/$1.db" --identical && diff -r -x provenance.md -x reproducibility.md "$work/one" "$work/$1"; }
meets() { python3 "$compare" "$work/one.db" "$work/$1.db"; }

cd home || exit 1
check 'one job' decided one --jobs 1
check 'rows, trials and intervals are there to compare' eval 'meets one | tail -n 1 >"$work/counts" && json "$work/counts" "j[\"verdicts\"] > 50 and j[\"trials\"] >= 320 and j[\"intervals\"] > 500"'
check 'two jobs, fresh memory filled with other bytes' eval 'MALLOC_PERTURB_=165 decided two --jobs 2 && same two'
# Fewer cases than jobs: each has threads to itself, and BLAS must not sum in another order for that.
alone() {
    cp "$work/one.db" "$work/alone.db" && sqlite3 "$work/alone.db" "DELETE FROM verdicts WHERE claim NOT LIKE '%#%'" && decided alone --jobs 8 && same alone
}
check 'every claim again, with more jobs than cases' alone
mkdir -p "$work/another place" && cp -r cases "$work/another place/"
elsewhere() (
    cd "$work/another place" && umask 077 && export TZ=Asia/Kathmandu LC_ALL=C.UTF-8 &&
        decided elsewhere --jobs 1 cases/third.yaml cases/second.yaml cases/first.yaml && "$program" verify --claims 'deq.lambda0*' --store "$work/elsewhere.db" --reports "$work/elsewhere" >/dev/null
)
check 'another directory, order, time zone, locale, umask' eval 'elsewhere && same elsewhere'
for kernel in Nehalem:sse4_2 Haswell:avx2 SkylakeX:avx512f; do
    if grep -qw "${kernel#*:}" /proc/cpuinfo 2>/dev/null; then
        kernel=${kernel%:*}
        check "OpenBLAS for $kernel" eval "OPENBLAS_CORETYPE=$kernel decided $kernel && meets $kernel"
    fi
done
check 'the C library without FMA' eval 'GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F,-AVX2_Usable,-FMA_Usable decided libm && meets libm'

# The comparison itself: what it must notice.
damaged() { # SQL
    cp "$work/one.db" "$work/damaged.db" && sqlite3 "$work/damaged.db" "$1" && ! meets damaged
}
check 'a changed verdict is noticed' damaged "UPDATE verdicts SET verdict = 'inconclusive' WHERE claim = 'gram.limit-exists'"
check 'a missing row is noticed' damaged "DELETE FROM verdicts WHERE claim = 'gram.limit-exists'"
check 'an interval that lies elsewhere is noticed' damaged "UPDATE verdicts SET numbers = replace(replace(numbers, '\"lower\": \"0.', '\"lower\": \"1.'), '\"upper\": \"0.', '\"upper\": \"1.')"
check 'a trial that lies elsewhere is noticed' damaged "UPDATE trials SET value = replace(value, 'p+1', 'p+9')"
check 'other words are no difference' eval '! damaged "UPDATE verdicts SET evidence = evidence || \" x\"" >/dev/null'
check 'but not identical' eval '! same damaged'
finish
