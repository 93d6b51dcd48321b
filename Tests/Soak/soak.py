#!/usr/bin/env python3
"""soak.py SYNDICATE SECONDS: edits at random for the whole time under a running `syndicate watch`, of a listing, then of JSON.

One watch runs through, and its memory and descriptors are to stay flat; another is killed a hundred times at random
moments. At the end each site's feeds are compared, byte by byte, with a cold build of the same ledger.
Prints its figures; exit 1 where something does not hold. SEED=… repeats a run.
"""

import atexit
import json
import os
import pathlib
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
import xml.dom.minidom

POSTS = 60
KILLS = 100


class Site:
    """A folder with a listing of POSTS posts, behind a link, and what an editor does to it."""

    file = "posts.txt"
    source = {"type": "listing", "path": "current/posts.txt", "links": "links.json"}

    def __init__(self, root, random):
        self.root = pathlib.Path(root)
        self.random = random
        self.edits = [0] * POSTS
        self.listings = [self.root / "one", self.root / "two"]
        for folder in self.listings:
            folder.mkdir(parents=True)
        (self.root / "current").symlink_to("one")
        (self.root / "config.json").write_text(json.dumps({
            "site": {"title": "Soak", "url": "https://soak.example/"},
            "sources": [self.source],
            "feeds": {"entries": POSTS},
        }))
        (self.root / "links.json").write_text("{}")
        self.write(self.listings[0])

    def text(self):
        posts = []
        for number in range(POSTS):
            day = 1 + number % 28
            tags = " ".join(f"tag{(number + self.edits[number] * shift) % 9}" for shift in (0, 1))
            posts.append(f"Post {number} edit {self.edits[number]}\n\n{day:02} {'Jan Feb Mar'.split()[number // 28]} 2022"
                         f" | {tags} Writer, Ann\n\nSummary {number}, which stays.\n")
        return "\n\n".join(reversed(posts))

    def write(self, folder):
        (folder / self.file).write_text(self.text())

    def edit(self):
        """One edit of one post, saved in one of the ways in which editors and tools save."""
        self.edits[self.random.randrange(POSTS)] += 1
        folder = (self.root / "current").resolve()
        way = self.random.choice(["in place", "rename", "backup", "delete", "switch", "folder", "config", "noise"])
        if way == "in place":
            self.write(folder)
        elif way == "rename":
            (folder / ".new").write_text(self.text())
            os.rename(folder / ".new", folder / self.file)
        elif way == "backup":
            os.rename(folder / self.file, folder / f"{self.file}~")
            self.write(folder)
        elif way == "delete":
            (folder / self.file).unlink()
            time.sleep(self.random.choice([0, 0.01, 0.3]))
            self.write(folder)
        elif way == "switch":
            other = next(each for each in self.listings if each.name != folder.name)
            self.write(other)
            (self.root / "link").symlink_to(other.name)
            os.rename(self.root / "link", self.root / "current")
        elif way == "folder":
            os.rename(folder, self.root / "away")
            folder.mkdir()
            self.write(folder)
            subprocess.run(["rm", "-r", self.root / "away"], check=True)
        elif way == "config":
            self.write(folder)
            text = (self.root / "config.json").read_text()
            (self.root / "config.json").write_text("{")
            (self.root / "config.json").write_text(text)
        elif way == "noise":
            self.write(folder)
            for number in range(200):
                (folder / f"{number}.tmp").write_text("")
            for number in range(200):
                (folder / f"{number}.tmp").unlink()

    def ids(self):
        return sorted(item["id"] for item in json.loads((self.root / "feeds/all.json").read_text())["items"])

    def check_whole(self):
        for path in (self.root / "feeds").rglob("*"):
            if path.suffix in (".atom", ".rss"):
                xml.dom.minidom.parse(str(path))
            elif path.suffix == ".json":
                json.loads(path.read_text())

    def is_current(self):
        try:
            feed = json.loads((self.root / "feeds/all.json").read_text())
        except FileNotFoundError:
            return False
        return sorted(item["title"] for item in feed["items"]) == sorted(
            f"Post {number} edit {edit}" for number, edit in enumerate(self.edits))

    def documents(self, folder):
        root = self.root / folder
        return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


class JSONSite(Site):
    """The same posts as JSON, of which a build follows what changed; what it keeps for that is damaged now and then."""

    file = "posts.json"
    source = {"type": "json", "path": "current/posts.json"}

    def text(self):
        return json.dumps([{
            "id": f"urn:soak:{number}", "title": f"Post {number} edit {self.edits[number]}",
            "date_published": f"2022-{1 + number // 28:02}-{1 + number % 28:02}T10:00:{number:02}Z",
            "tags": [f"tag{(number + self.edits[number] * shift) % 9}" for shift in (0, 1)],
            "authors": [{"name": "Ann Writer"}], "summary": f"Summary {number}, which stays.",
        } for number in reversed(range(POSTS))], indent=1)

    def edit(self):
        super().edit()
        kept = self.root / ".syndicate/edition.bin"
        damage = self.random.choice(["none"] * 6 + ["gone", "torn", "other"])
        try:
            if damage == "gone":
                kept.unlink()
            elif damage == "torn":
                os.truncate(kept, self.random.randrange(kept.stat().st_size))
            elif damage == "other":
                bytes = bytearray(kept.read_bytes())
                bytes[self.random.randrange(len(bytes))] ^= 1
                kept.write_bytes(bytes)
        except (FileNotFoundError, ValueError, IndexError):
            pass  # there is none just now


class Watch:
    def __init__(self, program, site):
        self.site = site
        with open(site.root / "out", "ab") as out, open(site.root / "err", "ab") as err:
            self.start = out.tell()
            self.process = subprocess.Popen(
                [program, "watch", "--json"], cwd=site.root, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        # Also where something does not hold.
        atexit.register(self.process.kill)

    def size(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]), len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def processor_seconds(self):
        fields = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def events(self):
        lines = (self.site.root / "out").read_bytes()[self.start:].decode().split("\n")[:-1]
        return [json.loads(line) for line in lines]

    def wait_until_current(self):
        deadline = time.monotonic() + 60
        while not (any(event["event"] == "watching" for event in self.events()) and self.site.is_current()):
            assert self.process.poll() is None, "the watch ended"
            assert time.monotonic() < deadline, "the feeds did not become what the listing says"
            time.sleep(0.05)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(60) == 0, "SIGTERM: exit 0"


def check_cold(program, site):
    site.check_whole()
    left = [path for path in site.root.rglob("*") if path.name.startswith(".syndicate-") or path.name == "lock"]
    assert not left, f"left behind: {left}"
    subprocess.run([program, "build", "--quiet", "--force", "--output", "cold"], cwd=site.root, check=True)
    assert site.documents("feeds") == site.documents("cold"), "the feeds differ from those of a cold build"


def soak(program, seconds, random, site):
    """One watch for the whole time."""
    watch = Watch(program, site)
    watch.wait_until_current()
    ids = site.ids()
    start = time.monotonic()
    edits, samples = 0, []
    while time.monotonic() - start < seconds:
        for _ in range(random.choice([1, 1, 1, 5, 20])):
            site.edit()
            edits += 1
        time.sleep(random.choice([0, 0.05, 0.3, 0.6]))
        samples.append((time.monotonic() - start, *watch.size()))
    site.write((site.root / "current").resolve())
    watch.wait_until_current()
    # The first fifth warms up: buffers, and what the allocator keeps.
    settled = [sample for sample in samples if sample[0] > seconds / 5]
    builds = [event for event in watch.events() if event["event"] == "built"]
    failures = sum(event["event"] in ("failed", "refused", "misconfigured") for event in watch.events())
    print(f"soak: {seconds} s, {edits} edits, {len(builds)} builds, {failures} of what was between two edits refused, "
          f"{watch.processor_seconds():.1f} s of CPU")
    memory = [sample[1] for sample in settled]
    descriptors = [sample[2] for sample in settled]
    print(f"      memory {memory[0] / 1024:.1f} MiB after a fifth of it, {memory[-1] / 1024:.1f} at the end, "
          f"{max(memory) / 1024:.1f} at most; descriptors {min(descriptors)} to {max(descriptors)}")
    assert site.ids() == ids, "an id moved"
    assert max(memory[len(memory) // 2:]) < memory[0] + 8 * 1024, "memory grows"
    watch.stop()
    check_cold(program, site)
    print(f"      all {len(site.documents('feeds'))} documents equal to a cold build")


def kill(program, kills, random, site):
    """A watch that is killed, again and again, while a writer edits."""
    subprocess.run([program, "build", "--quiet"], cwd=site.root, check=True)
    ids = site.ids()
    for _ in range(kills):
        watch = Watch(program, site)
        end = time.monotonic() + random.uniform(0, 0.6)
        while time.monotonic() < end:
            site.edit()
            time.sleep(random.uniform(0, 0.2))
        watch.process.kill()
        watch.process.wait()
        site.check_whole()
    watch = Watch(program, site)
    watch.wait_until_current()
    assert site.ids() == ids, "an id moved"
    watch.stop()
    check_cold(program, site)
    print(f"kill: {kills} times, every document whole, no id moved, all {len(site.documents('feeds'))} documents equal "
          "to a cold build")


def main():
    program, seconds = os.path.abspath(sys.argv[1]), int(sys.argv[2])
    seed = int(os.environ.get("SEED") or random.randrange(1 << 32))
    print(f"seed {seed}")
    for kind in (Site, JSONSite):
        print(f"{kind.file}:")
        with tempfile.TemporaryDirectory() as root:
            soak(program, seconds // 2, random.Random(seed), kind(f"{root}/soak", random.Random(seed)))
            kills = min(KILLS // 2, max(5, seconds // 6))
            kill(program, kills, random.Random(seed), kind(f"{root}/kill", random.Random(seed)))


main()
