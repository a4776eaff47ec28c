#!/usr/bin/env bash
# Disks, descriptors, streams, clocks, locales and other programs that fail: one line and exit status 2, or the same result as without; the
# store sound, a report whole or an error.
here=$(realpath -- "$(dirname -- "${BASH_SOURCE[0]}")")
source "$here/common.bash" "$1"
source "$here/../faults/faults.bash"
export PATH=/usr/bin:/bin
new_case tiny.yaml 'monte_carlo: {widths: [20], trials: 5}'
verify=("$program" verify tiny.yaml --claims 'deq.lambda0' --jobs 1)
without_gnuplot() { PATH=$work/empty "$@"; }
mkdir empty
without_gnuplot "${verify[@]}" --store honest.db --reports honest >honest.out 2>/dev/null || { echo 'Bail out! no honest run'; exit 1; }
stored honest.db >honest.rows
same_pages() { diff -r -x provenance.md -x reproducibility.md "${2:-honest}" "$1"; }

# The result of an undisturbed run, or a line and exit status 2 (1 when only a worker was lost); the store sound, without a row of its own.
defined() {
    local status
    rm -rf run.db* run.pages
    "$@" "${verify[@]}" --store run.db --reports run.pages >out 2>err
    status=$?
    sound run.db || { echo 'damaged store'; return 1; }
    stored run.db >rows
    [ -z "$(comm -23 <(sort rows) <(sort honest.rows))" ] || { echo 'an invented row'; return 1; }
    if [ "$status" -eq 0 ]; then
        cmp rows honest.rows && same_pages run.pages
    else
        { [ "$status" -eq 2 ] && grep -q '^deqcert: ' err; } || { [ "$status" -eq 1 ] && grep -q 'there is no verdict' err; } || { echo "exit status $status"; cat err; return 1; }
    fi
}
injected() { # FAULT: the kernel's answer
    defined with system_calls PATH="$work/empty" DEQCERT_FAULT_CALL="$1" --
}
runs=0
calls='1 7 30 90'
[ "${FAULTS:-}" != every ] || calls=$(seq 1 3 240)
for fault in write:ENOSPC write:EIO write:short write:EINTR read:EIO read:short read:EINTR sync:EIO open:EROFS open:EACCES open:EMFILE rename:ENOSPC; do
    each() {
        local k
        for k in $calls; do
            injected "$fault:$k" || { echo "from call $k on"; return 1; }
            runs=$((runs + 1))
        done
    }
    each >each.out 2>&1
    check "$fault from some call on" eval "[ $? -eq 0 ] || { cat each.out; false; }"
done
small_disk() {
    mkdir -p disk && mount -t tmpfs -o size=100k none disk 2>/dev/null || return 0
    complains 2 disk "${verify[@]}" --store disk/s.db --reports disk/r
    local state=$?
    sound disk/s.db || state=1
    umount disk
    return $state
}
check 'a small disk that is full (where one can be mounted)' small_disk
few() ( ulimit -n "$1"; shift; exec "$@" )
for n in 4 5 6 8 10; do check "$n descriptors" defined few "$n"; done

# Standard streams.
full_stdout() { "$@" >/dev/full 2>err; [ $? -eq 2 ] && [ "$(wc -l <err)" -eq 1 ]; }
closed_stdout() { "$@" >&- 2>err; [ $? -eq 2 ] && [ -s err ]; }
for command in "lambda tiny.yaml" "hermite x^2 --q 2 --terms 4" "claims" "gram tiny.yaml --layers 2" "lambda --help" "--version"; do
    check "$command >/dev/full: a line and exit status 2" full_stdout "$program" $command
    check "$command with standard output closed: the same" closed_stdout "$program" $command
    check "$command with standard input closed: no difference" eval '"$program" '"$command"' <&- >a && "$program" '"$command"' >b && cmp a b'
done
"$program" certify tiny.yaml -o tiny.cert >/dev/null
check 'deqcert-check >/dev/full' full_stdout "$(dirname -- "$program")/deqcert-check" tiny.cert
reader_gone() { set -o pipefail; "$program" claims 2>err | head -n 1 >/dev/null; local s=("${PIPESTATUS[@]}"); [ "${s[0]}" -eq 0 ] || [ "${s[0]}" -eq 141 ]; }
check 'a reader that leaves (| head -1): ended by SIGPIPE, as usual' reader_gone

# Surroundings: the same rows and pages.
LOCPATH=$work localedef -i de_DE -f UTF-8 "$work/de_DE.UTF-8" >/dev/null 2>&1
check 'LC_ALL=de_DE.UTF-8' defined env PATH="$work/empty" LOCPATH="$work" LC_ALL=de_DE.UTF-8
check 'LC_ALL=C' defined env PATH="$work/empty" LC_ALL=C
# OpenBLAS's own variables choose among its kernels, whose last bits differ.
mapfile -t openblas < <(env | grep '^OPENBLAS_')
check 'an empty environment' defined env -i "${openblas[@]}"
check 'PATH empty, HOME unset, no TMPDIR' defined env -u HOME PATH= TMPDIR=/nonexistent
for lie in back forward wild ancient; do
    check "clocks that run $lie" defined with clock PATH="$work/empty" DEQCERT_FAULT_CLOCK=$lie --
done
gone() { mkdir -p gone && cd gone && rmdir ../gone && complains_gone; }
complains_gone() { "$program" lambda "$work/tiny.yaml" >"$work/out" 2>"$work/err"; [ $? -eq 0 ]; }
check 'a working directory that is gone' eval '(gone)'
check 'an argument of 100 kB' exits 2 "$program" lambda "$(head -c 100000 /dev/zero | tr '\0' x)"

# gnuplot that fails, writes garbage or hangs: the reports are whole and link the data.
plotter() { printf '#!/bin/sh\n%s\n' "$1" >bin/gnuplot && chmod +x bin/gnuplot; }
mkdir bin
without_gnuplot "$program" verify tiny.yaml --claims 'gram.[lp]*' --store drawn.db --reports undrawn >/dev/null 2>&1
plots() {
    plotter "$1"
    rm -rf plots
    PATH=$work/bin:/usr/bin:/bin "$program" report --store drawn.db --reports plots >out 2>err || { cat err; return 1; }
    [ "$(grep -c 'drew no figures' err)" -eq 1 ] && same_pages plots undrawn
}
check 'gnuplot that fails' plots 'exit 1'
check 'gnuplot that writes garbage' plots 'head -c 70000 /dev/urandom; cat >/dev/null'
check 'gnuplot that says nothing and ends' plots 'cat >/dev/null & exit 0'
[ "${FAULTS:-}" != every ] || check 'gnuplot that hangs: given up after 20 seconds' plots 'sleep 100'

# Ended while it renders: a page is whole or not there.
ended() {
    local k
    for k in 1 2 3 4 5 6; do
        rm -rf ended
        "$program" report --store honest.db --reports ended >/dev/null 2>&1 &
        sleep "0.0$k"
        kill -"$1" $! 2>/dev/null
        wait $! 2>/dev/null
        [ ! -d ended ] || find ended -name '*.md' -o -name '*.tsv' | while read -r page; do
            case $page in */provenance.md | */reproducibility.md) continue ;; esac
            [ "${page##*.}" = md ] && grep -q '<picture>' "$page" && continue
            cmp -s "$page" "honest/${page#ended/}" || { echo "$page is cut"; exit 1; }
        done || return 1
    done
}
for signal in TERM HUP KILL; do check "SIG$signal while rendering" ended $signal; done
hung_up() {
    "$program" verify tiny.yaml --jobs 1 --store hung.db --reports hung >/dev/null 2>&1 &
    sleep 0.4
    kill -HUP $! 2>/dev/null
    wait $! 2>/dev/null
    sound hung.db
}
check 'SIGHUP during a run: the store is sound' hung_up
[ "$failed" -ne 0 ] || record "faults.files=$((runs)) injected failures of reading, writing, syncing, opening and renaming: a line or the same result" \
    'faults.surroundings=locale, clock, environment, streams, descriptors, gnuplot, signals: a line or the same result'
finish
