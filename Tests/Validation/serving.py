"""What clients of others' make of the server: `make validate-serve`.

serving.py SYNDICATE_SERVE: serves the sample in a scratch folder, and has curl, feedparser, newsboat, rss2email and Chromium read
it, as far as they are there.
"""

import json
import mailbox
import os
import pathlib
import re
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from browser import Browser

SERVE = os.path.abspath(sys.argv[1])
ROOT = pathlib.Path(__file__).resolve().parents[2]
faults, skipped = [], []


def check(is_so, what):
    if not is_so:
        faults.append(what)


def run(*arguments, **options):
    return subprocess.run(arguments, **{"capture_output": True, "text": True, "timeout": 60, **options})


class Server:
    def __init__(self, folder, *options, config="config.json", limit=None):
        self.log = open(folder / "log", "a+")
        self.process = subprocess.Popen(
            [SERVE, "serve", "--config", config, "--port", "0", *options], cwd=folder, stderr=self.log,
            preexec_fn=limit and (lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))))
        self.folder = folder
        for _ in range(300):
            text = (folder / "log").read_text()
            found = re.findall(r"listening on (\S+)", text)
            if len(found) > 0 and self.is_ready(found[-1]):
                self.url = found[-1]
                return
            time.sleep(0.1)
        sys.exit(f"the server does not start: {text}")

    def is_ready(self, url):
        return run("curl", "-ks", url + "readyz").stdout.startswith('{"status":"ready"')

    def stop(self):
        self.process.terminate()
        return self.process.wait(20)


def fields(text):
    return {n.lower(): v for n, v in re.findall(r"^([\w-]+): (.*?)\r?$", text, re.M)}


def with_curl(server):
    head = run("curl", "-sI", server.url + "all.atom")
    tag = fields(head.stdout)["etag"]
    for coding in ("gzip", "br"):
        found = run("curl", "-sI", "-H", f"Accept-Encoding: {coding}", server.url + "all.atom").stdout
        check(fields(found).get("content-encoding") == coding, f"curl: {coding} is not taken")
    plain = run("curl", "-s", server.url + "all.atom").stdout
    check(plain == run("curl", "-s", "--compressed", server.url + "all.atom").stdout, "curl: compressed differs")
    code = ("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}")
    check(run(*code, "-H", f"If-None-Match: {tag}", server.url + "all.atom").stdout == "304", "curl: no 304")
    saved = str(server.folder / "saved")
    for expected in ("200", "304"):
        found = run(*code, "--etag-save", saved, "--etag-compare", saved, server.url + "all.rss").stdout
        check(found == expected, f"curl: {found} by its own tags, not {expected}")
    half = server.folder / "half"
    half.write_text(plain[:1000])
    run("curl", "-s", "-C", "-", "-o", str(half), server.url + "all.atom")
    check(half.read_text() == plain, "curl: a download that goes on gives something else")
    moved = run(*code, "-L", server.url + "feeds").stdout
    check(moved == "200", f"curl: {moved} behind a redirect")


def with_feedparser(server):
    try:
        import feedparser
    except ImportError:
        skipped.append("feedparser")
        return
    for name in ("all.atom", "all.rss", "tags/reproducibility.atom"):
        first = feedparser.parse(server.url + name)
        check(first.status == 200 and len(first.entries) > 0 and not first.bozo, f"feedparser: {name} is not read")
        again = feedparser.parse(server.url + name, etag=first.etag)
        check(again.status == 304 and not again.entries, f"feedparser: {again.status} by the tag of {name}")
        again = feedparser.parse(server.url + name, modified=first.modified)
        check(again.status == 304, f"feedparser: {again.status} by the date of {name}")


def with_newsboat(server):
    if not shutil.which("newsboat"):
        skipped.append("newsboat")
        return
    home = server.folder / "newsboat"
    home.mkdir()
    (home / "urls").write_text(f"{server.url}all.atom\n{server.url}tags/graphs.rss\n")
    (home / "config").write_text("")
    for _ in range(2):
        found = run(
            "newsboat", "-u", str(home / "urls"), "-C", str(home / "config"), "-c", str(home / "cache"), "-x", "reload",
            "print-unread", env={**os.environ, "HOME": str(home)})
    check(re.search(r"\b[1-9]\d* unread", found.stdout), f"newsboat: {found.stdout}{found.stderr}")
    metrics = run("curl", "-s", server.url + "metrics").stdout
    check('feed="all",format="atom",status="304"' in metrics, "newsboat: it is not told that nothing is new")


def with_rss2email(server):
    program = pathlib.Path(sys.executable).parent / "r2e"
    if not program.exists():
        skipped.append("rss2email")
        return
    place = server.folder / "rss2email"
    place.mkdir()
    (place / "config").write_text(
        f"[DEFAULT]\nto = reader@example.org\nemail-protocol = maildir\nmaildir-path = {place}\n"
        f"[feed.atom]\nurl = {server.url}all.atom\n[feed.rss]\nurl = {server.url}all.rss\n")
    mails = mailbox.Maildir(str(place / "INBOX"))

    def poll():
        said = run(program, "-c", place / "config", "-d", place / "data", "run")
        check(said.returncode == 0 and "error" not in said.stderr.lower(), f"rss2email: {said.stdout}{said.stderr}")
        subjects = [mail["Subject"] for mail in mails]
        mails.clear()
        return subjects

    first = poll()
    check(len(first) > 20, f"rss2email: it mails {len(first)} entries")
    # Once by the tag, and once without, as it forgets the tag when nothing is new.
    for _ in range(2):
        again = poll()
        check(not again, f"rss2email: it mails again {again}")
    statuses = run("curl", "-s", server.url + "metrics").stdout
    for form in ("atom", "rss"):
        check(f'feed="all",format="{form}",status="304"' in statuses, f"rss2email: no 304 of {form}")
    # The tag of what it has now; then one more entry, which is a delta for who understands that.
    poll()
    listing = next((server.folder / "catalog").glob("*.txt"))
    text = listing.read_text()
    first_title = "Deep Neural Nets: 33 years ago"
    check(first_title in text, "rss2email: the listing has another first post")
    listing.write_text(text.replace(
        first_title, f"A post of today\n\n27 Mar 2022 | graphs Lee, Ann\n\nIt is about graphs.\n\n\n{first_title}", 1))
    for _ in range(300):
        if "A post of today" in run("curl", "-s", server.url + "all.rss").stdout:
            break
        time.sleep(0.1)
    news = poll()
    check(len(news) == 2 and all("A post of today" in subject for subject in news), f"rss2email: it mails {news} as new")
    check(not poll(), "rss2email: it mails the new post again")
    check('status="226"' not in run("curl", "-s", server.url + "metrics").stdout, "rss2email: it is sent a delta")


def with_chromium(server):
    if not Browser.program:
        skipped.append("Chromium")
        return
    with Browser(server.folder / "chromium", server.url.rstrip("/")) as browser:
        browser.open(server.url)
        # What the page itself says of it: all comes from the server, and nothing is refused.
        loaded = [each["request"]["url"] for each in browser.events_of("Network.requestWillBeSent")]
        check(loaded[0] == server.url, f"Chromium: {loaded[:1]} is loaded first")
        check(all(url.startswith((server.url, "data:")) for url in loaded), f"Chromium: it loads {loaded}")
        wrong = browser.events_of("Log.entryAdded") + browser.events_of("Runtime.exceptionThrown")
        check(not [each for each in wrong if "favicon" not in json.dumps(each)], f"Chromium: {wrong}")
        browser.evaluate(
            "window.buttons = [...document.querySelectorAll('button')];"
            " window.links = [...document.querySelectorAll('section li a, .formats a')];"
            " window.rows = [...document.querySelectorAll('section li')];"
            " window.seen = () => rows.filter(row => row.getClientRects().length).map(row => row.querySelector('b').textContent)")
        addresses = browser.evaluate("links.map(link => link.href)")
        count = browser.evaluate("buttons.length")
        check(count == len(addresses) > 20, f"Chromium: {count} buttons of {len(addresses)} links")
        # Copying, by the mouse, to the clipboard that there is.
        for index, address in enumerate(addresses):
            browser.click(f"buttons[{index}]")
            copied = browser.evaluate("new Promise(done => setTimeout(done, 0)).then(() => navigator.clipboard.readText())")
            check(copied == address, f"Chromium: the button of {address} copies {copied}")
        said = browser.evaluate("document.getElementById('say').textContent")
        check(said.startswith("Copied the "), f"Chromium: copying says {said!r}")
        # Subscribing, by what was copied: each is a feed, of its own type.
        types = {"atom": "application/atom+xml", "rss": "application/rss+xml", "json": "application/feed+json"}
        # The page itself may fetch nothing.
        found = run("curl", "-sI", "-w", "%{stderr}%{http_code} %{content_type}\n", *addresses).stderr
        for address, answer in zip(addresses, found.splitlines(), strict=True):
            kind = types[address.rsplit(".", 1)[1]]
            check(answer.startswith(f"200 {kind}"), f"Chromium: {address} is answered {answer}")
        # Searching, by the keyboard.
        browser.click("document.getElementById('q')")
        browser.type("learn")
        seen = browser.evaluate("seen()")
        check(seen and all("learn" in name.lower() for name in seen), f"Chromium: a search finds {seen}")
        check(len(seen) < browser.evaluate("rows.length"), "Chromium: a search hides nothing")
        check(
            browser.evaluate("document.getElementById('found').textContent").startswith(str(len(seen))),
            "Chromium: a search does not say how much it finds")
        browser.evaluate("document.getElementById('q').select()")
        browser.type("qqqq")
        check(browser.evaluate("seen().length") == 0, "Chromium: a search finds what there is not")
        browser.click("document.querySelector('summary')")
        check(browser.evaluate("document.querySelector('details').open"), "Chromium: the details do not open")


def with_tls(folder):
    made = run(
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
        "-subj", "/CN=first", "-keyout", "k.pem", "-out", "c.pem", cwd=folder)
    if made.returncode != 0:
        skipped.append("TLS, as openssl is not there")
        return
    config = json.loads((folder / "config.json").read_text())
    config["serve"] = {"tls": {"certificate": "c.pem", "key": "k.pem"}, "accessLog": "access.log"}
    (folder / "tls.json").write_text(json.dumps(config))
    server = Server(folder, config="tls.json")
    of = ("curl", "-ks", "-o", "/dev/null", "-w", "%{http_version} %{http_code} %{size_download}")
    size = (folder / "feeds/all.atom").stat().st_size
    check(run(*of, server.url + "all.atom").stdout == f"2 200 {size}", "TLS: no HTTP/2")
    for more in ((), ("-H", "Connection: close")):
        found = run(*of, "--http1.1", *more, server.url + "all.atom").stdout
        check(found == f"1.1 200 {size}", f"TLS: {found} over HTTP/1.1")
    found = run(*of, "-X", "POST", "-d", "a=b", server.url + "all.atom").stdout
    check(found.startswith("2 405"), f"TLS: {found} of a POST")
    several = run("curl", "-ks", "--parallel", *(server.url + "all.atom" for _ in range(50)), text=False)
    check(len(several.stdout) == 50 * size, "TLS: fifty at once are not whole")
    port = server.url.split(":")[2].strip("/")
    names = []
    for name in ("first", "second"):
        shown = run("openssl", "s_client", "-connect", f"127.0.0.1:{port}", stdin=subprocess.DEVNULL).stdout
        names.append(f"CN = {name}" in shown)
        run(
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
            "2", "-subj", "/CN=second", "-keyout", "k.pem", "-out", "c.pem", cwd=folder)
        os.kill(server.process.pid, 1)
        time.sleep(1)
    with socket.create_connection(("127.0.0.1", int(port)), timeout=30) as silent:
        check(silent.recv(1) == b"", "TLS: who never shakes hands is not closed")
    check(names == [True, True], f"TLS: another certificate is not taken: {names}")
    check(server.stop() == 0, "TLS: the end is no good one")
    check('"GET /all.atom HTTP/2.0" 200' in (folder / "access.log").read_text(), "TLS: nothing is logged")


def with_sockets(folder):
    path = folder / "s.sock"
    process = subprocess.Popen([SERVE, "serve", "--socket", "s.sock"], cwd=folder, stderr=subprocess.DEVNULL)
    of = ("curl", "-s", "-o", "/dev/null", "-w", "%{http_code}")
    for _ in range(100):
        found = run(*of, "--unix-socket", str(path), "http://a/all.atom").stdout
        if found == "200":
            break
        time.sleep(0.1)
    check(found == "200", f"a Unix socket: {found}")
    process.terminate()
    check(process.wait(20) == 0 and not path.exists(), "a Unix socket: it is left behind")
    if not shutil.which("systemd-socket-activate"):
        skipped.append("systemd-socket-activate")
        return
    process = subprocess.Popen(
        ["systemd-socket-activate", "-l", "127.0.0.1:18999", SERVE, "serve"], cwd=folder, stderr=subprocess.DEVNULL)
    for _ in range(100):
        found = run(*of, "http://127.0.0.1:18999/all.atom").stdout
        if found == "200":
            break
        time.sleep(0.1)
    check(found == "200", f"a socket of systemd: {found}")
    process.terminate()
    process.wait(20)


def with_few_descriptors(folder):
    server = Server(folder, limit=64)
    address = ("127.0.0.1", int(server.url.split(":")[2].strip("/")))
    request = b"GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"
    first = socket.create_connection(address)
    others = [socket.create_connection(address) for _ in range(200)]
    for _ in range(3):
        first.sendall(request)
        check(first.recv(4096).startswith(b"HTTP/1.1 200"), "few descriptors: an open connection is not answered")
    for other in others:
        other.close()
    last = socket.create_connection(address)
    last.settimeout(20)
    last.sendall(request)
    check(last.recv(4096).startswith(b"HTTP/1.1 200"), "few descriptors: it does not go on")
    check(server.stop() == 0, "few descriptors: the end is no good one")


folder = pathlib.Path(tempfile.mkdtemp())
try:
    for name in ("config.json", "catalog", ".syndicate", "feeds"):
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, folder / name)
    server = Server(folder)
    for client in (with_curl, with_feedparser, with_newsboat, with_rss2email, with_chromium):
        client(server)
    check(server.stop() == 0, "the end is no good one")
    with_tls(folder)
    with_sockets(folder)
    with_few_descriptors(folder)
finally:
    shutil.rmtree(folder, ignore_errors=True)
for what in skipped:
    print(f"skipped: {what}")
for fault in faults:
    print(fault, file=sys.stderr)
print("curl, feedparser, newsboat, rss2email and Chromium read what is served" if not faults else f"{len(faults)} faults")
sys.exit(bool(faults))
