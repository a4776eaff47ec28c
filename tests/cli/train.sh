#!/usr/bin/env bash
# deqcert train: the table, the JSON, what it refuses and how it stops.
source "$(dirname -- "${BASH_SOURCE[0]}")/common.bash" "$1"

printf '0.01\n-0.01\n' >labels.csv
cat >small.yaml <<'YAML'
activation: {phi: tanh(x)}
model: {sigma_w2: 0.001, output_scale: 0.001}
data: {orthogonal: {n: 2, d: 2}}
labels: {csv: labels.csv}
training: {width: 64, steps: 30, step_size: theorem}
YAML
sed 's/sigma_w2: 0.001/sigma_w2: 0.9/' small.yaml >wide.yaml
sed 's/tanh(x)/step(x)/' small.yaml >jump.yaml

check 'a table' eval 'exits 0 "$program" train small.yaml && grep -q "^Condition 1 holds" out && grep -q "^step 30: loss in" out && grep -q "exact gradient descent is within" out'
check 'JSON has every step' eval 'exits 0 "$program" train small.yaml --json && json out "[s[\"step\"] for s in j[\"steps\"]] == list(range(31)) and j[\"outcome\"] == \"completed\""'
falls='all(float(a["exact_loss"]["lower"]) > float(b["exact_loss"]["upper"]) for a, b in zip(j["steps"], j["steps"][1:]))'
check 'the enclosed loss falls' eval 'json out "$falls"'
rate='all(float(s["exact_loss"]["upper"]) <= (1 - j["step_size"] * float(j["steps"][0]["exact_lambda"]["upper"]) / 2) ** s["step"] * float(j["steps"][0]["exact_loss"]["lower"]) for s in j["steps"][1:])'
check 'at the rate of the theorem' eval 'json out "$rate"'
check 'the norm is enclosed, not estimated' eval 'json out "all(0 < float(s[\"operator_norm\"][\"lower\"]) < float(s[\"operator_norm\"][\"upper\"]) < 1 for s in j[\"steps\"])"'
check '--steps and --width' eval 'exits 0 "$program" train small.yaml --steps 2 --width 9 --json && json out "len(j[\"steps\"]) == 3 and j[\"width\"] == 9"'
check 'a step size of one'"'"'s own' eval 'exits 0 "$program" train small.yaml --step-size 0.001 --json && json out "j[\"step_size\"] == 0.001"'
check 'no steps' eval 'exits 0 "$program" train small.yaml --steps 0 --json && json out "len(j[\"steps\"]) == 1"'
check 'no contraction is said' complains 1 'L|W| < 1 could not be shown' "$program" train wide.yaml --step-size 0.01
check 'in JSON too' eval 'exits 1 "$program" train wide.yaml --json && json out "j[\"status\"] == \"inconclusive\" and j[\"steps\"] == [] and j[\"condition\"] is None"'
check 'a jump has no certificate' complains 1 'not certified' "$program" train jump.yaml
check 'a step too large leaves the contraction, the records stay' eval 'exits 1 "$program" train small.yaml --step-size 50 --json && json out "j[\"outcome\"] == \"not-contractive\" and len(j[\"steps\"]) >= 1"'
for size in 0 -1 nan inf x '' 1e-400; do
    check "--step-size \"$size\"" complains 2 'must be "theorem" or a positive decimal' "$program" train small.yaml --step-size "$size"
done
check 'a width beyond memory' eval '! "$program" train small.yaml --width 100000 >out 2>err && grep -q "memory" err'

interrupted() {
    "$program" train small.yaml --width 200 --steps 1000000 --step-size 1e-9 >out 2>err &
    local pid=$! code=0
    sleep 1
    kill -INT "$pid"
    wait "$pid" || code=$?
    [ "$code" -eq 3 ] && grep -q interrupted err && grep -q '^step 0: loss' out
}
# A job started in the background by a shell without job control ignores SIGINT unless the program asks for it, which it does.
check 'Ctrl-C prints what there is' interrupted
finish
