#!/usr/bin/env bash
# docs/case.schema.json knows the keys, words and limits of the parser, accepts every shipped case and rejects the bad samples.
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
source "$root/tests/cli/common.bash" "$1"
compare() { "$python" "$root/tests/cli/case_schema.py" "$1" "$root" "${@:2}"; }

python=python3
check 'the schema has the tables of words of the parser' compare tables
check 'the program allows the keys of the schema' compare keys "$program"
check 'the schema has the limits of the parser' compare limits
python=''
for candidate in python3 /usr/bin/python3; do
    [ -n "$python" ] || ! "$candidate" -c 'import jsonschema, yaml' 2>/dev/null || python=$candidate
done
if [ -n "$python" ]; then
    "$program" new fresh >/dev/null
    check 'the schema accepts the shipped cases and that of deqcert new' compare accepts fresh.yaml
    check 'the schema rejects the bad samples' compare rejects
else
    for what in accepts rejects; do
        count=$((count + 1))
        echo "ok $count - the schema $what the samples # SKIP no Python with jsonschema and yaml (python3-jsonschema, python3-yaml)"
    done
fi
finish
