#!/usr/bin/env bash
# What the published reports say is what the program says today, word for word: every evidence, count, table and planted falsehood of
# the statements decided without sampled networks, and of descent and of the planted networks.  Where BLAS takes part, the last digits
# of decimals may be another processor's.  With another FLINT than the reports', the verdicts alone.
set -u
if ! command -v python3 >/dev/null; then
    echo 'ok 1 - published # SKIP python3 absent'
    echo '1..1'
    exit 0
fi
program=$(realpath -- "$1")
cd "$(dirname -- "${BASH_SOURCE[0]}")/../.." || exit 1
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
number=0 failures=0
same_flint=$([ "$("$program" --version | sed -n 's/.*FLINT \([0-9.]*[0-9]\).*/\1/p')" = "$(sed -n 's/^| FLINT | \(.*\) |$/\1/p' reports/provenance.md)" ] && echo yes || echo no)

# All cases; for two families, which take a minute for them, a few, and of the claims' pages the planted falsehoods only.
for family in activation background gram mondeq gd hermite deq; do
    number=$((number + 1)) cases=() planted=
    case $family in
        hermite) cases=(cases/{tanh,relu,step}-points.yaml) ;;
        deq) cases=(cases/planted/sigma-no-limit.yaml) ;;
    esac
    [ ${#cases[@]} -eq 0 ] || planted='## Planted falsehoods'
    "$program" verify "${cases[@]}" --profile standard --claims "$family.*" --store "$work/$family.db" --reports "$work/$family" >"$work/out" 2>&1
    problems=$(python3 - "$work/$family" "$family" "$same_flint" "$planted" <<'PYTHON'
import difflib, glob, os, re, sys
new, family, same_flint, planted = sys.argv[1], sys.argv[2], sys.argv[3] == "yes", sys.argv[4]
def sections(page):
    """heading -> text; links as their text, since where they lead depends on the folder of the reports."""
    with open(page, encoding="utf-8") as file:
        text = re.sub(r"\[([^][]*)\]\([^()\s]*\)", r"\1", file.read().replace("`", ""))
    if not same_flint:
        text = text[text.find(planted):] if planted in text else ""
        text = re.sub(r"\d*\.\d+(e[-+]?\d+)?", "#", text)
        text = "\n".join(line for line in text.split("\n") if re.match(r"\*\*\w|Must be", line))
        return {("", ""): text}
    parts, out, above = re.split(r"(?m)^(#+ .*)\n", "\n" + text), {}, ""
    for heading, body in zip(parts[1::2], parts[2::2]):
        above = heading if heading.startswith("## ") else above
        out[above, heading] = body
    return out
rounded = family in ("gram", "gd", "deq")
DECIMAL = re.compile(r"(-?\d+(?:\.\d+(?:e[-+]?\d+)?|e[-+]?\d+))")
def same(one, other):
    """Equal; where doubles choose, equal but for decimals that differ by a thousandth at most or are all noise."""
    one, other = DECIMAL.split(one), DECIMAL.split(other)
    return len(one) == len(other) and all(
        x == y or rounded and k % 2 and (abs(float(x) - float(y)) <= 1e-3 * abs(float(y)) or max(abs(float(x)), abs(float(y))) < 1e-15) for k, (x, y) in enumerate(zip(one, other)))
compared = 0
def compare(page, wanted):
    global compared
    here, published = sections(os.path.join(new, page)), sections(os.path.join("reports", page))
    for heading in [h for h in here if wanted(h)]:
        compared += 1
        if not same(here[heading], published.get(heading, "")):
            lines = difflib.unified_diff(published.get(heading, "").split("\n"), here[heading].split("\n"), "reports/" + page, "now", n=0, lineterm="")
            print("\n".join([heading[1], *(line[:300] for line in lines)]))
for page in sorted(glob.glob(f"claims/{family}.*.md", root_dir=new)):
    if ".experiment-" not in page:  # sampled, in doubles
        compare(page, lambda heading: planted in ("", heading[0]) or not same_flint)
if same_flint:
    for page in sorted(glob.glob("cases/*.md", root_dir=new)):
        compare(page, lambda heading: heading[1].startswith(f"### {family}.") and ".experiment-" not in heading[1])
if compared < 3:
    print(f"only {compared} sections were compared")
PYTHON
    )
    if [ -z "$problems" ]; then echo "ok $number - reports/ on $family.*"; else
        failures=1
        echo "not ok $number - reports/ on $family.*"
        head -n 60 <<<"$problems" | sed 's/^/# /'
        echo '# run: make reports'
    fi
done
echo "1..$number"
exit $failures
