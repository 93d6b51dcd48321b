"""Writes a catalog of posts, the same bytes for the same number of posts on every machine.

    python3 generate.py POSTS FOLDER [--packed] [--hugo]

FOLDER/posts.json and FOLDER/config.json are what `syndicate build` reads. --packed adds FOLDER/posts.packed, the same posts
ready-parsed for peers/limit.c; --hugo adds FOLDER/hugo, the same posts as content files.

A post has a 60-word summary, 300 words of HTML, one to three authors and three to six tags, the n-th most used tag 1/n as often
as the first. Only `random()` is drawn from: its sequence is the same in every version of Python.
"""

import argparse
import bisect
import functools
import html
import itertools
import json
import os
import random
import struct
from datetime import datetime, timedelta, timezone

SITE = "https://bench.example/"
TITLE = "A Benchmark & its Posts"
DESCRIPTION = "Posts that nobody wrote, to be published by every program alike"
NEWEST = datetime(2025, 12, 31, 22, 0, tzinfo=timezone.utc)
YEARS = 20
SENTENCES = 8192
IN_A_SENTENCE = 15

WORDS = """
the of and to in a is that for it as with on by this we are be from which or an at not can their one has when more model
data only than over under after before between into most such each every where while then again also both other same
gradient network layer weight sample batch kernel graph node edge vector matrix tensor token index query cache thread
process memory page signal event stream buffer packet socket server client reader writer parser feed entry author link
title summary content update change record ledger build result measure median error limit bound proof lemma theorem
example figure table section chapter note remark question answer method paper review draft version release branch merge
commit issue patch test case suite fault crash fix bug trace profile sparse dense linear convex smooth robust random
discrete local global partial total open closed final first second third simple complex early late small large fast slow
cheap honest careful likely rarely often almost never always perhaps indeed however therefore although because
learns shows writes reads finds keeps holds moves turns makes gives takes says means needs seems works fails grows falls
evaluation mean norm sum bias drift step rate loss gain rank mode span trend skill
naïve Gödel Poincaré façade Übergang Zürich señal coöperate déjà œuvre Łukasiewicz Erdős Bézier résumé Ångström
модель сеть 学习 图表 模型 π λ ∑ → “quoted” it’s — …
""".split()
MARKS = ["<", ">", "&", "a < b", "x -> y", "R&D", "List<Int>", "p & q", "AT&T", "n >= 2"]

FIRST = """Ada Alan Barbara Carl Dana Edsger Emmy Frances Grace Hedy Ivan John Katherine Leslie Margaret Noether Olga Paul
Radia Sofia Tony Ursula Vint Wei Xiulan Yann Zoë René Søren Jürgen""".split()
LAST = """Abe Bauer Castañeda Dupont Ek Fischer García Hopper Ito Jensen Knuth Lamport Müller Nygaard O’Brien Petrović Quinn
Rossi Sato Tanaka Ueda Varga Wang Xu Young Zhang""".split()
QUALITIES = """sparse dense convex robust random discrete local global causal neural bayesian linear spectral stochastic
quantum adaptive federated recursive parallel temporal visual lexical modular generative symbolic empirical practical
formal applied online scalable efficient secure private verified embedded functional relational naïve modern open distributed
incremental concurrent""".split()
SUBJECTS = """graphs models networks kernels optimisation inference vision language speech robotics planning search
databases compilers protocols storage security privacy fairness evaluation benchmarks datasets theory statistics sampling
attention transformers diffusion embeddings retrieval translation summarisation programming verification testing scheduling
caching indexing streaming rendering simulation control games economics biology chemistry physics medicine education""".split()


class Dice:
    """Draws that need nothing but `random()`."""

    def __init__(self, seed):
        self.roll = random.Random(seed).random

    def below(self, bound):
        return int(self.roll() * bound)

    def one(self, items):
        return items[int(self.roll() * len(items))]


def tags_of(posts):
    """The tags of a catalog: (label, slug), the most used first."""
    count = {1_000: 100, 10_000: 500, 100_000: 2_000, 300_000: 20_000}.get(posts, max(10, min(2_000, posts // 20)))
    pairs = [(quality, subject) for subject in SUBJECTS for quality in QUALITIES]
    dice = Dice(7)
    for i in range(len(pairs) - 1, 0, -1):
        j = dice.below(i + 1)
        pairs[i], pairs[j] = pairs[j], pairs[i]
    # Once each pair is taken, they come again with a number.
    rounds = (("" if number == 1 else f" {number}") for number in itertools.count(1))
    names = (f"{quality} {subject}{again}" for again in rounds for quality, subject in pairs)
    return [(name, name.replace(" ", "-")) for name in itertools.islice(names, count)]


def sentences(dice):
    """A pool to compose posts from: (plain text, HTML) of fifteen words each."""
    pool = []
    for number in range(SENTENCES):
        words = [dice.one(WORDS) for _ in range(IN_A_SENTENCE)]
        if dice.roll() < 0.15:
            words[1 + dice.below(IN_A_SENTENCE - 2)] = dice.one(MARKS)
        words[0] = words[0].capitalize()
        marked = [html.escape(word, quote=False) for word in words]
        kind, at = dice.roll(), 1 + dice.below(IN_A_SENTENCE - 3)
        if kind < 0.08:
            marked[at] = f"<em>{marked[at]} {marked[at + 1]}</em>"
            del marked[at + 1]
        elif kind < 0.16:
            marked[at] = f"<code>{marked[at]}</code>"
        elif kind < 0.28:
            address = dice.one([
                f"../notes/{number}/", f"/about/{number}", f"#note-{number}",
                f"https://other.example/paper?id={number}&amp;part=2",
            ])
            marked[at] = f'<a href="{address}">{marked[at]} {marked[at + 1]}</a>'
            del marked[at + 1]
        pool.append((" ".join(words) + ".", " ".join(marked) + "."))
    return pool


def people_of(dice):
    """All who write: half of them have an address."""
    people = []
    for first, last in itertools.product(FIRST, LAST):
        person = {"name": f"{first} {last}"}
        if dice.roll() < 0.5:
            person["url"] = f"{SITE}people/{len(people)}/"
        people.append(person)
    return people


@functools.cache
def chances(tags):
    """Sums of the shares of the tags: the n-th is used 1/n as often as the first."""
    return list(itertools.accumulate(1 / rank for rank in range(1, tags + 1)))


def draw_tags(dice, tags):
    """Three to six of the numbers below `tags`."""
    chosen, sums = [], chances(tags)
    wanted = 3 + dice.below(4)
    while len(chosen) < wanted:
        tag = bisect.bisect_left(sums, dice.roll() * sums[-1])
        if tag not in chosen:
            chosen.append(tag)
    return chosen


def draw_authors(dice, people):
    """One to three of them."""
    authors = []
    for _ in range(1 + dice.below(3)):
        person = dice.one(people)
        if person not in authors:
            authors.append(person)
    return authors


def posts_of(count, tags):
    """The posts, newest first, as dictionaries of JSON Feed's keys; `tags` are positions in the list of tags."""
    dice = Dice(count)
    pool = sentences(dice)
    people = people_of(dice)
    step = YEARS * 365 * 86_400 / count
    for number in range(count):
        published = NEWEST - timedelta(seconds=int(step * (number + 0.9 * dice.roll())))
        address = f"{SITE}{published:%Y/%m/%d}/post-{count - number:06}/"
        title = " ".join(dice.one(WORDS) for _ in range(4 + dice.below(5)))
        if dice.roll() < 0.1:
            title += " " + dice.one(MARKS) + " more"
        summary = " ".join([pool[dice.below(SENTENCES)][0] for _ in range(4)])
        paragraphs = [" ".join([pool[dice.below(SENTENCES)][1] for _ in range(4)]) for _ in range(5)]
        figure = f"images/figure-{number}.png" if dice.roll() < 0.5 else f"https://images.example/{number}/figure.jpg"
        paragraphs[1] += f' <img src="{figure}" alt="Figure {number}">'
        chosen = draw_tags(dice, len(tags))
        authors = draw_authors(dice, people)
        zone = timezone(timedelta(hours=2)) if dice.roll() < 0.125 else timezone.utc
        yield {
            "id": address,
            "url": address,
            "title": "On " + title,
            "summary": summary,
            "content_html": "<p>" + "</p>\n<p>".join(paragraphs) + "</p>",
            "date_published": published.astimezone(zone).isoformat().replace("+00:00", "Z"),
            "authors": authors,
            "tags": chosen,
        }, int(published.timestamp())


def configuration(source, name, formats):
    """Publishes a source to out/NAME."""
    return {
        "site": {
            "title": TITLE, "url": SITE, "description": DESCRIPTION, "language": "en", "timeZone": "UTC",
            "founded": "2004-01-01", "authors": [{"name": "Nobody"}],
        },
        "sources": [source],
        "feeds": {
            "directory": f"out/{name}", "url": SITE + "feeds/", "formats": formats, "entries": 20,
            "scopes": {"all": {"path": "all"}, "tag": {"path": "tags/{slug}"}}, "content": "full",
        },
        "state": f"state/{name}",
    }


HUGO = {
    "hugo.toml": f"""\
baseURL = "{SITE}"
title = "{TITLE}"
disableKinds = ["404", "robotstxt", "section", "sitemap"]
[outputs]
home = ["rss"]
page = []
section = []
taxonomy = []
term = ["rss"]
[services.rss]
limit = 20
[taxonomies]
tag = "tags"
[markup.goldmark.renderer]
unsafe = true
""",
    "layouts/rss.xml": """\
{{- printf "<?xml version=\\"1.0\\" encoding=\\"utf-8\\"?>" | safeHTML }}
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel>
<title>{{ .Title }}</title>
<link>{{ .Site.BaseURL }}</link>
<description>{{ .Site.Title }}</description>
{{- with .OutputFormats.Get "rss" }}
<atom:link rel="self" type="application/rss+xml" href="{{ .Permalink }}"/>
{{- end }}
{{- $pages := first 20 (cond .IsHome .Site.RegularPages .RegularPages).ByDate.Reverse }}
{{- range $pages }}
<item>
<title>{{ .Title }}</title>
<link>{{ .Params.address }}</link>
<description>{{ .Params.summary }}</description>
<content:encoded>{{ .Content | transform.XMLEscape | safeHTML }}</content:encoded>
<guid isPermaLink="true">{{ .Params.address }}</guid>
<pubDate>{{ .Date.Format "Mon, 02 Jan 2006 15:04:05 -0700" }}</pubDate>
{{- range .Params.authors }}
<dc:creator>{{ . }}</dc:creator>
{{- end }}
{{- range .Params.tags }}
<category>{{ . }}</category>
{{- end }}
</item>
{{- end }}
</channel>
</rss>
""",
}


def packed(text):
    data = text.encode()
    return struct.pack("<I", len(data)) + data + b"\0"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("posts", type=int)
    parser.add_argument("folder")
    parser.add_argument("--packed", action="store_true")
    parser.add_argument("--hugo", action="store_true")
    options = parser.parse_args()

    folder, tags = options.folder, tags_of(options.posts)
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/config.json", "w") as file:
        json.dump(
            configuration({"type": "json", "path": "posts.json"}, "syndicate", ["atom", "rss", "json"]), file, indent=2)

    binary = None
    if options.packed:
        binary = open(f"{folder}/posts.packed", "wb", buffering=1 << 20)
        binary.write(b"SYNB" + struct.pack("<II", options.posts, len(tags)))
        for text in (TITLE, SITE, DESCRIPTION):
            binary.write(packed(text))
        for label, slug in tags:
            binary.write(packed(label) + packed(slug))
    if options.hugo:
        for path, text in HUGO.items():
            os.makedirs(os.path.dirname(f"{folder}/hugo/{path}"), exist_ok=True)
            with open(f"{folder}/hugo/{path}", "w") as file:
                file.write(text)

    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    labels = [label for label, _ in tags]
    with open(f"{folder}/posts.json", "w", encoding="utf-8", buffering=1 << 20) as file:
        head = encode({"version": "https://jsonfeed.org/version/1.1", "title": TITLE, "home_page_url": SITE})
        file.write(head[:-1] + ',"items":[\n')  # one post a line
        for number, (post, instant) in enumerate(posts_of(options.posts, tags)):
            chosen = post["tags"]
            post["tags"] = [labels[tag] for tag in chosen]
            file.write((",\n" if number else "") + encode(post))
            if binary:
                binary.write(
                    struct.pack("<q", instant)
                    + b"".join(packed(post[key]) for key in ("id", "url", "title", "summary", "content_html"))
                    + struct.pack("<I", len(post["authors"]))
                    + b"".join(packed(person["name"]) + packed(person.get("url", "")) for person in post["authors"])
                    + struct.pack(f"<I{len(chosen)}I", len(chosen), *chosen))
            if options.hugo:
                part = f"{folder}/hugo/content/posts/{number // 1000:03}"
                if number % 1000 == 0:
                    os.makedirs(part)
                with open(f"{part}/{number:06}.md", "w", encoding="utf-8") as content:
                    content.write(
                        f"---\ntitle: {encode(post['title'])}\ndate: {post['date_published']}\naddress: {post['url']}\n"
                        f"summary: {encode(post['summary'])}\nauthors: {encode([p['name'] for p in post['authors']])}\n"
                        f"tags: {encode(post['tags'])}\n---\n{post['content_html']}\n")
        file.write("\n]}\n")
    if binary:
        binary.close()


if __name__ == "__main__":
    main()
