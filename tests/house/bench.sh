#!/usr/bin/env bash
# The bench's own arithmetic and its promise to leave the old document alone.  Python is no dependency of deqcert: without it
# the cases are reported as skipped.
set -u
if ! command -v python3 >/dev/null || ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))'; then
    echo 'ok 1 - bench # SKIP python3 >= 3.9 absent'
    echo '1..1'
    exit 0
fi
PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=. exec python3 tests/house/bench_cases.py
