#!/usr/bin/env bash
# lambda with many points: which engine decides, what it was predicted to cost, and what its enclosure is worth.
source "$(dirname -- "${BASH_SOURCE[0]}")/common.bash" "$1"

runs() { exits "$1" "$program" "${@:3}" && json out "$2"; }

# sphere.csv: 520 points of the sphere in R^6; pair.csv: the last one 1e-9 away from the first.
python3 - <<'END'
import random
random.seed(5)
p = [[random.gauss(0, 1) for _ in range(6)] for _ in range(520)]
for name in ("sphere.csv", "pair.csv"):
    with open(name, "w") as f:
        f.writelines(",".join(map(repr, x)) + "\n" for x in p)
    p[-1] = p[0][:2] + [p[0][2] + 1e-9] + p[0][3:]
p[-1] = p[0]
with open("twins.csv", "w") as f:
    f.writelines(",".join(map(repr, x)) + "\n" for x in p[-20:] + p[:1])
END
for name in sphere pair twins; do
    printf '%s\n' 'activation: {phi: relu(x)}' 'model: {sigma_w2: 0.08}' "data: {csv: $name.csv}" >$name.yaml
done

narrow='0 < F(j["lambda_star"]["lower"]) and F(j["lambda_star"]["upper"]) - F(j["lambda_star"]["lower"]) <= F(j["lambda_star"]["lower"])/100'
check 'doubles where they resolve lambda_*' runs 0 "j['engine'].endswith('; double cholesky') and $narrow and j['n'] == 520" lambda sphere.yaml --json
check 'the prediction is a number of seconds' runs 0 '0 < j["predicted_seconds"] < 60' lambda sphere.yaml --json
check 'double-doubles below that' runs 0 "j['engine'].endswith('; double-double cholesky') and $narrow and F(j['lambda_star']['upper']) < F('1e-16')" lambda pair.yaml --json
check 'both engines are counted in the prediction' eval 'exits 0 "$program" lambda sphere.yaml --json && mv out one && exits 0 "$program" lambda pair.yaml --json && python3 -c "
import json
one, two = (json.load(open(f))[\"predicted_seconds\"] for f in (\"one\", \"out\"))
assert two > one"'
check 'equal points are bad input' complains 2 'is parallel to point 20' "$program" lambda twins.yaml
check 'the text names engine and prediction' eval 'exits 0 "$program" lambda pair.yaml && grep -qE "^n 520, .*; double-double cholesky \(predicted [0-9.e+-]+ s\)$" out && [ ! -s err ]'
check 'nothing on a stderr that is no terminal' eval 'exits 0 "$program" lambda sphere.yaml --json && [ ! -s err ]'
finish
