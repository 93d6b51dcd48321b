"""Writes a folder of Markdown posts that Syndicate and Hugo both read, the same bytes on every machine.

    python3 folder.py POSTS FOLDER

FOLDER/site is the site: hugo.toml, layouts/rss.xml and content/posts/YEAR/post-NNNNNN.md. FOLDER/config.json publishes it in three
formats, FOLDER/config-rss.json as RSS alone.

A post has front matter in YAML, and about 400 words of Markdown: headings, emphasis, links (relative ones, too), a list, a table,
code, an image, a footnote; every fourth has the shortcode `figure`, every fourth `ref`. Tags and authors are as in generate.py.
"""

import json
import os
import sys
from datetime import timedelta

from generate import (
    HUGO, IN_A_SENTENCE, MARKS, NEWEST, SENTENCES, WORDS, YEARS, Dice, configuration, draw_authors,
    draw_tags, people_of, tags_of)

HUGO_SITE = {
    # Pages have addresses, which `ref` needs, and are not written; what Syndicate has no part in is off.
    "hugo.toml": HUGO["hugo.toml"].replace("page = []\n", "") + """\
[markup.goldmark.extensions.typographer]
disable = true
[markup.goldmark.parser]
autoHeadingID = false
[markup.highlight]
codeFences = false
[[cascade]]
[cascade.target]
kind = "page"
[cascade.build]
render = "link"
""",
    "layouts/rss.xml": HUGO["layouts/rss.xml"].replace(".Params.address", ".Permalink").replace(".Params.summary", ".Description"),
}


def sentences(dice):
    """A pool to compose posts from: (plain text, Markdown) of fifteen words each."""
    pool = []
    for number in range(SENTENCES):
        words = [dice.one(WORDS) for _ in range(IN_A_SENTENCE)]
        words[0] = words[0].capitalize()
        marked = list(words)
        if dice.roll() < 0.15:
            at = 1 + dice.below(IN_A_SENTENCE - 2)
            words[at] = dice.one(MARKS)
            marked[at] = f"`{words[at]}`"
        kind, at = dice.roll(), 1 + dice.below(IN_A_SENTENCE - 3)
        if kind < 0.16:
            sign = "*" if kind < 0.08 else "**"
            marked[at:at + 2] = [f"{sign}{marked[at]} {marked[at + 1]}{sign}"]
        elif kind < 0.28:
            address = dice.one([f"../notes/{number}/", f"/about/{number}", f"https://other.example/paper?id={number}&part=2"])
            marked[at:at + 2] = [f"[{marked[at]} {marked[at + 1]}]({address})"]
        pool.append((" ".join(words) + ".", " ".join(marked) + "."))
    return pool


def body(number, dice, pool, older):
    """`older` is the path of a post that this one may point to."""

    def marked(count=1):
        return " ".join(pool[dice.below(SENTENCES)][1] for _ in range(count))

    def words(count):
        return " ".join(dice.one(WORDS) for _ in range(count))

    table = "\n".join(f"| {words(2)} | {dice.below(1000)} | `{words(1)}` |" for _ in range(4))
    code = "\n".join(f"let {dice.one(WORDS)} = {dice.below(100)} < count && \"{words(3)}\".isEmpty" for _ in range(6))
    parts = [
        marked(4),
        f"## {words(3).capitalize()}",
        marked(4) + f" ![Figure {number}](images/figure-{number}.png)",
        "\n".join(f"- {marked()}" for _ in range(4)),
        f"```swift\n{code}\n```",
        f"### {words(4).capitalize()}",
        marked(3) + f"[^{number}]",
        f"| {words(1)} | {words(1)} | {words(1)} |\n|---|--:|---|\n{table}",
        f"> {marked(2)}",
        marked(4),
        f"[^{number}]: {marked()}",
    ]
    if number % 4 == 1:
        parts.insert(6, f'{{{{< figure src="/images/{number}.jpg" alt="Figure {number}" caption="{words(5)}" >}}}}')
    if number % 4 == 3 and older:
        parts[9] += f' See [{words(2)}]({{{{< ref "/{older}" >}}}}).'
    return "\n\n".join(parts) + "\n"


def posts_of(count, tags):
    """The posts, newest first: (path below `content`, text of the file)."""
    dice = Dice(count)
    pool = sentences(dice)
    people = people_of(dice)
    step = YEARS * 365 * 86_400 / count
    times = [NEWEST - timedelta(seconds=int(step * (number + 0.9 * dice.roll()))) for number in range(count)]
    paths = [f"posts/{time:%Y}/post-{count - number:06}.md" for number, time in enumerate(times)]
    encode = json.JSONEncoder(ensure_ascii=False).encode
    for number in range(count):
        title = "On " + " ".join(dice.one(WORDS) for _ in range(4 + dice.below(5)))
        labels = [tags[tag][0] for tag in draw_tags(dice, len(tags))]
        authors = [person["name"] for person in draw_authors(dice, people)]
        # None points to the newest, of which one will be edited: only its own feeds are to hold its address.
        older = paths[number + 100] if number + 100 < count else None
        yield paths[number], (
            f"---\ntitle: {encode(title)}\ndate: {times[number]:%Y-%m-%dT%H:%M:%SZ}\n"
            f"description: {encode(' '.join(pool[dice.below(SENTENCES)][0] for _ in range(2)))}\n"
            "authors:\n" + "".join(f"  - {name}\n" for name in authors)
            + f"tags: [{', '.join(labels)}]\n---\n\n" + body(number, dice, pool, older))


def main():
    count, folder = int(sys.argv[1]), sys.argv[2]
    site = f"{folder}/site"
    os.makedirs(f"{site}/layouts")
    for name, formats in (("config", ["atom", "rss", "json"]), ("config-rss", ["rss"])):
        settings = configuration({"type": "markdown", "path": "site"}, "syndicate" + name[6:], formats)
        with open(f"{folder}/{name}.json", "w") as file:
            json.dump(settings, file, indent=2)
    for path, text in HUGO_SITE.items():
        with open(f"{site}/{path}", "w") as file:
            file.write(text)
    for path, text in posts_of(count, tags_of(count)):
        os.makedirs(os.path.dirname(f"{site}/content/{path}"), exist_ok=True)
        with open(f"{site}/content/{path}", "w", encoding="utf-8") as file:
            file.write(text)


if __name__ == "__main__":
    main()
