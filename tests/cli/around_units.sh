#!/usr/bin/env bash
# What a run does around its units: the progress line on a terminal, the memory limit it was started with, expectations for every width and for
# one.
source "$(dirname -- "${BASH_SOURCE[0]}")/common.bash" "$1"

new_case one.yaml
run=("$program" verify one.yaml --claims 'hermite.*' --fresh)
# on_terminal OUT COMMAND...: stderr is a terminal; what it shows goes to OUT.
on_terminal() {
    python3 -c 'import os, pty, subprocess, sys
master, slave = pty.openpty()
child = subprocess.Popen(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=slave)
os.close(slave)
shown = b""
while True:
    try:
        part = os.read(master, 4096)
    except OSError:  # the other end is closed
        break
    shown += part
open(sys.argv[1], "wb").write(shown)
sys.exit(child.wait())' "$@"
}
# The whole screen: pieces that begin at the left edge and are cleared by the next one.
shows_progress() {
    python3 -c 'import re, sys
pieces = open(sys.argv[1], "rb").read().split(b"\r\x1b[K")
assert len(pieces) >= 3 and b"units to compute" in pieces[0], pieces
found = [re.fullmatch(rb"\[(\d+)/(\d+)\] [\w.-]+ +[\d.]+/s, \d+m\d\ds left", p) for p in pieces[1:] if p]
assert found and all(found), pieces
done, total = [int(f[1]) for f in found], {int(f[2]) for f in found}
assert done == sorted(done) and len(total) == 1 and done[-1] <= max(total), pieces
assert pieces[-1] == b"", pieces' "$1"
}
check 'a run on a terminal' on_terminal screen "${run[@]}"
check 'shows how far it is, and clears the line' shows_progress screen
check 'a run with stderr elsewhere' exits 0 "${run[@]}"
check 'shows none' eval '! grep -q "$(printf "\r")" err'

# ---- memory ---------------------------------------------------------------------------------------
exits 0 "$program" verify one.yaml --claims 'gram.*' --store free.db --json && mv out free.json
limited() { (ulimit -d 1000000 && exits 0 "$program" verify one.yaml --claims 'gram.*' --store limited.db --json); }
sanitized || check 'a run within 1 GB of data' limited
what='[(v["claim"], v["verdict"], v["evidence"]) for v in'
sanitized || check 'decides the same' json out "len(j['verdicts']) > 10 and $what j['verdicts']] == $what json.load(open('free.json'))['verdicts']]"

# ---- expectations ----------------------------------------------------------------------------------
widths='monte_carlo: {widths: [20, 30], trials: 2}'
new_case every.yaml "$widths" 'expect: {deq.lambda0: inconclusive}'
new_case each.yaml "$widths" 'expect: {deq.lambda0: {20: inconclusive, 30: supported}}'
expected='[(v["width"], v["expected"]) for v in j["verdicts"] if v["claim"] == "deq.lambda0"]'
check 'an expectation for every width' exits 0 "$program" verify every.yaml --claims deq.lambda0 --json
check 'is that of each' json out "$expected == [(20, 'inconclusive'), (30, 'inconclusive')]"
check 'an expectation for each width, one of them not met' exits 1 "$program" verify each.yaml --claims deq.lambda0 --json
check 'is that of its width' json out "$expected == [(20, 'inconclusive'), (30, 'supported')]"
check 'a claim left out is no unmet expectation' exits 0 "$program" verify each.yaml --claims gram.rate
finish
