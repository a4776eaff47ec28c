#!/usr/bin/env bash
# The results store under attack: kill -9 at random moments, a full disk, damage, other programs' databases, read-only files; and the same
# rows whatever the number of jobs.
source "$(dirname -- "${BASH_SOURCE[0]}")/common.bash" "$1"

new_case long.yaml 'monte_carlo: {widths: [60, 61, 62, 63, 64, 65, 66, 67], trials: 300}'
long=(verify long.yaml --claims deq.lambda0)
rows() { sqlite3 "$1" 'SELECT kind, width, trial, value FROM trials ORDER BY 1, 2, 3; SELECT claim, width, verdict, evidence, numbers FROM verdicts ORDER BY 1, 2'; }
trials() { sqlite3 "$1" 'SELECT count(*) FROM trials' 2>/dev/null || echo 0; }
sound() { [ "$(sqlite3 "$1" 'PRAGMA integrity_check')" = ok ]; }

exits 0 "$program" "${long[@]}" --store one.db --jobs 1 || { cat err; echo 'Bail out! the case does not run'; exit 1; }
check 'the case has trials' test "$(trials one.db)" -ge 2400
check 'two jobs store the same rows' eval 'exits 0 "$program" "${long[@]}" --store two.db --jobs 2 && [ "$(rows one.db)" = "$(rows two.db)" ]'

# Twenty kills, each after a random part of the time a whole run takes.
RANDOM=1
kills=20
killed() {
    local k before=0 now landed=0 job
    for ((k = 0; k < kills; k++)); do
        "$program" "${long[@]}" --store killed.db --jobs 2 >/dev/null 2>&1 &
        job=$!
        sleep "$(printf '0.%03d' $((40 + RANDOM % 200)))"
        kill -9 "$job" 2>/dev/null && landed=$((landed + 1))
        wait "$job" 2>/dev/null
        [ -e killed.db ] || continue
        sound killed.db || { echo "kill $k damaged the store"; return 1; }
        now=$(trials killed.db)
        [ "$now" -ge "$before" ] || { echo "kill $k: $now trials after $before"; return 1; }
        before=$now
        [ "$now" -ge 2400 ] && rm -f killed.db* && before=0
    done
    echo "$landed of $kills runs were killed before their end"
    [ "$landed" -ge 10 ]
}
check "$kills kills at random moments: the store stays sound and loses no trial" killed
check 'and a last run ends with the rows of an undisturbed one' eval 'exits 0 "$program" "${long[@]}" --store killed.db --jobs 2 && [ "$(rows one.db)" = "$(rows killed.db)" ]'

# A file size limit stands for the full disk: writes fail half-way.
full() (
    trap '' XFSZ
    ulimit -f 100
    complains 2 full.db "$program" "${long[@]}" --store full.db --jobs 1
)
check 'a full disk: one line and exit 2' full
check 'the store is sound' sound full.db
check 'with room again the run completes' eval 'exits 0 "$program" "${long[@]}" --store full.db --jobs 1 && [ "$(rows one.db)" = "$(rows full.db)" ]'

cp one.db damaged.db
head -c 60000 /dev/zero | tr '\0' 'x' | dd of=damaged.db bs=1 seek=8192 conv=notrunc status=none
cp damaged.db damaged.copy
check 'a damaged store: one line and exit 2' complains 2 damaged.db "$program" "${long[@]}" --store damaged.db
check 'which is left as it was' cmp damaged.db damaged.copy
cp one.db short.db
truncate -s 5000 short.db
check 'a truncated store' complains 2 short.db "$program" "${long[@]}" --store short.db
sqlite3 foreign.db 'CREATE TABLE x (a)'
cp foreign.db foreign.copy
check "another program's database" complains 2 'another program' "$program" "${long[@]}" --store foreign.db
check 'which is left as it was' cmp foreign.db foreign.copy
cp one.db newer.db
sqlite3 newer.db 'PRAGMA user_version = 999'
check 'a store of a later version' complains 2 newer.db "$program" "${long[@]}" --store newer.db

# Read-only means nothing to root: another user tries then.
chmod 755 .
mkdir locked && cp one.db long.yaml points.csv locked/ && chmod 444 locked/one.db && chmod 555 locked
locked() {
    if [ "$(id -u)" -eq 0 ]; then
        cp "$program" locked-program && chmod 755 locked-program
        mkdir -m 777 counters # make coverage: what that user may not add to the build's counters goes here
        complains 2 one.db env GCOV_PREFIX="$work/counters" setpriv --reuid 65534 --regid 65534 --clear-groups "$work/locked-program" verify locked/long.yaml --claims deq.lambda0 --store locked/one.db
    else
        complains 2 one.db "$program" verify locked/long.yaml --claims deq.lambda0 --store locked/one.db
    fi
}
check 'a read-only store: one line and exit 2' locked
check 'which is left as it was' cmp locked/one.db one.db
chmod 755 locked
finish
