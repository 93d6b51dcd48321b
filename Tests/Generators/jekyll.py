"""A folder of Jekyll's, and what Jekyll and jekyll-feed make of it."""

import json
import re
import xml.etree.ElementTree

from bodies import BODIES
from folder import body, encoded, even, run, words

WANTED = "Debian's jekyll 4.3.1 and ruby-jekyll-feed"
ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

CONFIGURATION = """\
title: A blog
url: https://example.org
baseurl: /base
lang: en
timezone: Europe/Berlin
author: Site Author
plugins: [jekyll-feed]
feed: {posts_limit: 5000}
exclude: [left-out]
defaults:
  - scope: {path: "handed"}
    values: {categories: [Given], tags: [preset], author: Given Author}
"""

FACTS = """\
---
layout: null
permalink: /facts.json
---
[{% for post in site.posts %}{% if forloop.index > 1 %},{% endif %}
{"address": {{ post.url | absolute_url | jsonify }}, "published": {{ post.date | date: "%s" }},
 "body": {{ post.content | jsonify }}}{% endfor %}]
"""

SLUGS = [
    "plain", "a - b", "x--y", "trail-", "-lead", "Capital Letters", "C#-and-C++", "naïve-café", "日本語", "straße", "under_score",
    "dot.name", "v1.10", "100%", "Привет-мир", "a&b", "it's", "plus+sign", "comma,name", "cafe\u0301-decomposed", "emoji-🎉",
    "percent%20", "(paren)", "tilde~x", "at@home", "a=b", "semi;colon", "[x]", "العربية", "İstanbul", "ﬁ-ligature", "½-half", "①-one",
]

DATES = {
    "unquoted": "{d} 23:30:00", "quoted": '"{d} 23:30:00"', "no seconds": "{d} 23:30", "offset": "{d} 23:30:00 +0200",
    "west": "{d} 20:30:00 -0800", "zulu": "{d}T10:00:00Z", "T": "{d}T10:00:00", "T offset": "{d}T23:00:00-05:00",
    "EST": "{d} 20:00:00 EST", "alone": "{d}", "quoted alone": '"{d}"', "fraction": "{d} 10:00:00.75 +0100", "one digit": "{d} 9:05:00",
    "colon offset": "{d} 23:30:00 +02:00", "quoted zulu": '"{d}T23:30:00Z"', "UTC": "{d} 23:30:00 UTC", "quoted offset": "'{d} 23:30 +0530'",
    "PDT": "{d} 20:00 PDT", "am": "{d} 9:05 PM",
}

TAGS = {
    "text": "tags: one two", "list": "tags: [one, two]", "block": "tags:\n  - one\n  - two words", "commas": "tags: one, two",
    "signs": "tags: [c++, 'C#', .net, 'a/b', 'R&D', 'tips & tricks']", "nested": "tags: [one, [two, three]]", "tag": "tag: three four",
    "tag and tags": "tag: three\ntags: one", "typed": "tags: [1.10, 2024, yes, ~, 0123]", "twice": "tags: [one, one, two]",
    "empty": "tags:", "empty text": 'tags: ""', "number": "tags: 2024", "categories": "categories: [News, Linux]",
    "both": "tags: [one]\ncategories: Linux", "keywords": "keywords: [kw]", "scripts": "tags: [日本語, Ünïcode, Привет]",
    "blanks": "tags: ['  padded  ', '']", "html": "tags: ['<b>x</b>', 'AT&amp;T']", "case": "tags: [Ruby, Python]",
    "dates": "tags: [2024-01-01, 1_000]",
}

CATEGORIES = {
    "text": "categories: News, Linux", "blank": "categories: News Linux", "list": "categories: [News, Linux]",
    "one": "category: One Thing", "doubled": "categories: [News, news, News]", "signs": "categories: ['B++', 'R&D', 'a/b']",
    "scripts": "categories: [Über, 日本]", "both": "category: first\ncategories: second third", "number": "categories: [2024]",
    "one of blanks": "category: one two", "one is nothing": "category:\ncategories: x y", "one is false": "category: false\ncategories: z",
    "one number": "category: 2024\ncategories: x y", "one with commas": "category: p, q", "tag of nothing": "tag:\ntags: x y",
}

NAMES = {
    "capitals": "ALL-CAPS-iPhone", "blanks": "it is-some  text_a-b--c", "scripts": "über-straße-İx", "edges": "-lead-trail-", "dots": "and-then...",
}

ENDINGS = ["txt", "TXT", "htm", "xml", "json", "mkdn", "mkdown", "mdown", "MD", "md.txt", "css", "textile"]

PERMALINKS = {
    "folder": "/own/path/", "page": "/own.html", "bare": "/own-bare", "tokens": "/:year/:title/", "scripts": "/日本/ü/",
    "blank": "/with blank/x/", "pretty": "pretty", "no slash": "no-slash/x/", "day": "/:y_day/:short_year/:i_month/:i_day/:slug/",
    "categories": "/:categories/:title:output_ext", "encoded": "/a%20b/c/", "hash": "/c#/x/",
}

TITLES = {
    "entity": "Tips &amp; <em>Dune</em>", "number": "2024", "float": "1.10", "yes": "yes", "quotes": "'It''s \"here\"'", "less": "x < y",
    "escaped": "'&lt;b&gt; tag'", "amp": "AT&T", "stars": "'**bold** `code`'", "colon": "'A: b'", "dashes": "a -- b...", "script": "日本語のタイトル",
    "date": "2024-01-01", "blank": "'  padded   wide  '", "octal": "0123", "folded": ">\n  two\n  lines", "nbsp": "'a&nbsp;b'", "cut": "a # not",
}

STATES = {
    "unpublished": "published: false", "text false": 'published: "false"', "no": "published: no", "true": "published: true", "off": "published: off",
    "draft": "draft: true", "draft text": 'draft: "true"', "feed": "feed: false", "unlisted": "unlisted: true", "hidden": "hidden: true",
    "sitemap": "sitemap: false", "nofeed": "nofeed: true", "future": "date: 2090-01-01", "null": "published:", "excerpt": "feed: {excerpt_only: true}",
    "zero": "published: 0", "capital": "published: False",
}

AUTHORS = {
    "text": "author: Ann Lee", "map": "author: {name: Ann Lee, email: ann@example.org}", "key": "author: bo", "none": "",
    "list": "authors: [Ann Lee]", "two": "authors: [Ann Lee, Bo Day]", "keys": "authors: [bo]", "unknown key": "author: nobody",
    "script": "author: 山田太郎", "amp": "author: Ann Lee & Bo Day",
}

LIQUID = {
    "filters": "{{ 'a b' | upcase }} {{ 'X' | downcase | append: 'y' }} {{ 'a,b' | split: ',' | join: '; ' }} {{ 'one two' | capitalize }}",
    "addresses": "{{ '/x' | relative_url }} {{ '/x' | absolute_url }} {{ site.url }}{{ site.baseurl }}{{ page.url }}",
    "date": "{{ '2024-05-06' | date: '%d %B %Y' }} {{ page.date | date: '%Y' }}",
    "if": "{% if page.shown %}yes{% else %}no{% endif %} {% unless page.shown %}no{% endunless %} {% if page.none == nil %}nil{% endif %}",
    "elsif": "{% if 1 == 2 %}a{% elsif 2 > 1 and page.shown %}b{% else %}c{% endif %} {% if page.list contains 'a' %}has{% endif %}",
    "for": "{% for x in page.list %}{{ x }}{{ forloop.index }}{% unless forloop.last %}, {% endunless %}{% endfor %}",
    "assign": "{% assign x = 'v' %}{{ x }} {% capture y %}c{{ x }}{% endcapture %}{{ y }} {{ page.map.k }} {{ page['title'] | size }}",
    "case": "{% case page.map.k %}{% when 'v' %}vee{% else %}else{% endcase %}",
    "comment": "a{% comment %} not {{ seen }} {% endcomment %}b {%- comment -%}x{%- endcomment -%} c",
    "white space": "a {{- 'b' -}} c {%- if true -%} d {%- endif -%} e",
    "include": "{% include note.html text='hi' %}",
    "link": "[x]({% link page.md %}) [y]({% post_url 2020-01-04-plain %})",
    "in code": "`{% raw %}{{ x }}{% endraw %}` and\n\n```\n{% raw %}{% if x %}{% endraw %}\n```",
    "numbers": "{{ 7 | plus: 3 }} {{ 7 | divided_by: 2 }} {{ 3.7 | round }} {{ 'abc' | slice: 1 }} {{ 'a-b' | replace: '-', '+' }}",
    "default": "{{ page.none | default: 'd' }} {{ 'a & b' | escape }} {{ 'Hello There' | slugify }} {{ '<p>x</p>' | strip_html }}",
    "markdownify": "{{ '**b**' | markdownify }} {{ page.list | first }} {{ page.list | size }} {{ 'x' | prepend: 'y' }}",
    "empty": "a{{ page.none }}b {{ nothing.at.all }}c",
    "site": "{{ site.title }} {{ site.lang }} {{ site.author }} {{ site.data.authors.bo.name }} {{ jekyll.environment }}",
    "highlight lines": "{% highlight python linenos %}\nx = 1\ny = 2\n{% endhighlight %}",
    "increment": "{% increment n %}{% increment n %} {% cycle 'a', 'b' %}",
}

OTHERS = {
    "slug text": "slug: Own Slug", "slug signs": "slug: 'C++ tips'",
    "slug capital": "slug: CamelCase", "slug script": "slug: Ünï", "language": "lang: de", "locale": "lang: pt-BR",
}


def folder(site):
    site.write("_config.yml", CONFIGURATION)
    site.write("facts.json", FACTS)
    site.write("_data/authors.yml", "bo: {name: Bo Day, email: bo@example.org}\n")

    def post(name, slug, lines="", body="Some words.", title=None, day=None, within="", ending="md"):
        title = f"title: {title or 'A title of ' + str(len(site.names))}\n"
        site.post(f"{within}_posts/{day or site.day()}-{slug}.{ending}", f"---\n{title}{lines.rstrip()}\n---\n", body, name)

    for slug in SLUGS:
        post(f"slug {slug}", slug)
    for name, date in DATES.items():
        day = site.day()
        post(f"date {name}", "d", "date: " + date.format(d=day), day=day)
    for name, lines in TAGS.items():
        post(f"tags {name}", "t", lines)
    for name, lines in CATEGORIES.items():
        post(f"categories {name}", "c", lines)
    for name, link in PERMALINKS.items():
        post(f"permalink {name}", f"P {name}", f'permalink: "{link}"')
    for name, title in TITLES.items():
        post(f"title {name}", "t", title=title)
    for name, lines in STATES.items():
        post(f"state {name}", "s", lines)
    for name, lines in AUTHORS.items():
        post(f"author {name}", "a", lines)
    for name, lines in OTHERS.items():
        post(name, "o", lines)
    for name, body in BODIES.items():
        post(f"body {name}", "b", body=body)
    post("in a folder", "f", within="field/")
    post("in folders", "f", "categories: more", within="field/Old Ones/")
    post("below _posts", "f", within="_posts/sub/../../")
    post("with defaults", "f", within="handed/")
    post("with defaults and its own", "f", "categories: own\ntags: own", within="handed/")
    post("excluded", "f", within="left-out/")
    post("underscored folder", "f", within="_hidden/")
    post("markdown", "m", ending="markdown")
    post("html", "m", "", "<p>One <b>two</b></p>", ending="html")
    post("text", "m", "", "No *markup* here", ending="txt")
    for ending in ENDINGS:
        post(f"ending {ending}", "e", "", "Some words: *marked*, {{ page.title | upcase }}.", ending=ending)
    for ending in ["txt", "html", "md"]:
        site.post(f"_posts/{site.day()}-bare.{ending}", "", "Some *words*.", name=f"no front matter {ending}")
    for name, slug in NAMES.items():
        site.post(f"_posts/{site.day()}-{slug}.md", "---\nlayout: null\n---\n", name=f"name {name}")
    site.post(f"_posts/{site.day()}-headed.md", "---\nlayout: null\n---\n# A heading\n", name="headed")
    for name in ["20200203-x.md", "2020-02-08_x.md", "2020-02-06.md", "x-2020-02-06-x.md", "2020-02-12 x.md", "noted.txt", "2020-02-13-x", "2020-02-14-x.md~"]:
        site.post(f"_posts/{name}", "---\ntitle: X\n---\n", name=f"not a name {name}")
    site.post("_posts/99-3-4-nineties.md", "---\ntitle: Nineties\n---\n", name="nineties")
    (site.root / "_posts" / "2020-02-16-picture.png").write_bytes(b"\x89PNG\r\n\xff\xfe")
    post("another day", "m", "date: 2019-02-03 10:00:00 +0100")
    post("liquid", "l", "", "At {{ site.baseurl }}/x, {{ page.title | upcase }}{% if true %} yes{% endif %}{% raw %} {{ kept }}{% endraw %}\n")
    post("highlight", "l", "", "{% highlight ruby %}\nputs 1\n{% endhighlight %}\n")
    post("post_url", "l", "", f"[there]({{% post_url 2020-01-04-plain %}})\n")
    post("excerpt", "l", "", "First.\n\n<!--more-->\n\nSecond.\n")
    for name, body in LIQUID.items():
        post(f"liquid {name}", f"q{name.replace(' ', '-')}", "shown: yes\nlist: [a, b]\nmap: {k: v}", body)
    site.write("_includes/note.html", "<b>{{ include.text }}</b>")
    site.post(f"_posts/sub/{site.day()}-deeper.md", "---\ntitle: Deeper\n---\n")
    site.post(f"_posts/{site.day()}-without-a-title.md", "---\ntags: none\n---\n")
    site.post(f"_posts/{site.day()}-no_Title.second-part.md", "---\nlayout: null\n---\n", name="title of a name")
    site.post(f"_posts/{site.day()}-no-front-matter.md", "")
    site.post("_posts/undated.md", "---\ntitle: Undated\n---\n")
    site.post("_posts/2021-1-2-short-day.md", "---\ntitle: Short day\n---\n")
    site.post("_posts/22-03-04-short-year.md", "---\ntitle: Short year\n---\n", name="short year")
    site.post("_posts/2090-03-04-in-the-future.md", "---\ntitle: Future\n---\n")
    site.post("_drafts/draft.md", "---\ntitle: Draft\n---\n")
    site.post("page.md", "---\ntitle: Page\n---\n")


CONFIGURED = """\
title: A blog
url: https://example.org
timezone: America/New_York
lang: pt
permalink: pretty
future: true
show_drafts: true
unpublished: true
plugins: [jekyll-feed]
feed: {posts_limit: 5000}
kramdown: {hard_wrap: true, smart_quotes: "apos,apos,quot,quot"}
defaults:
  - scope: {path: "", type: posts}
    values: {tags: [every]}
  - scope: {path: "_posts/old"}
    values: {published: true, permalink: "/old/:title.html", lang: en}
  - scope: {path: "_posts/*/starred"}
    values: {author: Star}
"""


def configured(site):
    """A site whose configuration says much."""
    site.write("_config.yml", CONFIGURED)
    site.write("facts.json", FACTS)

    def post(name, path, lines="", body="Some words."):
        site.post(path, f"---\ntitle: A title of {len(site.names)}\n{lines.rstrip()}\n---\n", body, name)

    for slug in SLUGS:
        post(f"slug {slug}", f"_posts/{site.day()}-{slug}.md")
    for name, date in DATES.items():
        day = site.day()
        post(f"date {name}", f"_posts/{day}-d.md", "date: " + date.format(d=day))
    for name in ["hard breaks", "long paragraph", "list after paragraph", "quotes", "nested two", "line with two spaces"]:
        post(f"body {name}", f"_posts/{site.day()}-b.md", body=BODIES[name])
    post("unpublished", f"_posts/{site.day()}-n5.md", "published: false")
    post("future", "_posts/2090-01-02-x.md")
    post("draft", "_drafts/draft.md", "date: 2021-02-03 10:00:00 +0000")
    post("old", f"_posts/old/{site.day()}-x.md")
    post("old with its own", f"_posts/old/{site.day()}-y.md", "permalink: /mine/\nlang: de")
    post("starred", f"_posts/a/starred/{site.day()}-x.md")
    post("own tags", f"_posts/{site.day()}-n6.md", "tags: own")
    post("date without categories", f"_posts/{site.day()}-n1.md", "permalink: none")
    post("ordinal", f"_posts/{site.day()}-n2.md", "permalink: ordinal")
    post("style date", f"_posts/{site.day()}-n3.md", "permalink: date\ncategories: [A B]")
    post("weekdate", f"_posts/{site.day()}-n4.md", "permalink: weekdate")
    post("spring", "_posts/2021-03-14-x.md", "date: '2021-03-14 02:30'")
    post("autumn", "_posts/2021-11-07-x.md", "date: '2021-11-07 01:30'")


FOLDERS = {
    "": (folder, {"title": "A blog", "url": "https://example.org/base/"}, None),
    "configured ": (configured, {"title": "A blog", "url": "https://example.org/"}, None),
}


def program(environment):
    try:
        version = run(["ruby", "-e", "require 'jekyll-feed'; puts Jekyll::VERSION"], "/").strip()
    except (OSError, RuntimeError):
        return None
    return ["jekyll"] if version == "4.3.1" else None


def facts(site, program):
    """What Jekyll's own feed holds. What that does not tell is taken of the site."""
    output = site.root.parent / "site"
    run([*program, "build", "--quiet", "--disable-disk-cache", "--source", site.root, "--destination", output], site.root.parent)
    pages = {site.name(post["body"]): post for post in json.loads((output / "facts.json").read_text())}
    posts = {}
    # jekyll-feed writes addresses and ids as they are, so that an & in a file's name is no XML.
    text = re.sub(r"&(?!#?\w+;)", "&amp;", (output / "feed.xml").read_text())
    feed = xml.etree.ElementTree.fromstring(text)
    for entry in feed.iter(ATOM + "entry"):
        name = site.name(entry.findtext(ATOM + "content") or entry.findtext(ATOM + "summary"))
        page = pages[name]
        # Where a site has no author, every feed of ours has its title for one.
        posts[name] = {
            "address": encoded(page["address"]),
            "id": entry.findtext(ATOM + "id"),
            "published": int(page["published"]),
            "title": even(words(entry.findtext(ATOM + "title") or "")),
            "tags": sorted({category.get("term").strip() for category in entry.iter(ATOM + "category")} - {""}),
            "authors": [author.findtext(ATOM + "name") or "A blog" for author in entry.iter(ATOM + "author")],
            "language": entry.get(LANGUAGE, feed.get(LANGUAGE)),
            **body(page["body"], page["address"]),
        }
    return posts
