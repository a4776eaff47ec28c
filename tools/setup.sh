#!/usr/bin/env bash
# Installs the Debian packages deqcert needs; does nothing when they are present. Needs root or sudo without a password;
# otherwise prints the command to run and exits 1.
set -eu
packages=(gcc libc6-dev make pkg-config libgmp-dev libmpfr-dev libflint-dev libopenblas-dev liblapacke-dev libyaml-dev libsqlite3-dev
          librandom123-dev libcmocka-dev gnuplot-nox python3 sqlite3)

installed() { [ "$(dpkg-query -W -f='${Status}' "$1" 2>/dev/null)" = 'install ok installed' ]; }

if ! command -v dpkg-query >/dev/null; then
    echo "make setup: this system has no dpkg; install the equivalents of: ${packages[*]} libflint-arb-dev (FLINT < 3 only)" >&2
    exit 1
fi
# FLINT >= 3 contains Arb; before that Arb is a package of its own.
flint_major() { apt-cache policy libflint-dev 2>/dev/null | awk '/Candidate:/ {sub(/^[0-9]+:/, "", $2); split($2, v, "."); print v[1]}'; }

missing=()
for package in "${packages[@]}"; do installed "$package" || missing+=("$package"); done
if ! installed libflint-arb-dev && ! [ -e /usr/include/flint/arb.h ]; then
    major=$(flint_major)
    [ -n "$major" ] && [ "$major" -ge 3 ] || missing+=(libflint-arb-dev)
fi
if [ ${#missing[@]} -eq 0 ]; then
    echo 'make setup: every package is present'
    exit 0
fi

command="apt-get install -y --no-install-recommends ${missing[*]}"
if [ "$(id -u)" -eq 0 ]; then
    run() { "$@"; }
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    run() { sudo "$@"; }
else
    echo "make setup: root is needed; run:  sudo apt-get update && sudo $command" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
run apt-get update
if printf '%s\n' "${missing[@]}" | grep -qx libflint-arb-dev; then
    major=$(flint_major)
    if [ -n "$major" ] && [ "$major" -ge 3 ]; then command=${command/ libflint-arb-dev/}; fi
fi
run $command
