#!/usr/bin/env bash
# make install and uninstall; the example of the library is compiled against the installed tree and agrees with the program.
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
source "$root/tests/cli/common.bash" "$1"
build=$(dirname -- "$program")
cc=${CC:-cc}
# The library of `make asan` needs the run-time libraries of the sanitizers, that of `make coverage` those of gcc, and there is no shared one; it is
# built below, so a room of it tells.
sanitizers=() shared=lib/libdeqcert.so
if sanitized asan; then sanitizers=(-fsanitize=address,undefined) shared=''; fi
if sanitized tsan; then sanitizers=(-fsanitize=thread) shared=''; fi
if nm "$build/lib/ball.a" 2>/dev/null | grep -q __gcov_init; then sanitizers=(--coverage) shared=''; fi

run_make() { (cd -- "$root" && make --no-print-directory "$@"); }
# The prefix the program was built for, so that nothing is compiled again under the running tests.
prefix=$(sed -n 's|.*"\(.*\)/share/deqcert"|\1|p' "$build/gen/prefix.h")
stage=$work/stage tree=$work/stage$prefix
check 'make install DESTDIR=' run_make BUILD="$build" PREFIX="$prefix" DESTDIR="$stage" install
for file in bin/deqcert bin/deqcert-check include/deqcert.h lib/libdeqcert.a $shared lib/pkgconfig/deqcert.pc \
    share/man/man1/deqcert.1 share/man/man1/deqcert-check.1 share/bash-completion/completions/deqcert \
    share/deqcert/case.schema.json share/deqcert/cases/README.md share/deqcert/cases/tanh-points.yaml \
    share/deqcert/cases/data/points_6x4.csv share/doc/deqcert/example.c; do
    check "$file is installed" [ -s "$tree/$file" ]
done
same_cases() { diff -r "$root/cases" "$tree/share/deqcert/cases"; }
check 'every case is installed' same_cases
check 'the installed program runs' exits 0 "$tree/bin/deqcert" check "$tree/share/deqcert/cases/tanh-points.yaml"
check 'one header is enough' bash -c 'cd "$1" && [ "$(ls)" = deqcert.h ]' - "$tree/include"

# ---- the library --------------------------------------------------------------------------------------
package() { PKG_CONFIG_LIBDIR=$tree/lib/pkgconfig PKG_CONFIG_SYSROOT_DIR=$stage pkg-config "$@" deqcert; }
version=$("$program" --version | cut -d' ' -f2)
check 'pkg-config knows the version' [ "$(package --modversion)" = "$version" ]
check 'CHANGELOG.md knows it' grep -qF "[$version]" "$root/CHANGELOG.md"
check 'CITATION.cff knows it' grep -qxF "version: \"$version\"" "$root/CITATION.cff"
public() { # public FILE FLAG...: the global symbols are those of the header
    diff <(nm --defined-only "${@:2}" "$1" | awk '$2 ~ /[A-Z]/ {print $3}' | grep -v '^$' | sort) \
        <(grep -o 'deqcert_[a-z_]*(' "$root/api/deqcert.h" | tr -d '(' | sort -u)
}
if [ ${#sanitizers[@]} -eq 0 ]; then
    check 'libdeqcert.a has no other names' public "$tree/lib/libdeqcert.a" -g
    check 'libdeqcert.so has no other names' public "$tree/lib/libdeqcert.so" -D
fi
compile() { "$cc" -std=c11 -Wall -Wextra -Wpedantic -Werror "${sanitizers[@]}" "$tree/share/doc/deqcert/example.c" "$@"; }
static() { # pkg-config puts the stage before every folder; a FLINT_PREFIX is not in it
    local word
    for word in $(package --libs --static); do
        case $word in
            -ldeqcert) ;;
            -L"$stage"*) if [ -d "${word#-L}" ]; then echo "$word"; else echo "-L${word#-L"$stage"}"; fi ;;
            *) echo "$word" ;;
        esac
    done
}
# shellcheck disable=SC2046
check 'the example compiles with the static library' compile $(package --cflags) "$tree/lib/libdeqcert.a" $(static) -o example-static
check 'and runs' eval './example-static >printed.txt && [ "$(wc -l <printed.txt)" -eq 11 ]'
if [ -n "$shared" ]; then
    # shellcheck disable=SC2046
    check 'it compiles with pkg-config' compile $(package --cflags --libs) -o example
    check 'and needs the shared library' eval 'LC_ALL=C ldd example | grep -q libdeqcert.so.0'
    check 'both print the same' eval 'LD_LIBRARY_PATH="$tree/lib" ./example >shared.txt && cmp shared.txt printed.txt'
fi

new_case a.yaml
"$program" hermite 'tanh(x)' --q 2 --terms 4 >hermite.txt
"$program" lambda a.yaml >lambda.txt
"$program" gram a.yaml --json >gram.json
hermite_agrees() { diff <(sed -n 's/^a_\(.\)  *in/\1/p' printed.txt) <(sed -n 's/^a_\(.\)  *in/\1/p' hermite.txt); }
lambda_agrees() { diff <(grep '^lambda_star in' printed.txt) <(grep '^lambda_star in' lambda.txt); }
check 'its Hermite coefficients are those of the program' hermite_agrees
check 'its lambda_* is that of the program' lambda_agrees
# Doubles are rounded outward from the same ball: they contain the decimals, and the next double inside does not.
gram_agrees() {
    python3 - <<'END'
import json, math, re
from fractions import Fraction as F
K = json.load(open('gram.json'))['limit']['K']
seen = 0
for i, j, lower, upper in re.findall(r'^K_(\d)(\d) +in \[(\S+), (\S+)\]', open('printed.txt').read(), re.M):
    e, lower, upper = K[int(i)][int(j)], float(lower), float(upper)
    assert F(lower) <= F(e['lower']) and F(e['upper']) <= F(upper), (i, j, lower, upper, e)
    assert F(math.nextafter(lower, upper)) >= F(e['lower']) - F(1, 10**17), (i, j, lower, e)
    assert F(math.nextafter(upper, lower)) <= F(e['upper']) + F(1, 10**17), (i, j, upper, e)
    seen += 1
assert seen == 6, seen
END
}
check 'its K contains that of the program, to one unit' gram_agrees
if command -v c++ >/dev/null && [ -n "$shared" ]; then
    printf '#include <deqcert.h>\nint main() { return deqcert_version()[0] == 0; }\n' >plus.cc
    # shellcheck disable=SC2046
    check 'the header is good for C++' c++ -Wall -Wextra -Werror "${sanitizers[@]}" plus.cc $(package --cflags --libs) -o plus
fi

check 'make uninstall' run_make BUILD="$build" PREFIX="$prefix" DESTDIR="$stage" uninstall
check 'leaves no file' [ -z "$(find "$stage" ! -type d)" ]
check 'and none of its own directories' [ ! -e "$tree/share/deqcert" ]

# ---- another PREFIX is compiled in; in a copy, as the program is in use ------------------------------------
mkdir copy empty
cp -a "$build"/{obj,lib,gen,share,deqcert*,libdeqcert*} copy/
check 'make install PREFIX=' run_make BUILD="$work/copy" PREFIX="$work/own" DESTDIR= install
finds_cases() {
    cd empty && exits 0 "$work/own/bin/deqcert" verify --claims activation.assumption-1 --json &&
        json out 'len({v["case"] for v in j["verdicts"]}) > 20'
}
check 'the program finds the cases of its PREFIX' finds_cases
no_cases() {
    run_make BUILD="$work/copy" PREFIX="$work/own" DESTDIR= uninstall && cd empty && rm -rf build &&
        complains 2 "$work/own/share/deqcert/cases/*.yaml" "$work/copy/deqcert" verify
}
check 'and says where it looked when they are gone' no_cases
check 'uninstall leaves no file' [ -z "$(find own ! -type d)" ]
finish
