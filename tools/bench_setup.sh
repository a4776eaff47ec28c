#!/usr/bin/env bash
# Installs the Debian packages `make bench` compares deqcert with; does nothing when they are present. Nothing else needs
# them. Needs root or sudo without a password; otherwise prints the command to run and exits 1.
set -eu
packages=(pari-gp python3 python3-mpmath python3-numpy)

installed() { [ "$(dpkg-query -W -f='${Status}' "$1" 2>/dev/null)" = 'install ok installed' ]; }

if ! command -v dpkg-query >/dev/null; then
    echo "make bench-setup: this system has no dpkg; install the equivalents of: ${packages[*]}" >&2
    exit 1
fi
missing=()
for package in "${packages[@]}"; do installed "$package" || missing+=("$package"); done
if [ ${#missing[@]} -eq 0 ]; then
    echo 'make bench-setup: every package is present'
    exit 0
fi

command="apt-get install -y --no-install-recommends ${missing[*]}"
if [ "$(id -u)" -eq 0 ]; then
    run() { "$@"; }
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    run() { sudo "$@"; }
else
    echo "make bench-setup: root is needed; run:  sudo apt-get update && sudo $command" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
run apt-get update
run $command
