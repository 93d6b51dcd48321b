"""A folder of Pelican's, and what Pelican makes of it."""

import json
import xml.etree.ElementTree

from bodies import BODIES
from folder import body, encoded, even, install, instant, run, words

PACKAGES = {"pelican": "4.12.0", "markdown": "3.11.3"}
WANTED = "pelican 4.12.0 and markdown 3.11.3 from PyPI"
ATOM = "{http://www.w3.org/2005/Atom}"

CONFIGURATION = """\
AUTHOR = 'Site Author'
SITENAME = 'A blog'
SITEURL = 'https://example.org'
PATH = 'content'
TIMEZONE = 'Europe/Berlin'
DEFAULT_LANG = 'en'
FEED_ALL_ATOM = 'feeds/all.atom.xml'
FEED_MAX_ITEMS = 5000
FEED_DOMAIN = SITEURL
IGNORE_FILES = ['ignored-*']
ARTICLE_EXCLUDES = ['left-out']
"""

# What the feed does not tell, a plug-in does.
PLUGIN = """\
import json
from pelican import signals

def facts(generators):
    generator = next(each for each in generators if hasattr(each, 'articles'))
    articles = list(generator.articles)
    for article in generator.articles:
        articles += article.translations
    with open({facts!r}, 'w') as file:
        json.dump([{{'address': generator.settings['SITEURL'] + '/' + article.url, 'language': article.lang, 'body': article.content,
                    'authors': [str(author) for author in article.authors], 'category': str(article.category),
                    'tags': [str(tag) for tag in getattr(article, 'tags', [])]}} for article in articles], file)

def register():
    signals.all_generators_finalized.connect(facts)
"""

TITLES = {
    "plain": "Plain words", "node": "Node.js: what's new?", "amp": "AT&T", "entity": "Tips &amp; <em>Dune</em>", "sharp": "Straße & Fuß", "han": "日本語 タイトル",
    "kana": "ひらがな カタカナ", "hangul": "한국어 제목", "cyrillic": "Привет, мир", "greek": "Καλημέρα κόσμε", "accents": "Über naïve café", "under": "x_y and z",
    "dashes": "a - b -- c", "signs": "C++ and C#", "slash": "TCP/IP", "dots": "Version 1.10", "quotes": "“Quoted” ‘words’", "emoji": "Party 🎉 time", "number": "2024",
    "plus": "1 + 1 = 2", "percent": "100 %", "turkish": "İstanbul ığ", "polish": "Łódź", "nordic": "Ærø ðþ", "vietnamese": "Tiếng Việt", "ligature": "ﬁne ½",
    "arabic": "العربية", "hebrew": "עברית", "html": "A <b>bold</b> title", "less": "x < y", "colon": "D: e: f", "trailing": "Ends with !", "dash end": "- lead and trail -",
    "em dash": "One — two", "brackets": "[x] (y) {z}", "devanagari": "हिन्दी", "nbsp": "a\u00a0b", "stars": "**bold** `code`",
}

DATES = {
    "alone": "{d}", "minutes": "{d} 23:30", "seconds": "{d} 23:30:15", "zulu": "{d}T10:00:00Z", "T": "{d}T10:00", "offset": "{d} 23:30 +0200",
    "west": "{d}T20:00:00-08:00", "EST": "{d} 20:00 EST", "words": "12 February 2020", "rfc 822": "Sun, 12 Jan 2020 10:00:00 +0100", "future": "2090-01-01",
    "slashes": "2020/02/14", "months first": "01.02.2020", "American": "3/4/2020", "half": "{d} 10am", "h": "{d} 10h30", "together": "20200203T1000", "fraction": "{d} 10:00:00.75", "am": "{d} 9:05 PM", "UTC": "{d} 23:30 UTC",
}

TAGS = {
    "text": "one, two words", "one": "one", "semicolons": "a, b; c, d", "signs": "c++, C#, .net, R&D", "scripts": "日本語, Ünïcode", "blanks": " padded ,  , x",
    "twice": "one, one", "number": "2024, 1.10", "case": "Ruby, Python",
}

LINES = {
    "draft": "Status: draft", "hidden": "Status: hidden", "published": "Status: published", "unknown": "Status: sketch", "capital": "Status: Draft", "skip": "Status: skip",
    "slug": "Slug: own-slug-x", "slug capitals": "Slug: Own Slug", "slug signs": "Slug: c++", "slug script": "Slug: größe",
    "author": "Author: Ann Lee", "authors": "Authors: Ann Lee, Bo Day", "names turned": "Authors: Lee, Ann; Day, Bo", "author and": "Author: Ann Lee and Bo Day",
    "category": "Category: A Category", "summary": "Summary: Short", "save": "URL: elsewhere/x.html\nSave_as: elsewhere/x.html", "modified": "Modified: 2023-01-01",
    "template": "Template: article", "feed": "Feed: false", "unlisted": "Unlisted: true", "keywords": "Keywords: kw",
    "other language": "Lang: de", "category script": "Category: Ünï",
}


def folder(site):
    site.write("pelicanconf.py", CONFIGURATION)

    def post(name, path, lines="", body="Some words.", title=None, date=None):
        front = f"Title: {title or f'A title of {len(site.names)}'}\nDate: {date or site.day() + ' 10:00'}\n{lines}"
        site.post(f"content/{path}", front.rstrip() + "\n", body, name)

    for name, title in TITLES.items():
        post(f"title {name}", f"t-{name}.md", title=title)
    for name, date in DATES.items():
        post(f"date {name}", f"d-{name}.md", date=date.format(d=site.day()))
    for name, tags in TAGS.items():
        post(f"tags {name}", f"g-{name}.md", f"Tags: {tags}")
    for name, lines in LINES.items():
        post(name, f"l-{name}.md", lines)
    for name, body in BODIES.items():
        post(f"body {name}", f"b-{name}.md", body=body)
    post("in a folder", "News/x.md")
    post("in folders", "News/Old/x.md")
    post("ignored", "ignored-x.md")
    post("excluded", "left-out/x.md")
    post("page", "pages/x.md")
    post("markdown", "other.markdown")
    post("mkd", "other.mkd")
    post("html page", "other.txt")
    post("translated", "tr.md", "Slug: tr\nLang: en")
    post("translation", "tr-de.md", "Slug: tr\nLang: de")
    post("link", "link.md", body="[there]({filename}l-slug.md) and [static]({static}/images/x.png)")
    post("one category", "one-category.md", "Category: Red, Green")
    post("blank fields", "blank.md", "Category:\nStatus:\nTags:")
    post("index", "folder of one/index.md")
    site.post("content/head.html", f'<html><head><title>In &amp; out</title><meta name="date" content="{site.day()} 10:00"><meta name="tags" content="t1, t2"></head><body>', "\n<p>Words</p></body></html>", "page with a head")
    site.post("content/untitled.md", f"Date: {site.day()}\n", name="untitled")
    post("listed tags", "listed.md", "Tags: one,\n    two")
    site.write("content/images/x.png", "")
    site.write("content/no-date.md", "Title: No date\n\nkey9999\n")


CONFIGURED = """\
AUTHOR = 'Site Author'
SITENAME = 'A blog'
SITEURL = 'https://example.org/blog'
PATH = 'content'
TIMEZONE = 'America/New_York'
DEFAULT_LANG = 'pt'
FEED_ALL_ATOM = 'feeds/all.atom.xml'
FEED_MAX_ITEMS = 5000
FEED_DOMAIN = SITEURL
ARTICLE_PATHS = ['posts']
ARTICLE_URL = '{date:%Y}/{date:%m}/{slug}/'
ARTICLE_SAVE_AS = '{date:%Y}/{date:%m}/{slug}/index.html'
ARTICLE_LANG_URL = '{lang}/{slug}/'
ARTICLE_LANG_SAVE_AS = '{lang}/{slug}/index.html'
SLUGIFY_SOURCE = 'basename'
FILENAME_METADATA = r'(?P<date>\\d{4}-\\d{2}-\\d{2})_(?P<slug>.*)'
DEFAULT_DATE = (2012, 3, 4)
DEFAULT_CATEGORY = 'General'
USE_FOLDER_AS_CATEGORY = False
WITH_FUTURE_DATES = False
DEFAULT_METADATA = {'status': 'draft'}
"""


def configured(site):
    """A site whose configuration says much."""
    site.write("pelicanconf.py", CONFIGURED)

    def post(name, path, lines="Status: published", date=True):
        front = f"Title: A title of {len(site.names)}\n{lines}\n" + (f"Date: {site.day()}\n" if date else "")
        site.post(f"content/{path}", front, name=name)

    for name, title in TITLES.items():
        if "<" not in title:
            post(f"name {name}", f"posts/{title.replace('/', ' ')}.md")
    post("draft by default", "posts/draft.md", "Lang: pt")
    post("date of the name", "posts/2019-02-03_dated.md", date=False)
    post("date and slug of the name", "posts/2019-02-04_Dated Name.md", date=False)
    post("default date", "posts/undated.md", date=False)
    post("in a folder", "posts/folder/x1.md")
    post("elsewhere", "other/x2.md")
    post("category", "posts/x3.md", "Status: published\nCategory: Given")
    post("language", "posts/x4.md", "Status: published\nLang: de")
    post("translated", "posts/x5.md", "Status: published\nSlug: tr\nLang: pt")
    post("translation", "posts/x6.md", "Status: published\nSlug: tr\nLang: de")
    post("future", "posts/x7.md", "Status: published\nDate: 2090-01-01", date=False)


WRITTEN = """\
AUTHOR = 'Site Author'
SITENAME = 'A blog'
SITEURL = 'https://example.org'
TIMEZONE: str = 'Asia/Tokyo'
PATH = 'content'
FEED_ALL_ATOM = 'feeds/all.atom.xml'
FEED_MAX_ITEMS = 5000
FEED_DOMAIN = SITEURL
PREFIX = '{date:%Y}/'
ARTICLE_URL = ('blog/'
    '{category}/') + f'{PREFIX}{{slug}}/'
ARTICLE_SAVE_AS = ARTICLE_URL + 'index.html'
IGNORE_FILES = ['*.tmp.md', 'wip-*'] + ['x*']
PAGE_PATHS = ['seiten']
PATH_METADATA = '(?P<status>draft|hidden|published)/.*'
FILENAME_METADATA = '(?P<date>\\d{4}-\\d{2}-\\d{2})_(?P<slug>.*)_(?P<lang>de|en)'
EXTRA_PATH_METADATA = {'wip': {'status': 'draft'}, 'one.md': {'status': 'hidden'}, 'de': {'lang': 'de'}}
SLUGIFY_USE_UNICODE = SLUGIFY_PRESERVE_CASE = True
SLUG_REGEX_SUBSTITUTIONS = [(r'[^\\w\\s-]', ''), (r'(?u)\\A\\s*', ''), (r'(?u)\\s*\\Z', ''), (r'[-\\s]+', '_')]
"""


def written(site):
    """A site whose configuration is a program, as far as it is written out, and whose paths say much."""
    site.write("pelicanconf.py", WRITTEN)

    def post(name, path, lines="", title=None, day=True):
        front = f"Title: {title or f'A title of {len(site.names)}'}\n{lines}\n" + (f"Date: {site.day()}\n" if day else "")
        site.post(f"content/{path}", front, name=name)

    for name, title in TITLES.items():
        if "<" not in title:
            post(f"title {name}", f"t-{name}.md", title=title)
    for status in ["draft", "hidden", "published", "other"]:
        post(f"status of the folder, {status}", f"{status}/a.md")
        post(f"status beside that of the folder, {status}", f"{status}/b.md", "Status: published")
    post("date, slug and language of the name", "2019-02-03_Some Slug_de.md", day=False)
    post("date and slug of the name", "2019-02-04_slug_en.md", day=False)
    post("no date of the name", "2019-02-04-slug.md", day=False)
    post("extra of a folder", "wip/deep/a.md")
    post("extra of a file", "one.md")
    post("extra language", "de/a.md")
    post("no extra", "wip.md")
    post("ignored", "wip-x.md")
    post("ignored, too", "xyz.md")
    post("in pages", "pages/a.md")
    post("page", "seiten/a.md")


FOLDERS = {
    "": (folder, {"title": "A blog", "url": "https://example.org/"}, ["en", "de"]),
    "written ": (written, {"title": "A blog", "url": "https://example.org/"}, ["en", "de"]),
    "configured ": (configured, {"title": "A blog", "url": "https://example.org/blog/"}, ["pt", "de"]),
}


def program(environment):
    return install(environment, PACKAGES) and [environment / "bin" / "pelican"]


def facts(site, program):
    """What Pelican's own feed holds. What that does not tell is taken of its articles."""
    scratch = site.root.parent
    output, told = scratch / "site", scratch / "facts.json"
    (scratch / "plugins").mkdir()
    (scratch / "plugins" / "telling.py").write_text(PLUGIN.format(facts=str(told)))
    settings = (site.root / "pelicanconf.py").read_text() + "PLUGIN_PATHS = ['../plugins']\nPLUGINS = ['telling']\n"
    settings = settings.replace("PATH = 'content'", f"PATH = {str(site.root / 'content')!r}")
    (scratch / "settings").mkdir()
    (scratch / "settings" / "pelicanconf.py").write_text(settings)
    run([*program, "--settings", scratch / "settings" / "pelicanconf.py", "--output", output], scratch)
    articles = {site.name(article["body"]): article for article in json.loads(told.read_text())}
    posts = {}
    for entry in xml.etree.ElementTree.parse(output / "feeds" / "all.atom.xml").getroot().iter(ATOM + "entry"):
        name = site.name(entry.findtext(ATOM + "content"))
        article = articles[name]
        # This is Pelican's own DEFAULT_CATEGORY: it says that there is none.
        posts[name] = {
            "address": encoded(article["address"]),
            "id": entry.findtext(ATOM + "id"),
            "published": instant(entry.findtext(ATOM + "published")),
            "title": even(entry.findtext(ATOM + "title")),
            "tags": sorted({*article["tags"], article["category"]} - {"misc"}),
            "authors": article["authors"],
            "language": article["language"],
            **body(article["body"], article["address"]),
        }
    return posts
