"""What the runner and the instruction counts share: folders in memory, catalogs, documents, the tools of this machine."""

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
TOOLS = f"{ROOT}/.build-bench"
SYNDICATE = os.environ.get("SYNDICATE") or f"{ROOT}/.build-release/release/syndicate"
REPORT = f"{ROOT}/docs/performance.md"
MEMORY = "/dev/shm"
EDITED = 10  # the post that is changed: among the newest twenty of the site and of each of its tags


def say(text):
    print(text, file=sys.stderr, flush=True)


def sentence(text):
    """Ends the program with a sentence."""
    say(text)
    raise SystemExit(1)


def output_of(*command):
    """The first line that a command prints, or nothing."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return (done.stdout.strip() or done.stderr.strip()).split("\n")[0] if done.returncode == 0 else ""


def install(*packages):
    """Installs Debian packages; false where that cannot be done."""
    if not shutil.which("apt-get"):
        return False
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    say(f"installing {' '.join(packages)}")
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    try:
        subprocess.run([*sudo, "apt-get", "update", "-qq"], **quiet, timeout=300)
        done = subprocess.run(
            [*sudo, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, **quiet, timeout=600)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def memory_folder():
    """A folder in memory that goes when the program ends, however it ends; what a killed one left is swept."""
    os.makedirs(MEMORY, exist_ok=True)
    for name in os.listdir(MEMORY):
        if name.startswith("syndicate-bench-"):
            owner = name.split("-")[2]
            if not os.path.exists(f"/proc/{owner}"):
                shutil.rmtree(f"{MEMORY}/{name}", ignore_errors=True)
    folder = tempfile.mkdtemp(prefix=f"syndicate-bench-{os.getpid()}-", dir=MEMORY)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    return folder


def age(path, seconds=3600):
    """Lets a file be older than any record of a build: a file as young as the record counts as changed."""
    instant = time.time_ns() - seconds * 1_000_000_000
    os.utime(path, ns=(instant, instant))


class Edited:
    """A file of which one post is changed, and changed back, as an editor does: a new file in place of the old."""

    def __init__(self, folder, path):
        self.folder, self.path = folder, path
        os.link(path, f"{folder}/original")

    def edit(self, what, longer):
        """Changes the "title" or the "body"; returns what tells the post in a document."""
        with open(f"{self.folder}/original", "rb") as original, open(f"{self.folder}/edited", "wb") as edited:
            identifier = self.change(original, edited, what, longer)
        age(f"{self.folder}/edited", 60)
        os.replace(f"{self.folder}/edited", self.path)
        return identifier

    def restore(self):
        os.link(f"{self.folder}/original", f"{self.folder}/restored")
        os.replace(f"{self.folder}/restored", self.path)
        # Renaming one name of a file onto another of the same file does nothing.
        if os.path.exists(f"{self.folder}/restored"):
            os.unlink(f"{self.folder}/restored")


class EditedCatalog(Edited):
    def change(self, original, edited, what, longer):
        lines = [original.readline() for _ in range(EDITED + 2)]
        post = json.loads(lines[-1].rstrip(b",\n"))
        old = post["title"]
        post["title"] = old + " (revised)" if longer else "An" + old[2:]
        lines[-1] = json.dumps(post, ensure_ascii=False, separators=(",", ":")).encode() + b",\n"
        edited.writelines(lines)
        shutil.copyfileobj(original, edited, 1 << 20)
        return post["id"]


class EditedPost(Edited):
    def change(self, original, edited, what, longer):
        text = original.read()
        if what == "body":
            text = text + b"\nThis came later.\n" if longer else text[:-2] + b"!\n"
        else:
            text = text.replace(b'title: "On', b'title: "Revised: on' if longer else b'title: "An', 1)
        edited.write(text)
        return self.path.partition("/content/")[2].removesuffix(".md") + "/"


def generate(posts, folder, *options):
    """Writes posts.json and its configuration."""
    subprocess.run([sys.executable, f"{HERE}/generate.py", str(posts), folder, *options], check=True)
    for name in ("posts.json", "config.json"):
        age(f"{folder}/{name}")
    return EditedCatalog(folder, f"{folder}/posts.json")


def generate_folder(posts, folder):
    """Writes a folder of Markdown posts and its configurations."""
    subprocess.run([sys.executable, f"{HERE}/folder.py", str(posts), folder], check=True)
    for place, _, names in os.walk(folder):
        for path in (place, *(f"{place}/{name}" for name in names)):
            age(path)
    return EditedPost(folder, sorted(files(f"{folder}/site/content"), reverse=True)[EDITED])


def files(folder):
    return [f"{place}/{name}" for place, _, names in os.walk(folder) for name in names]


def documents(folder):
    """Every document: path → what changes when it is written again."""
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            state = os.lstat(f"{place}/{name}")
            found[os.path.relpath(f"{place}/{name}", folder)] = (state.st_ino, state.st_mtime_ns, state.st_size)
    return found


def written(before, after):
    return {path for path, state in after.items() if before.get(path) != state} | (before.keys() - after.keys())


def holding(folder, paths, identifier):
    """The documents that hold an entry."""
    found = set()
    for path in paths:
        with open(f"{folder}/{path}", "rb") as file:
            if identifier.encode() in file.read():
                found.add(path)
    return found


def processor():
    with open("/proc/cpuinfo") as file:
        return next((line.split(":")[1].strip() for line in file if line.startswith("model name")), "unknown processor")


def write_block(name, lines):
    """Replaces what stands between the marks of that name in docs/performance.md."""
    start, end = f"<!-- {name}: written by the benchmarks -->", f"<!-- {name}: end -->"
    with open(REPORT, encoding="utf-8") as file:
        text = file.read()
    if start not in text or end not in text:
        sentence(f"{REPORT} has no place for this: it needs the lines {start} and {end}.")
    head, _, rest = text.partition(start)
    with open(REPORT, "w", encoding="utf-8") as file:
        file.write(head + start + "\n" + "\n".join(lines) + "\n" + end + rest.partition(end)[2])
    say(f"written to {os.path.relpath(REPORT, ROOT)}")


def read_block(name):
    start, end = f"<!-- {name}: written by the benchmarks -->", f"<!-- {name}: end -->"
    try:
        with open(REPORT, encoding="utf-8") as file:
            text = file.read()
    except FileNotFoundError:
        return []
    return text.partition(start)[2].partition(end)[0].strip().split("\n") if start in text else []
