#!/usr/bin/env bash
# The number commands: what their JSON holds, and enclosures that contain reference values and are as narrow as promised.
source "$(dirname -- "${BASH_SOURCE[0]}")/common.bash" "$1"

new_case tanh.yaml
new_case quadratic.yaml
sed -i 's/tanh(x)/x^2/; s/0.08/0.5/' quadratic.yaml
new_case general.yaml
sed -i 's/data: .*/data: {csv: points.csv, normalise: false}/' general.yaml
new_case twins.yaml
printf '1,0\n0,3\n' >orthogonal.csv
sed -i 's/points.csv/orthogonal.csv/; s/tanh(x)/gelu(x)/' twins.yaml
new_case wild.yaml
sed -i 's/0.08/3/' wild.yaml

runs() { exits "$1" "$program" "${@:3}" && json out "$2"; }
width='lambda e: F(e["upper"]) - F(e["lower"])'
inside='lambda e, x: F(e["lower"]) <= F(x) <= F(e["upper"])'

# a_1, a_3 and kappa of tanh at q = 1, by mpmath quadrature with 40 digits.
check 'hermite --json: the keys' runs 0 'set(j) >= {"coefficients", "tail"} and len(j["coefficients"]) == 5' \
    hermite 'tanh(x)' --q 1 --terms 5 --json
reference="($inside)(j['coefficients'][1], '0.60570550960215882558354022755880')
    and ($inside)(j['coefficients'][3], '-0.14843719078727270404525098993965')
    and ($inside)(j['kappa'], '0.39429449039784117441645977244412') and j['coefficients'][0] == {'lower': '0', 'upper': '0'}"
check 'hermite: reference values' runs 0 "($reference)" hermite 'tanh(x)' --q 1 --terms 5 --json
for bits in 16 64 200; do
    check "hermite: widths at $bits bits" runs 0 "all(($width)(e) <= F(2)**(4-$bits) * F(j['kappa']['upper']) * 2 for e in j['coefficients'])" \
        hermite 'tanh(x)' --q 0.7 --terms 20 --bits $bits --json
done
check 'hermite: x has two exact coefficients' runs 0 'j["coefficients"] == [{"lower": "0", "upper": "0"}, {"lower": "1", "upper": "1"}] and F(j["tail"]["lower"]) <= 0 <= F(j["tail"]["upper"])' \
    hermite x --q 1 --terms 2 --json
check 'hermite: text' eval 'exits 0 "$program" hermite x --q 4 --terms 2 && grep -qE "^a_1 +in \[2, 2\]$" out'
check 'lambda --json: the keys' runs 0 'set(j) >= {"q", "kappa", "lambda_star", "n", "bits", "terms", "engine"} and j["n"] == 3 and j["bits"] == 64' lambda tanh.yaml --json
for bits in 32 64 150; do
    check "lambda: relative widths at $bits bits" runs 0 "all(($width)(j[k]) <= F(2)**(4-$bits) * F(j[k]['lower']) for k in ('q', 'kappa', 'lambda_star'))" \
        lambda tanh.yaml --bits $bits --json
done
check 'lambda: two precisions agree' eval '"$program" lambda tanh.yaml --json >one && "$program" lambda tanh.yaml --bits 256 --json >two && python3 -c "
import json
from fractions import Fraction as F
a, b = (json.load(open(f))[\"lambda_star\"] for f in (\"one\", \"two\"))
assert F(a[\"lower\"]) <= F(b[\"lower\"]) <= F(b[\"upper\"]) <= F(a[\"upper\"])"'
check 'lambda: general norms are lists' runs 0 'len(j["q"]) == len(j["kappa"]) == 3' lambda general.yaml --json
check 'lambda: nonexistent, exit 1' runs 1 'j["status"] in ("nonexistent", "inapplicable", "inconclusive") and j["reason"] and j["lambda_star"] is None and j["q"] is None' lambda quadratic.yaml --json
check 'lambda: the reason on stderr' complains 1 'lambda: ' "$program" lambda quadratic.yaml
check 'gram --json' runs 0 '[l["l"] for l in j["layers"]] == [1, 2] and len(j["layers"][0]["K"]) == 3 and all(len(r) == 3 for r in j["limit"]["K"]) and set(j["limit"]) == {"q", "kappa", "K"}' \
    gram tanh.yaml --layers 2 --json
check 'gram: the first variance is 2' runs 0 'j["layers"][0]["q"] == {"lower": "2", "upper": "2"}' gram tanh.yaml --layers 1 --json
check 'gram without a limit, exit 1' runs 1 'j["limit"] == {"q": None, "kappa": None, "K": None} and len(j["layers"]) == 1' gram quadratic.yaml --json
check 'kernel --json: the keys' runs 0 '[p["rho0"] for p in j["points"]] == [-1, -0.5, 0, 0.5, 1] and set(j) == {"q", "kappa", "points", "error", "bits"} and j["points"][4]["k"] == j["kappa"]' \
    kernel tanh.yaml --points 5 --json
check 'kernel: kappa at 1, odd' runs 0 "all(($width)(p['k']) <= F(2)**-60 for p in j['points']) and ($inside)(j['points'][0]['k'], '-' + j['points'][6]['k']['lower'])" \
    kernel tanh.yaml --points 7 --json
# The ends are printed rounded outward: half of the printed width is within the error.
check 'kernel: error is about the printed enclosures' runs 0 "all((F(p['k']['upper']) - F(p['k']['lower'])) / 2 <= F(j['error']) <= F(2)**-60 for p in j['points'])" \
    kernel tanh.yaml --points 7 --json
check 'kernel: an entry of gram' eval '"$program" gram twins.yaml --json >one && "$program" kernel twins.yaml --points 3 --json >two && python3 -c "
import json
from fractions import Fraction as F
a, b = json.load(open(\"one\"))[\"limit\"][\"K\"][0][1], json.load(open(\"two\"))[\"points\"][1][\"k\"]
assert F(a[\"lower\"]) <= F(b[\"upper\"]) and F(b[\"lower\"]) <= F(a[\"upper\"])"'
check 'kernel --layers --uniform' runs 0 'len(j["layers"]) == 2 and len(j["layers"][1]["k"]) == 40 and j["layers"][0]["q"] == {"lower": "2", "upper": "2"} and 0 < F(j["uniform"]["error"]) < F("2e-15")' \
    kernel tanh.yaml --points 40 --layers 2 --uniform --json
check 'kernel: text' eval 'exits 0 "$program" kernel tanh.yaml --points 2 && grep -qE "^k\(1\) in \[0.5" out'
check 'kernel: general norms have none' runs 1 'j["status"] == "inapplicable" and j["kappa"] is None and all(p["k"] is None for p in j["points"])' kernel general.yaml --json
check 'kernel: nonexistent, exit 1' runs 1 'j["status"] and j["reason"] and j["q"] is None and j["error"] is None' kernel quadratic.yaml --json
check 'kernel: the reason on stderr' eval 'exits 1 "$program" kernel quadratic.yaml && grep -q "kernel: nonexistent: " err'
check 'simulate --json' runs 0 'len(j["trials"]) == 2 and all(set(t) == {"lambda0", "iterations", "outcome", "operator_norm"} and t["operator_norm"] is None and t["outcome"] == "certified" and 0 < F(t["lambda0"]["lower"]) <= F(t["lambda0"]["upper"]) for t in j["trials"])' \
    simulate tanh.yaml --width 40 --trials 2 --json
check 'simulate --norms' runs 0 'all(0 < F(t["operator_norm"]["lower"]) <= F(t["operator_norm"]["upper"]) < 2 for t in j["trials"])' simulate tanh.yaml --width 40 --trials 2 --norms --json
check 'simulate is reproducible' eval '"$program" simulate tanh.yaml --width 40 --trials 2 --json >one && "$program" simulate tanh.yaml --width 40 --trials 2 --json >two && cmp one two'
check 'simulate: nothing certified, exit 1' runs 1 'j["status"] == "inconclusive" and all(t["lambda0"] is None for t in j["trials"])' simulate wild.yaml --width 40 --trials 2 --json
finish
