"""Moves a blog from the feed of its generator to Syndicate's, under the eyes of readers that had subscribed to the old one.

Usage: subscriber.py SYNDICATE ENVIRONMENT [GENERATOR ...]

The generator builds its own feed of a small blog, and readers poll it. Then Syndicate builds from the same folder, and its
document takes the place of the old one at the same address. No reader may show an entry as new or as updated.
"""

import calendar
import http.server
import importlib
import json
import mailbox
import os
import pathlib
import shutil
import sqlite3
import sys
import tempfile
import threading

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from folder import ENVIRONMENT, Folder, install, run  # noqa: E402

READERS = {"feedparser": "6.0.12", "rss2email": "3.14"}
DAYS = ["2024-03-01", "2024-03-01", "2024-03-02", "2024-03-10", "2024-07-01", "2024-11-03"]
SLUGS = ["plain", "Capital-Letters", "naïve-café", "v1.10", "under_score", "same-day"]


def jekyll(site):
    site.write("_config.yml", "title: A blog\nurl: https://example.org\nbaseurl: /base\ntimezone: America/New_York\nplugins: [jekyll-feed]\n")
    for day, slug in zip(DAYS, SLUGS):
        site.post(f"_posts/{day}-{slug}.md", f"---\ntitle: About {slug} & more\ncategories: [News]\n---\n")
    site.post("_posts/2024-05-01-own.md", "---\ntitle: Own\npermalink: /own/path/\n---\n")
    site.post("_posts/2024-05-02-timed.md", "---\ntitle: Timed\ndate: 2024-05-02 23:30:00\nlast_modified_at: 2024-06-01 10:00:00 +0100\n---\n")


def pelican(site):
    settings = ["AUTHOR = 'Ann Lee'", "SITENAME = 'A blog'", "SITEURL = 'https://example.org/base'", "PATH = 'content'",
                "TIMEZONE = 'America/New_York'", "DEFAULT_LANG = 'en'", "FEED_ALL_ATOM = 'feeds/all.atom.xml'", "FEED_DOMAIN = SITEURL"]
    site.write("pelicanconf.py", "\n".join(settings) + "\n")
    for day, slug in zip(DAYS, SLUGS):
        site.post(f"content/{slug}.md", f"Title: About {slug} & more\nDate: {day}\nCategory: News\nTags: one, two\n")
    site.post("content/own.md", "Title: Own\nDate: 2024-05-01 10:00\nSlug: Own Slug\n")
    site.post("content/timed.md", "Title: Timed\nDate: 2024-05-02 23:30\nModified: 2024-06-01 10:00\n")


def hugo(site):
    site.write("hugo.toml", 'baseURL = "https://example.org/base/"\ntitle = "A blog"\ntimeZone = "America/New_York"\n'
               '[permalinks]\nnews = "/:year/:month/:slug/"\n')
    for name in ["list", "single"]:
        site.write(f"layouts/_default/{name}.html", "{{ .Content }}")
    for day, slug in zip(DAYS, SLUGS):
        site.post(f"content/posts/{slug}.md", f"---\ntitle: About {slug} & more\ndate: {day}\ntags: [one, two]\n---\n")
    site.post("content/news/own.md", "---\ntitle: Own\ndate: 2024-05-01T10:00:00Z\nslug: Own Slug\n---\n")
    site.post("content/news/timed.md", "---\ntitle: Timed\ndate: 2024-05-02T23:30:00-04:00\nlastmod: 2024-06-01\n---\n")


def nikola(site):
    settings = ['BLOG_AUTHOR = "Ann Lee"', 'BLOG_TITLE = "A blog"', 'SITE_URL = "https://example.org/base/"', 'BLOG_EMAIL = "a@example.org"',
                'BLOG_DESCRIPTION = "About"', 'DEFAULT_LANG = "en"', 'TRANSLATIONS = {DEFAULT_LANG: ""}', 'TIMEZONE = "America/New_York"',
                'POSTS = (("posts/*.md", "posts", "post.tmpl"),)', "PAGES = ()", "FEED_TEASERS = False"]
    site.write("conf.py", "\n".join(settings) + "\n")

    def post(name, title, lines):
        site.post(f"posts/{name}.md", f"<!--\n.. title: {title}\n{lines}-->\n")

    for day, slug in zip(DAYS, SLUGS):
        post(slug, f"About {slug} & more", f".. date: {day}\n.. tags: one, two\n")
    post("own", "Own", ".. slug: own-slug\n.. date: 2024-05-01 10:00:00\n")
    post("timed", "Timed", ".. date: 2024-05-02 23:30:00 UTC-04:00\n.. updated: 2024-06-01\n")


# How the blog is written, the generator's own feed below its output, and the format of that feed.
BLOGS = {
    "jekyll": (jekyll, "feed.xml", "atom", "https://example.org/base/"),
    "pelican": (pelican, "feeds/all.atom.xml", "atom", "https://example.org/base/"),
    "hugo": (hugo, "index.xml", "rss", "https://example.org/base/"),
    "nikola": (nikola, "rss.xml", "rss", "https://example.org/base/"),
}


def generate(name, program, site, output):
    if name == "jekyll":
        run([*program, "build", "--quiet", "--disable-disk-cache", "--source", site.root, "--destination", output], site.root.parent)
    elif name == "pelican":
        run([*program, "--settings", site.root / "pelicanconf.py", "--output", output, site.root / "content"], site.root)
    elif name == "nikola":
        run([*program, "build", "--quiet"], site.root)
        shutil.move(site.root / "output", output)
    else:
        run([*program, "--quiet", "--source", site.root, "--destination", output, "--cacheDir", site.root.parent / "cache"], site.root.parent)


class Host:
    """Serves one document, whatever is asked for, until it is given another."""

    def __enter__(self):
        host = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "application/xml; charset=utf-8")
                self.send_header("Content-Length", str(len(host.document)))
                self.end_headers()
                self.wfile.write(host.document)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/feed.xml"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *arguments):
        self.server.shutdown()
        self.server.server_close()


class Feedparser:
    """What a reader on feedparser keeps: each entry's id, link and the minute of its last change, as those of one day are a second apart (D3)."""

    def __init__(self, folder, environment, address):
        self.address = address
        self.seen = {}

    def poll(self):
        import feedparser

        entries = {
            e.id: [calendar.timegm(e.get("updated_parsed") or e.published_parsed) // 60, e.link] for e in feedparser.parse(self.address).entries
        }
        fresh = [f"{id}: {self.seen.get(id)} → {values}" for id, values in entries.items() if self.seen.get(id) != values]
        self.seen |= entries
        return fresh


class Newsboat:
    def __init__(self, folder, environment, address):
        self.folder = folder
        (folder / "urls").write_text(address + "\n")
        (folder / "config").write_text("refresh-on-startup no\n")

    @staticmethod
    def had(environment):
        return shutil.which("newsboat")

    def poll(self):
        place = self.folder
        environment = {**os.environ, "HOME": str(place)}
        command = ["newsboat", "-u", place / "urls", "-c", place / "cache.db", "-C", place / "config", "-x", "reload"]
        run(["env", f"HOME={environment['HOME']}", *command], place)
        with sqlite3.connect(place / "cache.db") as cache:
            unread = [row[0] for row in cache.execute("select guid from rss_item where unread = 1")]
            cache.execute("update rss_item set unread = 0")
        return unread


class Rss2email:
    def __init__(self, folder, environment, address):
        self.folder = folder
        self.program = environment / "bin" / "r2e"
        (folder / "config").write_text(
            f"[DEFAULT]\nto = reader@example.org\nemail-protocol = maildir\nmaildir-path = {folder}\n[feed.blog]\nurl = {address}\n")
        self.mails = mailbox.Maildir(str(folder / "INBOX"))

    def poll(self):
        run([self.program, "-c", self.folder / "config", "-d", self.folder / "data", "run"], self.folder)
        sent = [mail["X-RSS-ID"] for mail in self.mails]
        self.mails.clear()
        return sent


def moved(name, program, syndicate, environment, adopted):
    """What each reader showed of the old feed, and then of the new one."""
    write, old, form, url = BLOGS[name]
    scratch = pathlib.Path(tempfile.mkdtemp(prefix=f"subscriber-{name}-"))
    try:
        site = Folder(scratch / "blog")
        write(site)
        generate(name, program, site, scratch / "output")
        source = {"type": "markdown", "path": "../blog"}
        if adopted:
            source["adopt"] = f"../output/{old}"
        ours = scratch / "syndicate"
        ours.mkdir()
        configuration = {"site": {"title": "A blog", "url": url}, "sources": [source], "feeds": {"formats": [form], "scopes": {"all": {"path": {form: old}}}}}
        (ours / "config.json").write_text(json.dumps(configuration))
        with Host() as host:
            host.document = (scratch / "output" / old).read_bytes()
            shown = {}
            readers = {"feedparser": Feedparser, "newsboat": Newsboat, "rss2email": Rss2email}
            if not Newsboat.had(environment):
                del readers["newsboat"]
                print("skipped: newsboat, which Debian has")
            for reader, kind in readers.items():
                (scratch / reader).mkdir()
                readers[reader] = kind(scratch / reader, environment, host.address)
                shown[reader] = [readers[reader].poll()]
            run([syndicate, "build", "--strict"], ours)
            host.document = (ours / "feeds" / old).read_bytes()
            for reader in readers:
                shown[reader].append(readers[reader].poll())
        return len(site.names), shown
    finally:
        shutil.rmtree(scratch)


def main():
    syndicate, environment, *names = sys.argv[1:]
    syndicate, environment = pathlib.Path(syndicate).resolve(), pathlib.Path(environment).resolve()
    if not install(environment, READERS):
        print("skipped: subscribers, who want " + " and ".join(f"{reader} {version}" for reader, version in READERS.items()) + " from PyPI")
        return 0
    failed = False
    for name in [name for name in names or BLOGS if name in BLOGS]:
        generator = importlib.import_module(name)
        program = generator.program(environment)
        if not program:
            print(f"skipped: subscribers of {name}, which wants {generator.WANTED}")
            continue
        for adopted in [False, True]:
            count, shown = moved(name, program, syndicate, environment, adopted)
            for reader, (first, second) in shown.items():
                if len(first) != count:
                    print(f"{name}: {reader} showed {len(first)} of {count} posts of the generator's own feed")
                for entry in second:
                    print(f"{name}{', adopted' if adopted else ''}: {reader} shows again {entry}")
                failed = failed or len(first) != count or bool(second)
            print(f"{name}: {count} posts moved{' by adopt' if adopted else ''} before {', '.join(shown)}")
    return 1 if failed else 0


sys.exit(main())
