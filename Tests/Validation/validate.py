"""Holds every feed document below a folder to its schema, and reads it back with feedparser.

Usage: validate.py FOLDER

The JSON document of a feed is held to the JSON Feed schema, the Atom one to the RELAX NG schema of RFC 4287 (where
../shared/schemas is there); then feedparser must find in Atom and RSS, field by field, what the JSON document says.
"""

import calendar
import datetime
import html
import json
import pathlib
import re
import subprocess
import sys
import urllib.parse
from xml.etree import ElementTree

import feedparser
import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
SCHEMAS = ROOT.parent / "shared" / "schemas"
passed = 0
failures = []


def check(holds, what):
    global passed
    if holds:
        passed += 1
    else:
        failures.append(what)


def equal(found, wanted, what):
    check(found == wanted, f"{what}: found {found!r}, wanted {wanted!r}")


def seconds(rfc3339):
    return int(datetime.datetime.fromisoformat(rfc3339.replace("Z", "+00:00")).timestamp())


def plain(markup):
    """The text of the small HTML that plain text becomes in RSS."""
    text = re.sub(r"</p>\s*<p>", "\n\n", markup)
    return html.unescape(re.sub(r"</?p>|<br */?>", "", text))


def read_back(path, feed, is_rss):
    parsed = feedparser.parse(str(path))
    where = str(path)
    check(not parsed.bozo, f"{where}: {parsed.get('bozo_exception')}")
    equal(parsed.feed.get("title"), feed["title"], f"{where} title")
    equal(parsed.feed.get("link"), feed["home_page_url"], f"{where} alternate link")
    own = [link.href for link in parsed.feed.links if link.rel == "self"]
    equal(own, [re.sub(r"\.json$", path.suffix, feed["feed_url"])], f"{where} self link")
    equal(len(parsed.entries), len(feed["items"]), f"{where} number of entries")
    newest = max((seconds(item["date_modified"]) for item in feed["items"]), default=None)
    if newest is not None:
        equal(calendar.timegm(parsed.feed.updated_parsed), newest, f"{where} updated")
    for entry, item in zip(parsed.entries, feed["items"]):
        where = f"{path} {item['id']}"
        equal(entry.id, item["id"], f"{where} id")
        # Atom has to have one.
        if is_rss or "title" in item:
            equal(html.unescape(entry.get("title", "")), item.get("title", ""), f"{where} title")
        equal(entry.get("link"), item.get("url"), f"{where} link")
        equal(calendar.timegm(entry.published_parsed), seconds(item["date_published"]), f"{where} published")
        if not is_rss:
            equal(calendar.timegm(entry.updated_parsed), seconds(item["date_modified"]), f"{where} updated")
        names = ", ".join(author.get("name") for author in entry.authors)
        equal(names, ", ".join(author["name"] for author in item["authors"]), f"{where} authors")
        tags = [tag.term for tag in entry.get("tags", [])]
        equal(tags, item.get("tags", []), f"{where} tags")
        shown = [thumbnail["url"] for thumbnail in entry.get("media_thumbnail", [])]
        equal(shown, [item["image"]] if "image" in item else [], f"{where} image")
        files = [file["url"] for file in item.get("attachments", [])]
        enclosed = [enclosure.href for enclosure in entry.enclosures]
        check(set(enclosed) <= set(files) if is_rss else enclosed == files, f"{where} enclosures: {enclosed}")
        summary = item.get("summary") or item.get("content_text")
        # Of a summary that is not shorter than the content RSS has the content alone.
        if not is_rss or "content" in entry or "summary" not in item:
            equal(plain(entry.summary), summary, f"{where} summary")


def quoted(path, folder):
    return urllib.parse.quote(str(path.relative_to(folder)))


def discover(folder, catalogue, documents):
    """Whether catalogue and OPML name what is there, each feed once, as the feeds name themselves."""
    url = catalogue["feeds_url"]
    named = {feed["addresses"]["json"].removeprefix(url): feed for feed in catalogue["feeds"]}
    equal(sorted(named), sorted(quoted(path, folder) for path in documents), "feeds.json: feeds")
    for path, feed in named.items():
        document = json.loads((folder / urllib.parse.unquote(path)).read_text(encoding="utf-8"))
        equal(feed["title"], document["title"], f"feeds.json: title of {path}")
        check(feed["count"] >= len(document["items"]), f"feeds.json: {path} has {len(document['items'])} posts")
        equal(feed["newest"], document["items"][0]["date_published"], f"feeds.json: newest of {path}")
    opml = folder / "feeds.opml"
    if opml.exists():
        outlines = [outline for outline in ElementTree.parse(opml).iter("outline") if outline.get("xmlUrl")]
        equal(sorted(outline.get("xmlUrl") for outline in outlines),
              sorted(feed["addresses"]["atom"] for feed in catalogue["feeds"]), "feeds.opml: feeds")
        names = {re.sub(r"[\W_]+", "-", outline.get("text")) for outline in outlines}
        equal(len(names), len(outlines), "feeds.opml: names")


def validate(folder):
    schema = None
    if SCHEMAS.is_dir():
        schema = jsonschema.Draft7Validator(
            json.loads((SCHEMAS / "jsonfeed-1.1.json").read_text()), format_checker=jsonschema.FormatChecker())
        for path in sorted(folder.rglob("*.atom")):
            result = subprocess.run(
                ["xmllint", "--noout", "--relaxng", str(SCHEMAS / "atom.rng"), str(path)], capture_output=True, text=True)
            check(result.returncode == 0, f"{path}: {result.stderr.strip()}")
    else:
        print(f"skipped: the schemas are not at {SCHEMAS}")
    catalogue = folder / "feeds.json"
    documents = sorted(path for path in folder.rglob("*.json") if path != catalogue)
    check(documents, f"{folder} holds no JSON Feed document")
    feeds = [path for path in documents if "<fh:archive/>" not in path.with_suffix(".atom").read_text(encoding="utf-8")]
    ids = set()
    for path in documents:
        feed = json.loads(path.read_text(encoding="utf-8"))
        for error in schema.iter_errors(feed) if schema else []:
            check(False, f"{path}: {error.json_path}: {error.message}")
        check(feed["feed_url"].endswith(quoted(path, folder)), f"{path}: feed_url is {feed['feed_url']}")
        published = [seconds(item["date_published"]) for item in feed["items"]]
        check(published == sorted(published, reverse=True), f"{path}: not newest first")
        equal(len({item["id"] for item in feed["items"]}), len(feed["items"]), f"{path}: ids within the feed")
        atom = path.with_suffix(".atom")
        # RFC 5005 §4: the pages of an archive are of one feed.
        if path in feeds:
            check(feedparser.parse(str(atom)).feed.id not in ids, f"{atom}: another feed has its id")
            ids.add(feedparser.parse(str(atom)).feed.id)
        read_back(atom, feed, is_rss=False)
        read_back(path.with_suffix(".rss"), feed, is_rss=True)
    if catalogue.exists():
        discover(folder, json.loads(catalogue.read_text(encoding="utf-8")), feeds)
    for failure in failures:
        print(f"FAILED {failure}")
    print(f"{folder}: {len(documents)} feeds read back")
    print(f"{passed} passed, {len(failures)} failed")
    return not failures


if __name__ == "__main__":
    sys.exit(0 if validate(pathlib.Path(sys.argv[1])) else 1)
