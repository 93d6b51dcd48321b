"""The same feeds with PyPI's feedgen, Atom and RSS: python3 with_feedgen.py CATALOG FOLDER

An entry is made once and put into every feed that holds it; posts that no feed holds are not turned into entries.
"""

import json
import os
import sys
from datetime import datetime

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

SITE = "https://bench.example/"
ENTRIES = 20


def published(post):
    return datetime.fromisoformat(post["date_published"].replace("Z", "+00:00"))


def entry_of(post):
    entry = FeedEntry()
    entry.load_extension("dc")
    entry.id(post["id"])
    entry.guid(post["id"], permalink=True)
    entry.title(post["title"])
    entry.link(href=post["url"], rel="alternate", type="text/html")
    entry.published(published(post))
    entry.updated(published(post))
    for person in post["authors"]:
        entry.author(name=person["name"], uri=person.get("url"))
    entry.dc.dc_creator([person["name"] for person in post["authors"]])
    entry.category([{"term": tag.replace(" ", "-"), "label": tag} for tag in post["tags"]])
    entry.summary(post["summary"])
    entry.content(post["content_html"], type="html")
    return entry


def publish(folder, scope, title, entries):
    feed = FeedGenerator()
    feed.load_extension("dc")
    feed.id(f"tag:bench.example,2004-01-01:feeds/{scope}")
    feed.title(title)
    feed.subtitle("Posts that nobody wrote, to be published by every program alike")
    feed.link(href=f"{SITE}feeds/{scope}.atom", rel="self")
    feed.link(href=SITE, rel="alternate")
    feed.language("en")
    feed.updated(entries[0].updated())
    feed.lastBuildDate(entries[0].updated())
    for entry in entries:
        feed.add_entry(entry, order="append")
    feed.atom_file(f"{folder}/{scope}.atom")
    feed.rss_file(f"{folder}/{scope}.rss")


def main():
    catalog, folder = sys.argv[1:]
    with open(catalog, encoding="utf-8") as file:
        catalog = json.load(file)
    posts = sorted(catalog["items"], key=lambda post: (published(post), post["id"]), reverse=True)
    feeds = {}
    for post in posts:
        for tag in post["tags"]:
            chosen = feeds.setdefault(tag, [])
            if len(chosen) < ENTRIES:
                chosen.append(post)

    made = {}

    def entries(chosen):
        for post in chosen:
            if post["id"] not in made:
                made[post["id"]] = entry_of(post)
        return [made[post["id"]] for post in chosen]

    os.makedirs(f"{folder}/tags", exist_ok=True)
    for tag, chosen in feeds.items():
        publish(folder, f"tags/{tag.replace(' ', '-')}", f"Tag: {tag} · {catalog['title']}", entries(chosen))
    publish(folder, "all", catalog["title"], entries(posts[:ENTRIES]))


main()
