#!/bin/bash
# Python-Markdown 3.11.3 (PyPI "Markdown"; Pelican's reader), https://python-markdown.github.io/
# with the extensions that Pelican asks for: codehilite, extra, meta.
#
# What nobody would write from memory, and Syndicate follows:
#   1. An item of the other kind goes on with the list that is open, numbered or not, even behind a blank line.
#   2. A list needs a blank line before it, or is text of the paragraph.
#   3. Two blanks nest nothing: four do.
#   4. A footnote that nothing refers to is shown all the same.
#   5. Cells beyond the head of a table are gone without a word.
#
# Fails where any of that is no longer so. Output seen: five lines "as found".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "Markdown==3.11.3" "Pygments==2.19.2"
"$folder/venv/bin/python" - <<'PYTHON'
import re
import sys

import markdown

failed = False


def check(what, text, expected):
    global failed
    html = markdown.markdown(
        text, extensions=["markdown.extensions.codehilite", "markdown.extensions.extra", "markdown.extensions.meta"])
    html = re.sub(r">\s+<", "><", html).replace("\n", " ")
    found = expected in html
    failed = failed or not found
    print(("as found: " if found else "CHANGED: ") + what + ("" if found else f"\n  {html}"))


check("items of both kinds are of one list", "\n1. a\n\n- b\n", "<ol><li><p>a</p></li><li><p>b</p></li></ol>")
check("no list begins in a paragraph", "\na\n- b\n", "<p>a - b</p>")
check("two blanks nest nothing", "\n- a\n  - b\n", "<ul><li>a</li><li>b</li></ul>")
check("a footnote is shown that nothing refers to", "\na\n\n[^x]: unused\n", 'id="fn:x"><p>unused')
check("cells beyond the head are gone", "\na | b\n--|--\nc | d | e\n", "<tr><td>c</td><td>d</td></tr></tbody>")
sys.exit(failed)
PYTHON
