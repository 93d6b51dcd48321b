"""A folder of Nikola's, and what Nikola makes of it."""

import email.utils
import xml.etree.ElementTree

from folder import encoded, even, install, run

PACKAGES = {"nikola": "8.3.3", "ruamel_yaml": "0.19.1", "toml": "0.10.2"}
WANTED = "nikola 8.3.3, ruamel.yaml and toml from PyPI"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"

CONFIGURATION = """\
BLOG_AUTHOR = "Site Author"
BLOG_TITLE = "A blog"
SITE_URL = "https://example.org/blog/"
BLOG_EMAIL = "a@example.org"
BLOG_DESCRIPTION = "About"
DEFAULT_LANG = "en"
TRANSLATIONS = {DEFAULT_LANG: "", "de": "./deutsch"}
TRANSLATIONS_PATTERN = '{path}.{lang}.{ext}'
TIMEZONE = "Europe/Berlin"
POSTS = (("posts/*.md", "posts", "post.tmpl"), ("posts/*.html", "posts", "post.tmpl"), ("notes/*.md", "n/otes", "post.tmpl"))
PAGES = (("pages/*.md", "", "page.tmpl"),)
FEED_TEASERS = False
FEED_LENGTH = 5000
"""

NAMES = [
    "plain", "a - b", "x--y", "trail-", "-lead", "Capital Letters", "c#", "C++ tips", "naïve-café", "日本語", "straße", "under_score", "dot.name",
    "v1.10", "Привет-мир", "a&b", "it's", "plus+sign", "comma,name", "emoji-🎉", "(paren)", "tilde~x", "at@home", "2020-01-02-dated", "½-half",
]

SLUGS = ["own", "Own-Capital", "with blank", "C++", "ünï", "日本", "a.b", "x/y", "under_score"]

DATES = {
    "day": "{d}", "time": "{d} 23:30:00", "no seconds": "{d} 23:30", "T": "{d}T23:30:00", "offset": "{d} 20:00:00 UTC-05:00",
    "short offset": "{d} 20:00:00 +0530", "zulu": "{d}T10:00:00Z", "UTC": "{d} 10:00:00 UTC", "slashes": "2020/03/04 10:00:00",
    "month": "12 Feb 2019", "EST": "{d} 20:00:00 EST",
}

TAGS = {
    "one": "one", "two": "one, two words", "signs": "C++, .net, R&D", "twice": "one, one", "blanks": " a ,, b ", "scripts": "日本語, Ünïcode",
    "draft": "draft, x", "semicolon": "p; q", "number": "2024",
}

TITLES = ["C++ tips", "Tips &amp; <em>Dune</em>", "AT&T & R&D", "日本語: タイトル", "“Quoted”", "One - two", "100 %"]

LINES = {
    "draft": "status: draft", "private": "status: private", "featured": "status: featured", "published": "status: published",
    "unknown status": "status: other", "author": "author: Ann Lee", "not pretty": "pretty_url: false", "pretty": "pretty_url: yes",
    "maths": "has_math: true", "link": "link: https://example.net/", "updated": "updated: 2021-01-01", "category": "category: Some Thing",
    "described": "description: In short", "type": "type: text",
}


def folder(site):
    site.write("conf.py", CONFIGURATION)

    def add(name, path, more="", title=None, day=True, matter="<!--\n{lines}-->\n"):
        lines = [f"title: {title or f'A title of {len(site.names)}'}", *([f"date: {site.day()}"] if day else []), *more.splitlines()]
        site.post(path, matter.format(lines="".join(f".. {line}\n" for line in lines)), name=name)

    for name in NAMES:
        add(f"name {name}", f"posts/{name}.md")
    for index, slug in enumerate(SLUGS):
        add(f"slug {slug}", f"posts/slug{index}.md", f"slug: s-{slug}")
    for index, (name, date) in enumerate(DATES.items()):
        add(f"date {name}", f"posts/date{index}.md", "date: " + date.format(d=site.day()), day=False)
    for index, (name, tags) in enumerate(TAGS.items()):
        add(f"tags {name}", f"posts/tags{index}.md", f"tags: {tags}")
    for index, title in enumerate(TITLES):
        add(f"title {title}", f"posts/title{index}.md", title=title)
    for index, (name, line) in enumerate(LINES.items()):
        add(name, f"posts/line{index}.md", line)
    add("without a comment", "posts/bare.md", matter="{lines}")
    add("html", "posts/page.html")
    add("future", "posts/future.md", "date: 2090-01-01", day=False)
    add("in folders", "posts/Some Folder/deep/x.md")
    add("another place", "notes/x.md")
    add("page", "pages/x.md")
    add("translation", "posts/plain.de.md", "slug: eben", day=False)
    site.post("posts/described.md", "", name="described elsewhere")
    site.write("posts/described.meta", f".. title: Described\n.. slug: of-meta\n.. date: {site.day()} 10:00:00\n.. tags: meta\n")
    site.post("posts/yaml.md", f"---\ntitle: In YAML\nslug: in-yaml\ndate: {site.day()} 10:00:00\ntags: [y, z]\n---\n", name="yaml")
    site.post("posts/toml.md", f'+++\ntitle = "In TOML"\nslug = "in-toml"\ndate = "{site.day()} 10:00:00"\ntags = ["t"]\n+++\n', name="toml")


FOLDERS = {"": (folder, {"title": "A blog", "url": "https://example.org/blog/"}, None)}


def program(environment):
    return install(environment, PACKAGES) and [environment / "bin" / "nikola"]


def facts(site, program):
    """What Nikola's own feed of everything holds, in the site's language."""
    run([*program, "build", "--quiet"], site.root)
    posts = {}
    for item in xml.etree.ElementTree.parse(site.root / "output" / "rss.xml").iter("item"):
        posts[site.name(item.findtext("description"))] = {
            "address": encoded(item.findtext("link")),
            "id": item.findtext("guid"),
            "published": int(email.utils.parsedate_to_datetime(item.findtext("pubDate")).timestamp()),
            "title": even(item.findtext("title")),
            "tags": sorted(category.text for category in item.iter("category")),
            "authors": [item.findtext(CREATOR)],
        }
    return posts
