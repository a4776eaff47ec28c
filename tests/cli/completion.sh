#!/usr/bin/env bash
# The manual page and the completion for bash, both made from the commands' table.
root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
source "$root/tests/cli/common.bash" "$1"

"$program" help --completion >completion && source ./completion
touch 'one case.yaml' two.yaml other.csv
mkdir -p sub

# completes WANTED WORD...: the completions of the last word are the words of WANTED, separated by "|".
completes() {
    local wanted=$1 got
    shift
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    COMP_WORDS[0]=$program
    _deqcert 2>/dev/null
    got=$(printf '%s\n' "${COMPREPLY[@]}" | sort | paste -sd'|')
    [ "$got" = "$wanted" ] || { echo "got $got, not $wanted"; return 1; }
}
offers() { # offers WANTED WORD...: among the completions
    local wanted=$1
    shift
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    COMP_WORDS[0]=$program
    _deqcert 2>/dev/null
    printf '%s\n' "${COMPREPLY[@]}" | grep -qxF -- "$wanted" || { echo "no $wanted among: ${COMPREPLY[*]}"; return 1; }
}
check 'the script is registered' eval 'complete -p deqcert | grep -q "_deqcert deqcert"'
check 'a command' completes 'help|hermite' deqcert he
check 'a command that is whole' completes lambda deqcert lambda
commands=$("$program" --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p')
check 'commands were read' [ "$(wc -w <<<"$commands")" -ge 12 ]
for command in $commands; do
    check "the command $command" offers "$command" deqcert ''
    for option in $("$program" "$command" --help | sed -n 's/^  \(--[a-z-]*\).*/\1/p'); do
        check "$command $option" offers "$option" deqcert "$command" --
    done
done
check 'an option' completes --bits deqcert lambda two.yaml --b
check 'no options of other commands' completes '' deqcert lambda --terms
check 'a case' completes 'one case.yaml|sub|two.yaml' deqcert lambda ''
check 'a case after an option' completes 'two.yaml' deqcert verify --fresh tw
check 'a file' completes other.csv deqcert certify two.yaml --output ot
check 'a file after -o' completes other.csv deqcert certify two.yaml -o ot
check 'a file after --output=' completes other.csv deqcert certify two.yaml --output = ot
check 'a directory' completes sub deqcert verify --reports s
check 'a claim' completes hermite.parseval deqcert claims hermite.parse
check 'a claim of --claims' offers hermite.parseval deqcert verify --claims her
check 'nothing for an expression' completes '' deqcert hermite t
check 'nothing for a number' completes '' deqcert lambda two.yaml --bits ''
check 'help COMMAND' completes lambda deqcert help lam

"$program" help --man >deqcert.1
plain() { groff -man -ww -Tascii -P-cbou "$1" 2>warnings; [ ! -s warnings ] || { cat warnings; return 1; }; }
if command -v groff >/dev/null; then
    check 'deqcert(1) without warnings' eval 'plain deqcert.1 >text && grep -q "EXIT STATUS" text'
    check 'deqcert-check(1) without warnings' eval 'plain "$root/docs/deqcert-check.1" | grep -q "SYNOPSIS"'
    squeezed() { tr -s ' \n' ' ' | sed 's/- //g; s/-//g'; }
    for command in $commands; do
        example=$("$program" "$command" --help | tail -1 | squeezed)
        check "deqcert(1) shows the example of $command" eval 'squeezed <text | grep -qF -- "$example"'
    done
else
    count=$((count + 1))
    echo "ok $count - the manual pages # SKIP no groff"
fi
finish
