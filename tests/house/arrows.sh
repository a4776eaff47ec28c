#!/usr/bin/env bash
# The rooms' arrows (README, "The house"): who may include whom, and only through the other room's public header.
set -u
declare -A may=(
    [ball]='' [activation]='ball' [hermite]='activation ball' [gram]='hermite activation ball' [deq]='activation ball'
    [api]='gram hermite activation ball' [checker]='' [mondeq]='ball'
    [verify/input]='activation ball' [verify/statistics]='ball' [verify/store]=''
    [verify/claims]='verify/input verify/statistics mondeq deq gram hermite activation ball'
    [verify/schedule]='verify/claims verify/store verify/input verify/statistics mondeq deq gram hermite activation ball'
    [verify/render]='verify/store verify/statistics ball'
    [verify/cli]='verify/render verify/schedule verify/claims verify/store verify/input verify/statistics mondeq deq gram hermite activation ball'
)
room_of() { # path -> room
    case $1 in verify/*) cut -d/ -f1,2 <<<"$1" ;; *) cut -d/ -f1 <<<"$1" ;; esac
}
number=0 failures=0 files=0
for room in "${!may[@]}"; do
    number=$((number + 1))
    problems=''
    for file in $(find "$room" -name '*.[ch]' | sort); do
        files=$((files + 1))
        while read -r header; do
            other=$(room_of "$header")
            [ "$other" = "$room" ] && continue
            if ! grep -qw -- "$other" <<<"${may[$room]}"; then problems+="$file includes $header against the arrows; "
            elif [ "$header" != "$other/$(basename "$other").h" ]; then problems+="$file includes the private header $header; "
            fi
        done < <(sed -n 's/^#include "\([^"]*\/[^"]*\)".*/\1/p' "$file")
    done
    if [ -z "$problems" ]; then echo "ok $number - arrows of $room"; else echo "not ok $number - $problems"; failures=1; fi
done
# FLINT 3 has Arb's headers elsewhere: one header alone knows where.
number=$((number + 1))
strays=$(find "${!may[@]}" tests bench docs -name '*.[ch]' ! -path ball/arb_headers.h -print0 | xargs -0 grep -lE '^#include <(flint/)?(arb|arf|acb|mag)[_.]')
if [ -z "$strays" ]; then echo "ok $number - Arb's headers through ball/arb_headers.h"; else echo "not ok $number - Arb's headers included by $strays"; failures=1; fi
number=$((number + 1))
if [ $files -gt 30 ]; then echo "ok $number - $files files read"; else echo "not ok $number - only $files files read"; failures=1; fi
echo "1..$number"
exit $failures
