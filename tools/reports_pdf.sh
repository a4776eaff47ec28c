#!/usr/bin/env bash
# reports_pdf.sh DIR FILE.pdf: the pages for people of a reports directory as one PDF, through pandoc and the first PDF engine there is: xelatex
# (formulas as in a paper), weasyprint or wkhtmltopdf (formulas as plain text).
set -eu
directory=$1
pdf=$2
need() { echo "make reports PDF=1: $1 is missing; on Debian: apt-get install $2" >&2; exit 2; }
command -v pandoc >/dev/null || need pandoc 'pandoc texlive-xetex lmodern texlive-latex-recommended texlive-fonts-recommended'
engine=''
for candidate in xelatex weasyprint wkhtmltopdf; do
    if command -v "$candidate" >/dev/null; then engine=$candidate; break; fi
done
[ -n "$engine" ] || need 'a PDF engine' 'texlive-xetex lmodern texlive-latex-recommended texlive-fonts-recommended (or weasyprint)'
[ -s "$directory/index.md" ] || { echo "make reports PDF=1: $directory/index.md is missing: run make reports first" >&2; exit 2; }

work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
pages=("$directory/index.md")
for page in "$directory"/topics/*.md "$directory"/claim-graph.md "$directory"/sharpness.md "$directory"/claims/*.md "$directory"/power.md \
    "$directory"/limits.md "$directory"/reproducibility.md "$directory"/glossary.md; do
    [ -e "$page" ] && pages+=("$page")
done

# GitHub's mathematics becomes pandoc's; links to other pages lose their target, figures become their light SVG's words only, the drawing of the
# claim graph (which only GitHub draws) is left to the page.
for page in "${pages[@]}"; do
    sed -E -e '/^```mermaid/,/^```$/d' -e 's/\$`/$/g; s/`\$/$/g' \
        -e '/^```math$/,/^```$/{s/^```math$/$$/;s/^```$/$$/}' \
        -e 's/\[([^][]*)\]\((\.\.\/)?[^)]*\)/\1/g' -e '/<picture>/,/<\/picture>/d' "$page"
    printf '\n\n'
done >"$work/report.md"
options=(--from 'markdown-raw_tex-raw_html-yaml_metadata_block-citations-implicit_figures+pipe_tables' --metadata 'title=deqcert report'
    --toc --toc-depth=1 --standalone --pdf-engine="$engine")
case $engine in
    xelatex) options+=(-V documentclass=article -V fontsize=10pt -V geometry:margin=2cm -V geometry:landscape -V colorlinks) ;;
    *) options+=(-V papersize=a4) ;;
esac
mkdir -p -- "$(dirname -- "$pdf")"
pandoc "${options[@]}" --output "$pdf" "$work/report.md" || { echo "make reports PDF=1: pandoc with $engine failed" >&2; exit 1; }
echo "$pdf ($engine)"
