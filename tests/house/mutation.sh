#!/usr/bin/env bash
# The mutants' list is the same every time, a change is the change it says, and every reason of tests/mutation/survivors.json is about
# code that is still there.  Running mutants is `make mutants`.
set -u
if ! command -v python3 >/dev/null || ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))'; then
    echo 'ok 1 - mutants # SKIP python3 >= 3.10 absent'
    echo '1..1'
    exit 0
fi
cd "$(dirname -- "${BASH_SOURCE[0]}")/../.." || exit 1
exec python3 tests/mutation/cases.py
