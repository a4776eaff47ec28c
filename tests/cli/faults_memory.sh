#!/usr/bin/env bash
# Every allocation may fail: the same result as without the failure, or one line "out of memory" and exit status 2 (a worker: its claim without
# verdict, exit status 1); the store sound, nothing in it that an undisturbed run has not.
here=$(realpath -- "$(dirname -- "${BASH_SOURCE[0]}")")
source "$here/common.bash" "$1"
source "$here/../faults/faults.bash"

new_case tiny.yaml 'monte_carlo: {widths: [20], trials: 5}'
checker=$(dirname -- "$program")/deqcert-check
"$program" certify tiny.yaml -o tiny.cert >/dev/null || { echo 'Bail out! no certificate'; exit 1; }
"$program" verify tiny.yaml --claims gram.positive-definite --store kept.db --reports kept >/dev/null 2>&1
cat >>planted.yaml <<'END'
planted: true
activation: {phi: x}
model: {sigma_w2: 0.5}
data: {csv: points.csv}
monte_carlo: {widths: [50], trials: 20}
END
"$program" verify planted.yaml --claims deq.operator-norm --store w.db --reports w >/dev/null 2>&1
witness=$(find w/witnesses -name '*.txt' 2>/dev/null | head -n 1)

# sites_of NAME COMMAND...: the first allocation of every call site into NAME.sites, what an undisturbed run gives into NAME.*
sites_of() {
    local name=$1
    shift
    rm -rf run.db* run.pages "$name.found"
    PATH=/usr/bin:/bin with memory DEQCERT_FAULT_MEMORY="sites:$work/$name.found" -- "$@" >"$name.out" 2>"$name.err"
    echo $? >"$name.status"
    stored run.db >"$name.rows"
    sort -u -k1,1 "$name.found" | sort -n -k2,2 | cut -d' ' -f2 >"$name.sites"
    rm -rf "$name.pages" && [ ! -d run.pages ] || cp -r run.pages "$name.pages"
}

# outcome NAME K COMMAND...: same, refused, lost (a claim without verdict), or what is wrong.
outcome() {
    local name=$1 k=$2 status
    shift 2
    rm -rf run.db* run.pages
    PATH=/usr/bin:/bin with memory DEQCERT_FAULT_MEMORY="fail:$k" -- "$@" >now.out 2>now.err </dev/null
    status=$?
    stored run.db >now.rows
    sound run.db || { echo "damaged store"; return; }
    [ -z "$(comm -23 <(sort now.rows) <(sort "$name.rows"))" ] || { echo 'a row an undisturbed run has not'; return; }
    if [ "$status" -eq "$(cat "$name.status")" ] && cmp -s now.out "$name.out" && cmp -s now.rows "$name.rows"; then
        if [ -d "$name.pages" ] && ! diff -rq -x provenance.md -x reproducibility.md -x '*.svg' "$name.pages" run.pages >/dev/null; then
            echo 'another report with the same exit status'
        else
            echo same
        fi
    elif [ "$status" -eq 2 ] && grep -q -i 'out of memory\|cannot allocate memory' now.err; then
        echo refused
    elif [ "$status" -eq 1 ] && grep -q 'out of memory' now.err && grep -q 'there is no verdict' now.err; then
        echo lost
    else
        echo "exit status $status, $(tail -n 1 now.err)"
    fi
}

# survives NAME STRIDE COMMAND...: every STRIDE-th site, or every one.
survives() {
    local name=$1 stride=$2 k what tried=0 same=0 refused=0 lost=0 bad=0
    shift 2
    [ "${FAULTS:-}" != every ] || stride=1
    sites_of "$name" "$@"
    for k in $(awk -v s="$stride" 'NR % s == 0' "$name.sites"); do
        what=$(outcome "$name" "$k" "$@")
        tried=$((tried + 1))
        case $what in
            same) same=$((same + 1)) ;;
            refused) refused=$((refused + 1)) ;;
            lost) lost=$((lost + 1)) ;;
            *) bad=$((bad + 1)) && echo "allocation $k: $what" ;;
        esac
    done 2>/dev/null
    echo "$name: $tried of $(wc -l <"$name.sites") sites: $refused refused, $lost claims without verdict, $same unaffected, $bad bad"
    echo "$tried $refused $lost $same $bad" >>totals
    [ "$tried" -gt 0 ] && [ "$bad" -eq 0 ]
}
check 'check' survives check 50 "$program" check tiny.yaml
check 'lambda' survives lambda 60 "$program" lambda tiny.yaml --json
check 'hermite' survives hermite 30 "$program" hermite 'tanh(x)' --q 2 --terms 4
check 'certify' survives certify 100 "$program" certify tiny.yaml -o new.cert
check 'deqcert-check' survives checker 20 "$checker" tiny.cert
check 'report' survives report 40 "$program" report --store kept.db --format json
[ -z "$witness" ] || check 'replay' survives replay 60 "$program" replay "$witness"
check 'verify' survives verify 160 "$program" verify tiny.yaml --claims gram.positive-definite --jobs 1 --store run.db --reports run.pages
awk '{for (k = 1; k <= 5; k++) s[k] += $k} END {print s[1], s[2], s[3], s[4], s[5]}' totals >sum
read -r tried refused lost same bad <sum
record "faults.memory=$tried sites: $((refused + lost)) clear refusals, $same unaffected, $bad otherwise" "faults.memory_sites=$tried"
finish
