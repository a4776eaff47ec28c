#!/usr/bin/env bash
# setup.sh GROUP...: installs Debian packages; does nothing when they are present.  Groups: build (what deqcert and its tests need), mpi
# (make MPI=1), bench (the peers of make bench), trust (what
# make hunt, mutants, fuzz, lint, tsan, valgrind and coverage use).  Needs root or sudo without a password; otherwise prints the command to run and exits 1.
set -eu
build=(gcc libc6-dev make pkg-config libgmp-dev libmpfr-dev libflint-dev libopenblas-dev liblapacke-dev libyaml-dev libsqlite3-dev zlib1g-dev
       librandom123-dev libcmocka-dev gnuplot-nox python3 sqlite3)
mpi=(libopenmpi-dev openmpi-bin)
bench=(pari-gp python3 python3-mpmath python3-numpy)
trust=(pari-gp python3 python3-mpmath python3-numpy clang llvm libclang-rt-14-dev clang-tidy cppcheck valgrind)

arb=''
packages=()
for group in "${@:-build}"; do
    case $group in
        build) packages+=("${build[@]}") arb=libflint-arb-dev ;;
        mpi) packages+=("${mpi[@]}") ;;
        bench) packages+=("${bench[@]}") ;;
        trust) packages+=("${trust[@]}") ;;
        *) echo "setup.sh: no group \"$group\" (build, mpi, bench, trust)" >&2; exit 2 ;;
    esac
done

installed() { [ "$(dpkg-query -W -f='${Status}' "$1" 2>/dev/null)" = 'install ok installed' ]; }
# FLINT >= 3 contains Arb; before that Arb is a package of its own.
flint_contains_arb() {
    [ -e /usr/include/flint/arb.h ] ||
        [ "$(apt-cache policy libflint-dev 2>/dev/null | awk '/Candidate:/ {sub(/^[0-9]+:/, "", $2); split($2, v, "."); print v[1]}')" -ge 3 ] 2>/dev/null
}

if ! command -v dpkg-query >/dev/null; then
    echo "make setup: this system has no dpkg; install the equivalents of: ${packages[*]}${arb:+ $arb (FLINT < 3 only)}" >&2
    exit 1
fi
missing=()
for package in "${packages[@]}"; do installed "$package" || missing+=("$package"); done
if [ -n "$arb" ] && ! installed "$arb" && ! flint_contains_arb; then missing+=("$arb"); fi
if [ ${#missing[@]} -eq 0 ]; then
    echo 'make setup: every package is present'
    exit 0
fi

command="apt-get install -y --no-install-recommends"
if [ "$(id -u)" -eq 0 ]; then
    run() { "$@"; }
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    run() { sudo "$@"; }
else
    echo "make setup: root is needed; run:  sudo apt-get update && sudo $command ${missing[*]}" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
run apt-get update
if flint_contains_arb; then # the lists are fresh now
    for k in "${!missing[@]}"; do [ "${missing[$k]}" != libflint-arb-dev ] || unset "missing[$k]"; done
fi
run $command "${missing[@]}"
