#!/usr/bin/env bash
# run.sh BUILD TRUST [PART...]: the complete quick profile and the topics' quick parts again under every condition that must not matter;
# `make reproducible`.  Parts: conditions, processors, compilers, rebuild, with FLINT_PREFIX=DIR flint (all these by default), and performance.
# TRUST: the file of measured values.
#   identical   other jobs, order, directory, TZ, LANG, umask, host name, kills: every row and every page is the same byte for byte
#   certified   other BLAS kernels, libm, compilers, FLINT: the same verdicts, and certified intervals of the same number meet
set -u
build=$(realpath -- "$1") trust=$2
shift 2
parts=${*:-conditions processors compilers rebuild ${FLINT_PREFIX:+flint}}
here=$(realpath -- "$(dirname -- "${BASH_SOURCE[0]}")") root=$PWD
out=$build/reproducible failed=0
mkdir -p "$out"
unset OPENBLAS_NUM_THREADS OPENBLAS_CORETYPE

# One whole run; what it says of times goes to $name.err.
run() { # NAME PROGRAM OPTION...
    local name=$1 program=$2
    shift 2
    "$program" verify --profile quick --store "$out/$name.db" --reports "$out/$name" "$@" >"$out/$name.out" 2>"$out/$name.err" ||
        { echo "$name: verify exits with $?"; tail -n 3 "$out/$name.err"; failed=1; return 1; }
    # ling-setting: networks of width 30000, an hour of work
    "$program" topic $(ls topics/*.yaml | grep -v /ling-setting) --profile quick --store "$out/$name.db" --reports "$out/$name" >>"$out/$name.out" 2>>"$out/$name.err" ||
        { echo "$name: topic exits with $?"; tail -n 3 "$out/$name.err"; failed=1; return 1; }
}
fresh() { rm -rf -- "${out:?}/$1" "$out/$1".*; }
record() { python3 "$root/tools/trust/record.py" "$trust" "$@" || failed=1; }
sentence() { # the last line of compare.py
    python3 -c 'import json, sys
print("%(verdicts)d verdicts, %(verdicts_differ)d differ; %(intervals)d certified intervals, %(intervals_differ)d with other ends, "
      "%(disjoint)d disjoint; %(trials)d networks; %(missing)d rows without partner" % json.loads(sys.argv[1]))' "$1"
}

# Rows and pages of NAME are those of the base, byte for byte.
identical() { # NAME WHAT
    local counts pages
    counts=$(python3 "$here/compare.py" "$out/base.db" "$out/$1.db" --identical >"$out/$1.txt"; echo $?)
    diff -r -x provenance.md -x reproducibility.md "$out/base" "$out/$1" >>"$out/$1.txt" 2>&1
    pages=$?
    if [ "$counts$pages" = 00 ]; then
        echo "$1: the same rows and pages: $2"
        record "reproducible.$1=identical: $2"
    else
        echo "$1: DIFFERS ($2), see $out/$1.txt"
        record "reproducible.$1=differs: $2"
        failed=1
    fi
}

# The verdicts of NAME are those of the base, and certified intervals meet.
certified() { # NAME WHAT
    local counts status
    python3 "$here/compare.py" "$out/base.db" "$out/$1.db" >"$out/$1.txt"
    status=$?
    counts=$(tail -n 1 "$out/$1.txt")
    echo "$1: $2: $(sentence "$counts")"
    [ $status -eq 0 ] || { echo "$1: DIFFERS, see $out/$1.txt"; failed=1; }
    record "reproducible.$1=$2: $(sentence "$counts")"
}
base() {
    [ -e "$out/base.complete" ] && [ "$out/base.complete" -nt "$build/deqcert" ] && return
    fresh base
    run base "$build/deqcert" --jobs 2 && touch "$out/base.complete"
}

conditions() {
    fresh jobs
    run jobs "$build/deqcert" --jobs 1 && identical jobs 'one worker process instead of two'

    # A copy of the cases elsewhere; a locale with decimal commas where localedef can make one, another host name where this user may.
    local place="$out/else where/cases of another" locale=C.UTF-8 host='as it is' start=exec
    fresh elsewhere
    rm -rf -- "$out/else where"
    mkdir -p -- "$place" "$out/locale" && cp -r cases topics "$place/"
    localedef -i de_DE -f UTF-8 "$out/locale/de_DE.UTF-8" 2>/dev/null && locale=de_DE.UTF-8
    unshare --uts true 2>/dev/null && host=elsewhere &&
        start="exec unshare --uts sh -c 'echo elsewhere >/proc/sys/kernel/hostname; exec \"\$@\"' sh"
    printf '%s\n' '#!/bin/sh' 'umask 077' "export TZ=Asia/Kathmandu LOCPATH='$out/locale' LANG=$locale LC_ALL=$locale" "$start '$build/deqcert' \"\$@\"" >"$out/elsewhere.start"
    chmod +x "$out/elsewhere.start"
    if ( cd -- "$place" &&
        "$out/elsewhere.start" verify $(printf '%s\n' cases/*.yaml cases/planted/*.yaml | sort -r) --profile quick --store "$out/elsewhere.db" \
            --reports "$out/elsewhere.backwards" >/dev/null 2>"$out/elsewhere.err" &&
        run elsewhere "$out/elsewhere.start" --jobs 2 ); then
        identical elsewhere "cases backwards, another directory, TZ=Asia/Kathmandu, LANG=$locale, umask 077, host name $host"
    else
        echo "elsewhere: does not run, see $out/elsewhere.err"
        failed=1
    fi

    # kill -9 of the whole run at five moments.
    fresh killed
    local k job landed=0
    RANDOM=7
    for k in 1 2 3 4 5; do
        setsid "$build/deqcert" verify --profile quick --jobs 2 --store "$out/killed.db" --reports "$out/killed" >/dev/null 2>&1 &
        job=$!
        sleep "$((2 + RANDOM % 9))"
        kill -9 "$job" 2>/dev/null && landed=$((landed + 1))
        wait "$job" 2>/dev/null
    done
    [ $landed -gt 0 ] || { echo 'killed: every run ended before its kill'; failed=1; }
    run killed "$build/deqcert" --jobs 2 && identical killed "$landed times kill -9, then resumed"
}

# Kernels of other processors that this one can run.
processors() {
    local kernel flag
    for kernel in Nehalem:sse4_2 Haswell:avx2 SkylakeX:avx512f; do
        flag=${kernel#*:} kernel=${kernel%:*}
        grep -qw "$flag" /proc/cpuinfo || { echo "$kernel: not on this processor"; continue; }
        fresh "blas-$kernel"
        OPENBLAS_CORETYPE=$kernel OPENBLAS_NUM_THREADS=1 run "blas-$kernel" "$build/deqcert" --jobs 2 &&
            certified "blas-$kernel" "OPENBLAS_CORETYPE=$kernel OPENBLAS_NUM_THREADS=1"
    done
    fresh libm
    GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4,-AVX512F,-AVX2_Usable,-FMA_Usable run libm "$build/deqcert" --jobs 2 &&
        certified libm 'the C library without FMA and AVX2'
}

# NAME MAKE-VARIABLE...: another build of the same sources, and its run.
built() {
    local name=$1
    shift
    make -s BUILD="$out/build-$name" "$@" "$out/build-$name/deqcert-one" >"$out/build-$name.log" 2>&1 ||
        { echo "$name: does not build, see $out/build-$name.log"; failed=1; return 1; }
    fresh "$name"
    run "$name" "$out/build-$name/deqcert-one" --jobs 2
}
other_build() { built "$@" && certified "$1" "${*:2}"; }
compilers() {
    command -v clang >/dev/null && other_build clang CC=clang
    other_build gcc-O0 'OPT=-O0 -march=x86-64-v2 -g'
    other_build gcc-native 'OPT=-O2 -march=native -g'
}
# The test suite too: N passed, N failed.  The version names the build; where it was found does not matter.
flint() {
    local line version
    built flint FLINT_PREFIX="$FLINT_PREFIX" || return
    version=$("$out/build-flint/deqcert-one" --version | sed -n 's/.*FLINT \([0-9.]*[0-9]\).*/\1/p')
    certified flint "FLINT $version"
    make BUILD="$out/build-flint" FLINT_PREFIX="$FLINT_PREFIX" test >"$out/flint-tests.log" 2>&1 || failed=1
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' "$out/flint-tests.log" | tail -n 1)
    echo "flint: make test: ${line:-does not build}, see $out/flint-tests.log"
    record "reproducible.flint-tests=make test with FLINT $version: ${line:-does not build}"
}

# The same bytes from two checkouts and two build directories.  BUILD= each time: the one of `make reproducible` is handed down.
rebuild() {
    local file same=1
    rm -rf -- "$out/checkout" "$out/a-much-longer-path"
    mkdir -p "$out/checkout" "$out/a-much-longer-path/of/another"
    for file in "$out/checkout" "$out/a-much-longer-path/of/another"; do
        git ls-files -z --cached --others --exclude-standard | tar --null -T - -cf - 2>/dev/null | tar -xf - -C "$file"
    done
    make -s -C "$out/checkout" BUILD=build all >"$out/rebuild.log" 2>&1 && make -s -C "$out/a-much-longer-path/of/another" BUILD=../elsewhere all >>"$out/rebuild.log" 2>&1 ||
        { echo "rebuild: does not build, see $out/rebuild.log"; failed=1; return; }
    for file in deqcert deqcert-check libdeqcert.a libdeqcert.so.0; do
        if cmp "$out/checkout/build/$file" "$out/a-much-longer-path/of/elsewhere/$file"; then
            record "reproducible.rebuild.sha256.$file=\"$(sha256sum <"$out/checkout/build/$file" | cut -d' ' -f1)\""
        else
            same=0
        fi
    done
    [ $same -eq 1 ] || failed=1
    record "reproducible.rebuild.identical=$([ $same -eq 1 ] && echo true || echo false)" \
        "reproducible.rebuild.compiler=$("${CC:-gcc}" --version | head -n 1)"
    echo "rebuild: from two paths, into two directories: $([ $same -eq 1 ] && echo identical || echo DIFFERENT)"
}

# Seconds of `make verify` with an empty store, of the commit BEFORE and of these sources, in turn; the median of three.
performance() {
    local before=${BEFORE:-7235b5e} k name
    rm -rf -- "$out/before" && mkdir -p "$out/before"
    git archive "$before" | tar -xf - -C "$out/before" && make -s -C "$out/before" BUILD=build all >"$out/before.log" 2>&1 ||
        { echo "performance: $before does not build, see $out/before.log"; failed=1; return; }
    rm -f "$out"/seconds.*
    TIMEFORMAT='%U %R'
    for k in 1 2 3; do
        for name in before after; do
            rm -rf -- "$out/timed"*
            { time (cd "$out/before" && "$([ $name = before ] && echo build/deqcert || echo "$build/deqcert")" verify --store "$out/timed.db" --reports "$out/timed" \
                >/dev/null 2>&1); } 2>>"$out/seconds.$name"
        done
    done
    for name in before after; do
        record "performance.verify.$name=$(cut -d' ' -f1 "$out/seconds.$name" | sort -g | sed -n 2p)" \
            "performance.verify.$name-wall=$(cut -d' ' -f2 "$out/seconds.$name" | sort -g | sed -n 2p)"
        echo "$name: user and wall seconds of three runs: $(paste -sd';' "$out/seconds.$name")"
    done
    record "performance.verify.before-commit=$before"
}

case $parts in rebuild | performance) ;; *) base ;; esac
for part in $parts; do
    case $part in
        conditions | processors | compilers | rebuild | flint | performance) $part ;;
        *) echo "run.sh: no part \"$part\" (conditions, processors, compilers, rebuild, flint, performance)" >&2; exit 2 ;;
    esac
done
exit $failed
