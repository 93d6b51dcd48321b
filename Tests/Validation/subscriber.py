"""Follows a blog as a reader does, which keeps ids between its polls, while its author goes on writing.

Usage: subscriber.py SYNDICATE

A post comes, is renamed, one is withdrawn, one deleted, and a tag is called otherwise. Every feed is polled with feedparser after
each step: over all of it, exactly one entry may be new, and none may be shown again.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import feedparser

URL = "https://blog.example/feeds/"
DOCUMENTS = ["all", "tags/graphs", "tags/rl", "queries-of-graphs", "authors/ann-lee"]
failures = []


class Blog:
    def __init__(self, folder, syndicate):
        self.folder, self.syndicate = pathlib.Path(folder), syndicate
        self.instant = 1_700_000_000
        self.configuration = {
            "site": {"title": "A blog", "url": "https://blog.example/"},
            "sources": [{"type": "markdown", "path": "posts"}],
            "feeds": {
                "url": URL, "tombstones": {},
                "queries": {"queries-of-graphs": {"title": "Graphs, taught", "query": "graphs AND (tutorial OR rl)"}},
                "scopes": {"all": {"path": "all", "archive": {"entries": 4}}, "tag": {}, "author": {}, "query": {}},
            },
        }
        for day in range(1, 10):
            self.write(f"2022-03-0{day}-post-{day}", f"Post {day}", ["graphs", "tutorial"] if day % 2 else ["graphs", "rl"])

    def write(self, name, title, tags, more=""):
        text = f"---\ntitle: {title}\ntags: {json.dumps(tags)}\nauthor: Ann Lee\n{more}---\nThe text of *{name}*.\n"
        (self.folder / "posts").mkdir(exist_ok=True)
        (self.folder / "posts" / f"{name}.md").write_text(text)

    def build(self):
        (self.folder / "config.json").write_text(json.dumps(self.configuration))
        self.instant += 3600
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(self.instant)}
        done = subprocess.run([self.syndicate, "build", "--quiet"], cwd=self.folder, env=environment, capture_output=True, text=True)
        if done.returncode:
            failures.append(f"a build ended with {done.returncode}: {done.stderr}")

    def document(self, address):
        path = self.folder / "feeds" / address.removeprefix(URL)
        return path.read_text() if path.exists() else None


class Subscriber:
    """Of one document: goes where its self link leads, and keeps each id that it was shown."""

    def __init__(self, blog, address):
        self.blog, self.address, self.known, self.alerts = blog, address, {}, []

    def poll(self, step):
        for _ in range(3):
            text = self.blog.document(self.address)
            if text is None:
                failures.append(f"{step}: nothing answers at {self.address}")
                return
            feed = feedparser.parse(text)
            if feed.bozo:
                failures.append(f"{step}: {self.address}: {feed.bozo_exception}")
            moved = next((link.href for link in feed.feed.get("links", []) if link.rel == "self"), self.address)
            if moved == self.address:
                break
            self.address = moved
        seen = {entry.id: (entry.get("published"), entry.link) for entry in feed.entries}
        if self.known:
            self.alerts += [(step, id) for id in seen if id not in self.known]
            for id, before in self.known.items():
                if id in seen and seen[id] != before:
                    failures.append(f"{step}: {self.address}: {id} was {before}, and is {seen[id]}")
        # A reader forgets nothing.
        self.known |= seen


def archived(blog, ending):
    """The ids in the current document and in all that it leads back to."""
    found, address, steps = [], f"{URL}all{ending}", 0
    while address and steps < 100:
        text = blog.document(address)
        if text is None:
            failures.append(f"the archive leads to {address}, which is not there")
            break
        found += [entry.id for entry in feedparser.parse(text).entries]
        match = re.search(r'<(?:atom:)?link rel="prev-archive"[^>]* href="([^"]+)"', text)
        address, steps = match and match[1], steps + 1
    return found


def main():
    syndicate = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        blog = Blog(folder, syndicate)
        blog.build()
        endings = [".atom", ".rss"]
        subscribers = [Subscriber(blog, f"{URL}{name}{ending}") for name in DOCUMENTS for ending in endings]

        def step(name):
            blog.build()
            for subscriber in subscribers:
                subscriber.poll(name)

        step("the first poll")
        if not all(subscriber.known for subscriber in subscribers):
            failures.append("a feed is empty at the first poll")
        blog.write("2022-03-20-new", "New", ["graphs", "rl", "tutorial"])
        step("a post comes")
        blog.write("2022-03-20-new", "New, and renamed", ["graphs", "rl", "tutorial"])
        step("it is renamed")
        blog.write("2022-03-08-post-8", "Post 8", ["graphs", "rl"], "withdrawn: The data were wrong\n")
        step("a post is withdrawn")
        if "The data were wrong" not in blog.document(f"{URL}all.atom"):
            failures.append("the withdrawn post does not say why")
        (blog.folder / "posts" / "2022-03-07-post-7.md").unlink()
        step("a post is deleted")
        if "deleted-entry" not in blog.document(f"{URL}all.atom"):
            failures.append("nothing tells of the post that is deleted")
        blog.configuration["tags"] = {"aliases": {"rl": "reinforcement-learning"}}
        blog.configuration["feeds"]["queries"]["queries-of-graphs"]["query"] = "graphs AND (tutorial OR reinforcement-learning)"
        step("a tag is renamed")
        step("nothing happens")

        for subscriber in subscribers:
            if [when for when, _ in subscriber.alerts] != ["a post comes"]:
                failures.append(f"{subscriber.address}: shows as new {subscriber.alerts}")
        moved = {subscriber.address for subscriber in subscribers if "tags/r" in subscriber.address}
        if moved != {f"{URL}tags/reinforcement-learning{ending}" for ending in endings}:
            failures.append(f"readers of the old tag are at {sorted(moved)}")
        for ending in endings:
            ids = archived(blog, ending)
            if len(set(ids)) != 9:
                failures.append(f"of 9 posts, {len(set(ids))} are in the archive of all{ending}")
        checked = subprocess.run([syndicate, "check", "feeds"], cwd=folder, capture_output=True, text=True)
        if checked.returncode:
            failures.append(f"check finds: {checked.stdout}{checked.stderr}")
    for failure in failures:
        print(f"subscriber: {failure}", file=sys.stderr)
    print(f"subscriber: {len(subscribers)} feeds, {len(failures)} failures")
    sys.exit(1 if failures else 0)


main()
