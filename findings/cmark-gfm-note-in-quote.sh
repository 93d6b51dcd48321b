#!/bin/bash
# cmark-gfm 0.29.0.gfm.13, as GitHub made it (PyPI "cmarkgfm" 2025.10.22 binds it), https://github.com/github/cmark-gfm
#
# What nobody would write from memory: within a quote a footnote's note has one paragraph.
#   1. Behind a blank line, what is indented by four blanks goes on with the note.
#   2. In an item of a list it does as well.
#   3. In a quote the line that is blank but for its ">" ends the note, and what is indented behind it is code in the quote.
#
# Fails where any of that is no longer so. Output seen: three lines "as found".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "cmarkgfm==2025.10.22"
"$folder/venv/bin/python" - <<'PYTHON'
import sys

import cmarkgfm
from cmarkgfm.cmark import Options

failed = False


def check(what, text, expected):
    global failed
    html = cmarkgfm.github_flavored_markdown_to_html(text, options=Options.CMARK_OPT_FOOTNOTES)
    found = expected in html.replace("\n", "")
    failed = failed or not found
    print(("as found: " if found else "CHANGED: ") + what + ("" if found else f"\n  {html}"))


check("what is indented goes on with the note", "a[^n]\n\n[^n]: first\n\n    second\n", "<p>first</p><p>second ")
check("in a list, too", "- a[^n]\n\n  [^n]: first\n\n      second\n", "<p>first</p><p>second ")
check("in a quote it is code", "> a[^n]\n>\n> [^n]: first\n>\n>     second\n", "<pre><code>second</code></pre></blockquote>")
sys.exit(failed)
PYTHON
