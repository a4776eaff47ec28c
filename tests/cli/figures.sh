#!/usr/bin/env bash
# Figures on a case page: pictures, data and links; reports without gnuplot.
source "$(dirname -- "${BASH_SOURCE[0]}")/common.bash" "$1"

new_case cases/one.yaml
page=build/reports/cases/one.md
run=("$program" verify cases/one.yaml --claims 'gram.[lp]*' --reports build/reports)
check 'verify writes figures' exits 0 "${run[@]}"
if command -v gnuplot >/dev/null; then
    check 'the page shows them, light and dark' grep -qF '<picture><source media="(prefers-color-scheme: dark)" srcset="../figures/one.spectrum-dark.svg"><img alt="Eigenvalues of the Gram matrices" src="../figures/one.spectrum.svg" width="800"></picture>' $page
    check 'both pictures are there' eval '[ -s build/reports/figures/one.spectrum.svg ] && [ -s build/reports/figures/one.spectrum-dark.svg ]'
fi
# The two routes to lambda_*: the last enclosure of the figure's data and what `lambda` prints.
least_agrees() {
    exits 0 "$program" lambda cases/one.yaml --json && python3 -c 'import json
from fractions import Fraction as F
l = json.load(open("out"))["lambda_star"]
rows = [r.rstrip("\n").split("\t") for r in open("build/reports/figures/one.spectrum.tsv") if not r.startswith("#")]
limit = [r for r in rows if r[0].startswith("K")]
assert len(limit) == 3 and [r[2] for r in limit] == ["1", "2", "3"], rows
low, high = F(limit[-1][3]), F(limit[-1][4])
assert low <= F(l["upper"]) and F(l["lower"]) <= high and high - low < F(1, 10**8) * high, (limit, l)
assert F(limit[0][3]) >= F(limit[1][3]) >= low > 0'
}
check "the spectrum's last enclosure is that of lambda" least_agrees
cp -r build/reports before
check 'the same bytes again' eval 'exits 0 "$program" report --reports build/reports && diff -r before build/reports'
mkdir empty
check 'without gnuplot: pictures that are still right stay' eval 'exits 0 env PATH=$PWD/empty "$program" report --reports build/reports && [ ! -s err ] && diff -r before build/reports'
sed -i 's/<!-- script .* -->/<!-- script 0 -->/' build/reports/figures/one.spectrum.svg
check 'others are not shown: the same exit status, one line on stderr' eval 'exits 0 env PATH=$PWD/empty "$program" report --reports build/reports && [ "$(grep -c gnuplot err)" -eq 1 ]'
check 'the page says so and links the data' grep -qF '(No picture: gnuplot drew none, or no point can be shown.) [Data](../figures/one.spectrum.tsv)' $page
check 'the picture went, the data stays' eval '[ ! -e build/reports/figures/one.spectrum.svg ] && [ -s build/reports/figures/one.spectrum.tsv ]'
check 'with gnuplot it comes back' eval 'exits 0 "$program" report --reports build/reports && diff -r before build/reports'
finish
