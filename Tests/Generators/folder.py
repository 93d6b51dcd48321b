"""What the folders of all generators share: how posts are written, and how they are told apart afterwards."""

import datetime
import html.parser
import json
import os
import pathlib
import re
import subprocess
import urllib.parse

# The build's instant, for who asks for it: what is dated 2090 is in the future for a long time.
NOW = 1767225600
ENVIRONMENT = {**os.environ, "TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8", "SOURCE_DATE_EPOCH": str(NOW)}


class Folder:
    """A site. Each post begins with a word of its own, by which it is found again in what was made of it."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.names = {}
        self.days = 0

    def write(self, path, text):
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def day(self):
        """A day that no other post has: posts of one day would be set a second apart."""
        self.days += 1
        return (datetime.date(2020, 1, 1) + datetime.timedelta(days=3 * self.days)).isoformat()

    def post(self, path, front, body="Some words.", name=None):
        key = f"key{len(self.names):04d}"
        self.names[key] = name or path
        self.write(path, f"{front}\n{key}\n\n{body}\n")

    def name(self, text):
        found = re.search(r"key\d{4}", text)
        return self.names[found.group()] if found else None


def run(command, folder, **more):
    done = subprocess.run([str(part) for part in command], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, **more)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, command))}: exit code {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.stdout


def install(environment, packages):
    """Sees that the environment has packages of PyPI in these very versions. Needs no network where it has."""

    def version(package):
        found = next((environment / "lib").glob(f"python*/site-packages/{package}-*.dist-info"), None)
        return found and found.name.removesuffix(".dist-info").partition("-")[2]

    if any(version(name) != pinned for name, pinned in packages.items()):
        wanted = [f"{name}=={pinned}" for name, pinned in packages.items()]
        subprocess.run(
            [environment / "bin" / "pip", "install", "--quiet", "--disable-pip-version-check", *wanted], capture_output=True, check=False
        )
    return all(version(name) == pinned for name, pinned in packages.items())


def instant(rfc3339):
    return int(datetime.datetime.fromisoformat(rfc3339.replace("Z", "+00:00")).timestamp())


def encoded(address):
    """An address in ASCII, with a path: some generators leave that to browsers."""
    address = re.sub("^(https?://[^/?#]+)$", r"\1/", address)
    return urllib.parse.quote(re.sub("%2([89])", lambda found: "()"[found[1] == "9"], address), safe="%:/?#[]@!$&'()*+,;=~")


class Words(html.parser.HTMLParser):
    """The text of a body: without markup, white space evened."""

    apart = set(
        "address article aside blockquote br dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hr img "
        "iframe li ol p pre section summary table tbody td tfoot th thead tr ul".split()
    )

    # What carries meaning to a reader.
    compared = set("a abbr blockquote br code dd del dl dt em h1 h2 h3 h4 h5 h6 hr img kbd li ol pre strong sub table td th ul".split())

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.parts = []
        self.elements = []
        self.links = []
        self.skipped = 0

    def handle_starttag(self, tag, attributes):
        if tag in ("script", "style"):
            self.skipped += 1
        if tag in self.apart:
            self.parts.append(" ")
        if tag in self.compared:
            self.elements.append(tag)
        self.links += [value for name, value in attributes if name in ("href", "src") and value]

    def handle_endtag(self, tag):
        if tag in ("script", "style"):
            self.skipped = max(0, self.skipped - 1)
        if tag in self.apart:
            self.parts.append(" ")

    def handle_data(self, text):
        if not self.skipped:
            self.parts.append(text)


# Typographic signs are left as they were written: no word is another for it.
TYPOGRAPHY = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " ", "\u202f": " "})


def even(text):
    return " ".join(re.sub(r"-{2,3}", "-", text.translate(TYPOGRAPHY)).replace("\ufe0e", "").split())


def body(markup, address):
    """The words of a body, the elements that they stand in, and where its links lead."""
    reader = Words()
    reader.feed(markup)
    reader.close()
    return {
        "body": even("".join(reader.parts)),
        "elements": " ".join(reader.elements),
        "links": [encoded(urllib.parse.urljoin(address, link)) for link in reader.links],
    }


def words(markup):
    return body(markup, "")["body"]


def syndicate(program, folder, site, languages=None):
    """Builds the folder with Syndicate, and gives what its JSON Feed documents say of each post."""
    output = folder.root.parent / "syndicate"
    output.mkdir(parents=True)
    configuration = {
        "site": site,
        "sources": [{"type": "markdown", "path": os.path.relpath(folder.root, output)}],
        "feeds": {"entries": 5000, "bytes": 500_000_000, "formats": ["json"]},
    }
    if languages:
        configuration["languages"] = languages
    (output / "config.json").write_text(json.dumps(configuration))
    done = subprocess.run([program, "build", "--verbose"], cwd=output, env=ENVIRONMENT, capture_output=True, text=True)
    (output / "log").write_text(done.stdout + done.stderr)
    documents = [output / "feeds" / "all.json", *sorted((output / "feeds" / "languages").glob("*.json"))]
    if not documents[0].exists():
        raise RuntimeError(f"syndicate: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    posts = {}
    for document in documents:
        feed = json.loads(document.read_text())
        for item in feed["items"]:
            markup = item.get("content_html", item.get("content_text", ""))
            posts[folder.name(markup)] = {
                "address": item.get("url"),
                "id": item["id"],
                "published": instant(item["date_published"]),
                "title": even(item.get("title", "")),
                "tags": sorted(item.get("tags", [])),
                "authors": [author.get("name") for author in item.get("authors", feed.get("authors", []))],
                "language": item.get("language", feed.get("language")),
                **body(markup, item.get("url", "")),
            }
    return posts
