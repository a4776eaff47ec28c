#!/usr/bin/env bash
# Several ranks under mpirun: the same store as one process, one line for bad input, a killed rank loses no stored work.  Needs
# `make MPI=1` and Open MPI; without them one test is skipped, visibly.
source "$(dirname -- "${BASH_SOURCE[0]}")/common.bash" "$1"

program=$program-mpi
if ! [ -x "$program" ] || ! command -v mpirun >/dev/null; then
    echo 'ok 1 - several ranks # SKIP Open MPI is not installed (make MPI=1)'
    echo '1..1'
    exit 0
fi
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_hwloc_base_binding_policy=none
# Open MPI's plugins leak and are unloaded before the end, so that no suppression could name them.
ranks() { ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0 mpirun -n "$1" "$program" "${@:2}"; }
rows() { sqlite3 "$1" 'SELECT kind, width, trial, value FROM trials ORDER BY 1, 2, 3; SELECT case_hash, claim, width, verdict, evidence, numbers FROM verdicts ORDER BY 1, 2, 3'; }

new_case a/first.yaml 'monte_carlo: {widths: [60, 61, 62, 63], trials: 300}'
new_case a/second.yaml 'monte_carlo: {widths: [40, 50], trials: 300}'
sed -i 's/tanh/sin/' a/second.yaml
run=(verify a/first.yaml a/second.yaml --claims 'deq.*')
check 'one process' exits 0 "$program" "${run[@]}" --store one.db --reports r1 --jobs 1
check 'two ranks' exits 0 ranks 2 "${run[@]}" --store two.db --reports r2 --jobs 1
check 'store the same rows' test "$(rows one.db)" = "$(rows two.db)"
check 'and render the same reports' diff -r -x provenance.md -x reproducibility.md r1 r2
check 'three ranks, two workers each, over a store that is complete' eval 'exits 0 ranks 3 "${run[@]}" --store two.db --reports r2 --jobs 2 && grep -q "^units: 0 computed" out'
check 'other commands run on rank 0 alone' eval 'exits 0 ranks 2 --version && [ "$(wc -l <out)" -eq 1 ]'
check 'a missing case: exit 2, one complaint' eval 'exits 2 ranks 2 verify a/none.yaml && [ "$(grep -c "a/none.yaml" err)" -eq 1 ]'

# mpirun ends the run when a rank is killed; what was stored is there and a rerun does only the rest.
killed() {
    ranks 2 "${run[@]}" --store killed.db --reports r3 --jobs 1 >out 2>err &
    local job=$! rank
    sleep 1
    rank=$(pgrep -P "$job" -f -- "$program" | tail -n 1)
    [ -n "$rank" ] && kill -9 "$rank"
    wait "$job"
    [ ! -e killed.db ] || [ "$(sqlite3 killed.db 'PRAGMA integrity_check')" = ok ] || return 1
    exits 0 ranks 2 "${run[@]}" --store killed.db --reports r3 --jobs 1 && [ "$(rows one.db)" = "$(rows killed.db)" ]
}
check 'a killed rank: the rerun ends with the same rows' killed
finish
