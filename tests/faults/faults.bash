# Shared by tests/cli/faults_*.sh, after common.bash: the libraries of tests/faults/ preloaded, one fault at a time.
# FAULTS=every tries every site instead of a sample; with TRUST it records what it counted.
faults=$(dirname -- "$program")/faults
export OPENBLAS_NUM_THREADS=1
if [ ! -e "$faults/memory.so" ]; then # a sanitizer wants to come first itself
    echo 'ok 1 - faults # SKIP the preloaded libraries are not built (make, without SAN)'
    echo '1..1'
    exit 0
fi
source_of_tests=$(dirname -- "$(realpath -- "${BASH_SOURCE[0]}")")

# with LIBRARY NAME=VALUE... -- COMMAND...: the command with the library preloaded, for at most 60 seconds.
with() {
    local library=$faults/$1.so
    shift
    local settings=()
    while [ "$1" != -- ]; do settings+=("$1") && shift; done
    shift
    timeout 60 env "${settings[@]}" LD_PRELOAD="$library" "$@"
}

# record KEY=VALUE...: into the file of measured values, when there is one.
record() {
    [ -z "${TRUST:-}" ] || python3 "$source_of_tests/../../tools/trust/record.py" "$TRUST" "$@"
}

# stored FILE: the rows of a store that say something.
stored() {
    sqlite3 "$1" 'SELECT claim, width, verdict, subkind, evidence, numbers, curves, witness FROM verdicts ORDER BY 1, 2;
        SELECT kind, width, trial, value FROM trials ORDER BY 1, 2, 3' 2>/dev/null
}
sound() { [ ! -e "$1" ] || [ "$(sqlite3 "$1" 'PRAGMA integrity_check' 2>&1)" = ok ]; }
