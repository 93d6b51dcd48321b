#!/usr/bin/env bash
# rss2email asks for deltas, as feedparser does for every program on it, and takes the answer for an error.
#
# Version:   rss2email 3.14 with feedparser 6.0.14, from PyPI.
# Source:    feedparser/http.py sends `A-IM: feed` with every request; rss2email/feed.py, Feed._check_for_errors, takes any
#            status but 200, 301, 302, 304 and 307 for a failure.
# Behaviour: a server that answers 226 (RFC 3229) to the ETag that rss2email sends back, with the new entry alone, is
#            reported as failing; nothing is mailed, and the ETag stays, so that the next poll is answered 226 again. A program on
#            feedparser that does not look at the status is given the new entries.
# Seen:      first poll: 200, one mail, A-IM: feed · second: 226, no mail, “HTTP status 226” · third: the same
#            feedparser itself: 226, one entry
#
# Fails where any of that is otherwise.
set -euo pipefail
folder=$(mktemp -d)
trap 'kill %1 2>/dev/null || true; rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check rss2email==3.14 feedparser==6.0.14

cat >"$folder/server.py" <<'PY'
import http.server
import sys

ENTRY = """<entry><id>urn:{0}</id><title>{0}</title><updated>2024-01-0{0}T00:00:00Z</updated>
<link href="https://example.org/{0}"/><content type="html">No. {0}</content></entry>"""
FEED = '<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:f</id><title>F</title><updated>2024-01-02T00:00:00Z</updated>{}</feed>'


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        known = self.headers["If-None-Match"]
        manipulation = self.headers["A-IM"]
        status = 226 if known else 200
        body = FEED.format(ENTRY.format(2 if known else 1)).encode()
        self.send_response(status)
        if known:
            self.send_header("IM", "feed")
        self.send_header("Content-Type", "application/atom+xml")
        self.send_header("ETag", '"new"' if known else '"old"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        print(status, manipulation, known, file=open(sys.argv[1], "a"), flush=True)

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, file=open(sys.argv[2], "w"), flush=True)
server.serve_forever()
PY
mkfifo "$folder/port"
python3 "$folder/server.py" "$folder/log" "$folder/port" &
read -r port <"$folder/port"

cat >"$folder/config" <<INI
[DEFAULT]
to = reader@example.org
email-protocol = maildir
maildir-path = $folder
[feed.f]
url = http://127.0.0.1:$port/feed.atom
INI
mkdir -p "$folder"/INBOX/{new,cur,tmp}

status=0
expect() { # expect WHAT FOUND EXPECTED
  echo "$1: $2"
  [ "$2" = "$3" ] || { echo "  expected: $3" && status=1; }
}
poll() { # poll: how many mails there are then, and whether it speaks of the status
  local said
  said=$("$folder/venv/bin/r2e" -c "$folder/config" -d "$folder/data" run 2>&1 || true)
  echo "$(find "$folder/INBOX/new" -type f | wc -l) mail, $(grep -c 'HTTP status 226' <<<"$said" || true) error"
}
expect "first poll" "$(poll)" "1 mail, 0 error"
expect "second poll" "$(poll)" "1 mail, 1 error"
expect "third poll" "$(poll)" "1 mail, 1 error"
expect "the server saw" "$(paste -sd'|' "$folder/log")" '200 feed None|226 feed "old"|226 feed "old"'
found=$("$folder/venv/bin/python" -c "
import feedparser
document = feedparser.parse('http://127.0.0.1:$port/feed.atom', etag='\"old\"')
print(document.status, len(document.entries), 'entry')")
expect "feedparser itself" "$found" "226 1 entry"
exit $status
