"""Holds the feeds of Tests/Validation/sample to what real readers show of them.

Usage: readers.py SYNDICATE

feedparser, rss2email and podcastparser are run where Python has them, newsboat and Perl's XML::Feed where the machine has
them; what is missing is skipped, saying so. Of readers that cannot be run here (Liferea, tt-rss) their rule is held to, as
it was seen in their sources.
"""

import importlib.util
import json
import mailbox
import os
import pathlib
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

SAMPLE = pathlib.Path(__file__).resolve().parent / "sample"
# What each post's article says, wherever a reader has to show it and not the summary.
ARTICLES = {
    "urn:sample:picture": "The article itself",
    "urn:sample:summary": "The article, short.",
    "urn:sample:note": "A note, without a title.",
    "urn:sample:link": "Worth reading.",
    "urn:sample:sound": "The notes of the episode",
    "urn:sample:plain": "It has two paragraphs.",
}
TITLES = {
    "urn:sample:picture": "A picture & <b>words</b>",
    "urn:sample:summary": "A long summary",
    "urn:sample:link": "A link",
    "urn:sample:sound": "A sound",
    "urn:sample:plain": "Plain",
}
passed = 0
failures = []


def equal(found, wanted, what):
    global passed
    if found == wanted:
        passed += 1
    else:
        failures.append(f"{what}: found {found!r}, wanted {wanted!r}")


def articles(found, reader, without=()):
    """`found` is by id what the reader shows as the article."""
    wanted = {id: text for id, text in ARTICLES.items() if id not in without}
    equal(sorted(found), sorted(wanted), f"{reader}: the posts")
    for id, text in wanted.items():
        equal(text in (found.get(id) or ""), True, f"{reader}: the article of {id} in {found.get(id)!r}")


def titles(found, reader):
    for id, title in TITLES.items():
        equal(found.get(id), title, f"{reader}: the title of {id}")


def feedparser_reads(feeds, folder):
    import feedparser

    for name in ["all.atom", "all.rss"]:
        entries = {entry.id: entry for entry in feedparser.parse(str(feeds / name)).entries}
        reader = f"feedparser, {name}"
        # Where it finds no content it takes what RSS describes.
        shown = {id: e.content[0].value if "content" in e else e.summary for id, e in entries.items()}
        articles(shown, reader)
        picture, sound, link = (entries[f"urn:sample:{id}"] for id in ["picture", "sound", "link"])
        equal([tag.term for tag in picture.tags], ["C++", "Deep Learning"], f"{reader}: tags")
        equal(", ".join(a.name for a in picture.authors), "Ann Lee, Bo Day", f"{reader}: authors")
        equal([t["url"] for t in picture.media_thumbnail], ["https://example.org/a.png"], f"{reader}: the picture")
        equal(picture.enclosures + picture.get("media_content", []), [], f"{reader}: files of a post with a picture")
        files = [e.href for e in sound.enclosures] + [c["url"] for c in sound.get("media_content", [])]
        equal(files, ["https://example.org/s.mp3", "https://example.org/s.pdf"], f"{reader}: files")
        equal(link.link, "https://example.org/link/", f"{reader}: the page of a link post")
        related = [l.href for l in link.links if l.rel == "related"]
        equal(related, ["https://elsewhere.example/x"], f"{reader}: what a link post is about")
    equal(entries["urn:sample:note"].get("title"), None, "feedparser, all.rss: the title of a note")


def rss2email_reads(feeds, folder):
    program = pathlib.Path(sys.executable).parent / "r2e"
    for name in ["all.atom", "all.rss"]:
        for html in ["False", "True"]:
            place = folder / f"mail-{name}-{html}"
            place.mkdir()
            (place / "config").write_text(
                f"[DEFAULT]\nto = reader@example.org\nemail-protocol = maildir\nmaildir-path = {place}\nhtml-mail = {html}\n"
                f"multipart-html = False\n[feed.sample]\nurl = {feeds / name}\n")
            mailbox.Maildir(str(place / "INBOX"))
            subprocess.run(
                [program, "-c", place / "config", "-d", place / "data", "run"], check=True, capture_output=True)
            mails = list(mailbox.Maildir(str(place / "INBOX")))
            shown = {m["X-RSS-ID"]: m.get_payload(decode=True).decode() for m in mails}
            articles(shown, f"rss2email, {name}, html-mail {html}")
            tags = {m["X-RSS-ID"]: m["X-RSS-TAGS"] for m in mails}
            equal(tags["urn:sample:picture"], "C++,Deep Learning", f"rss2email, {name}: tags")


def podcastparser_reads(feeds, folder):
    import podcastparser

    with open(feeds / "all.rss", "rb") as stream:
        episodes = {e["guid"]: e for e in podcastparser.parse("file:///sample", stream)["episodes"]}
    # What has no title and no file is no episode to it.
    articles({id: e["description_html"] for id, e in episodes.items()}, "podcastparser", without=["urn:sample:note"])
    titles({id: e["title"] for id, e in episodes.items()}, "podcastparser")
    files = {id: [file["url"] for file in e["enclosures"]] for id, e in episodes.items()}
    equal(files["urn:sample:picture"], [], "podcastparser: files of a post with a picture")
    equal(
        files["urn:sample:sound"], ["https://example.org/s.mp3", "https://example.org/s.pdf"], "podcastparser: files")


def newsboat_reads(feeds, folder):
    for name in ["all.atom", "all.rss"]:
        place = folder / f"newsboat-{name}"
        place.mkdir()
        (place / "urls").write_text(f"file://{feeds / name}\n")
        (place / "config").write_text("refresh-on-startup no\n")
        subprocess.run(
            ["newsboat", "-u", place / "urls", "-c", place / "cache.db", "-C", place / "config", "-x", "reload"],
            check=True, capture_output=True, env={**os.environ, "HOME": str(place)})
        rows = sqlite3.connect(place / "cache.db").execute(
            "select guid, title, author, url, content, enclosure_url from rss_item").fetchall()
        items = {row[0]: row for row in rows}
        articles({id: row[4] for id, row in items.items()}, f"newsboat, {name}")
        titles({id: row[1] for id, row in items.items()}, f"newsboat, {name}")
        equal(items["urn:sample:picture"][2], "Ann Lee, Bo Day", f"newsboat, {name}: authors")
        equal(items["urn:sample:picture"][5], "", f"newsboat, {name}: the file of a post with a picture")
        equal(items["urn:sample:sound"][5], "https://example.org/s.mp3", f"newsboat, {name}: the file")
        equal(items["urn:sample:link"][3], "https://example.org/link/", f"newsboat, {name}: the page of a link post")


PERL = """
use XML::Feed; use JSON::PP; use open qw(:std :utf8);
my $feed = XML::Feed->parse($ARGV[0]) or die XML::Feed->errstr;
print JSON::PP->new->canonical->encode([map { { id => $_->id, title => $_->title, author => $_->author, link => $_->link,
  body => $_->content->body, tags => [$_->category] } } $feed->entries]);
"""


def xml_feed_reads(feeds, folder):
    for name in ["all.atom", "all.rss"]:
        result = subprocess.run(["perl", "-e", PERL, feeds / name], check=True, capture_output=True, text=True)
        entries = {entry["id"]: entry for entry in json.loads(result.stdout)}
        reader = f"XML::Feed, {name}"
        articles({id: e["body"] for id, e in entries.items()}, reader)
        titles({id: e["title"] for id, e in entries.items()}, reader)
        # Of Atom it tells the first.
        authors = "Ann Lee" if name == "all.atom" else "Ann Lee, Bo Day"
        equal(entries["urn:sample:picture"]["author"], authors, f"{reader}: authors")
        equal(entries["urn:sample:picture"]["tags"], ["C++", "Deep Learning"], f"{reader}: tags")


def rules_read(feeds, folder):
    """tt-rss (classes/FeedItem_Atom.php) and elfeed go by local names, and take the first."""

    def local(element):
        return element.tag.rpartition("}")[2]

    shown = {}
    atom = "{http://www.w3.org/2005/Atom}"
    for entry in ET.parse(feeds / "all.atom").getroot().iter(f"{atom}entry"):
        first = {}
        for element in entry.iter():
            first.setdefault(local(element), element)
        shown[entry.findtext(f"{atom}id")] = first["content"].text
        equal(first["title"].text, entry.findtext(f"{atom}title"), "tt-rss: the title")
    articles(shown, "tt-rss, all.atom")
    # Liferea (src/parsers/rss_item.c) and tt-rss take of description and content:encoded the longer one.
    shown = {}
    for item in ET.parse(feeds / "all.rss").getroot().iter("item"):
        texts = [item.findtext("{http://purl.org/rss/1.0/modules/content/}encoded"), item.findtext("description")]
        shown[item.findtext("guid")] = max((text or "" for text in texts), key=len)
    articles(shown, "Liferea and tt-rss, all.rss")
    # Liferea lists each media:content as a file, and gPodder plays it.
    for name in ["all.atom", "all.rss"]:
        media = ET.parse(feeds / name).getroot().iter("{http://search.yahoo.com/mrss/}content")
        equal([m.get("url") for m in media if m.get("url").endswith(".png")], [], f"Liferea, {name}: pictures as files")


def has_module(name):
    return importlib.util.find_spec(name) is not None


def has_xml_feed():
    return shutil.which("perl") and subprocess.run(["perl", "-MXML::Feed", "-e1"], capture_output=True).returncode == 0


READERS = [
    ("feedparser", lambda: has_module("feedparser"), feedparser_reads),
    ("rss2email", lambda: has_module("rss2email"), rss2email_reads),
    ("podcastparser", lambda: has_module("podcastparser"), podcastparser_reads),
    ("newsboat", lambda: shutil.which("newsboat"), newsboat_reads),
    ("XML::Feed (libxml-feed-perl)", has_xml_feed, xml_feed_reads),
    ("the rules of tt-rss and Liferea", lambda: True, rules_read),
]

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        shutil.copytree(SAMPLE, folder / "site")
        subprocess.run(
            [pathlib.Path(sys.argv[1]).resolve(), "build", "--quiet", "--config", folder / "site" / "config.json"],
            check=True)
        for reader, is_there, read in READERS:
            if is_there():
                read(folder / "site" / "feeds", folder)
            else:
                print(f"skipped: {reader} is not here")
    for failure in failures:
        print(f"FAILED {failure}")
    print(f"readers: {passed} passed, {len(failures)} failed")
    sys.exit(1 if failures else 0)
