#!/usr/bin/env bash
# rss2email mails an entry's summary in the place of its article where the two are of different types.
#
# Version:   rss2email 3.14 with feedparser 6.0.14, from PyPI.
# Source:    rss2email/feed.py, Feed._get_entry_content: of an entry's contents and then its summary it takes the first of
#            the type that it prefers: text/plain, or with html-mail text/html.
# Behaviour: `summary type="text"` beside `content type="html"` is mailed instead of the article, as rss2email comes;
#            `summary type="html"` beside `content type="text"` is with html-mail. Of one type, the article is always mailed.
# Seen:      text+html: summary, article · html+text: article, summary · html+html, text+text: article, article
#
# Fails where any of that is otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rss2email==3.14 feedparser==6.0.14

mailed() { # mailed SUMMARY-TYPE CONTENT-TYPE HTML-MAIL: which of the two is mailed
  local place
  place=$(mktemp -d -p "$folder")
  cat >"$place/feed.atom" <<XML
<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:f</id><title>F</title><updated>2024-01-01T00:00:00Z</updated>
<entry><id>urn:e</id><title>E</title><updated>2024-01-01T00:00:00Z</updated><link href="https://example.org/"/>
<content type="$2">The article.</content><summary type="$1">The summary.</summary></entry></feed>
XML
  cat >"$place/config" <<INI
[DEFAULT]
to = reader@example.org
email-protocol = maildir
maildir-path = $place
html-mail = $3
[feed.f]
url = $place/feed.atom
INI
  mkdir -p "$place"/INBOX/{new,cur,tmp}
  "$folder/venv/bin/r2e" -c "$place/config" -d "$place/data" run >/dev/null 2>&1
  cat "$place"/INBOX/new/* | grep -o 'The article\|The summary' | head -1 | cut -d' ' -f2
}

status=0
expect() { # expect SUMMARY-TYPE CONTENT-TYPE AS-IT-COMES WITH-HTML-MAIL
  local found
  found="$(mailed "$1" "$2" False) $(mailed "$1" "$2" True)"
  echo "summary $1, content $2: $found"
  [ "$found" = "$3 $4" ] || { echo "  expected: $3 $4" && status=1; }
}
expect text html summary article
expect html text article summary
expect html html article article
expect text text article article
exit $status
