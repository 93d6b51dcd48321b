"""The differences that are left, by reason. Each reason stands in docs/generators.md, word for word."""

KNOWN = {
    # Decisions
    "A text that names several people is several people.": {
        "jekyll": ["author amp · authors"],
        "pelican": ["author and · authors", "names turned · authors"],
    },
    "jekyll-feed names the first author alone.": {"jekyll": ["author two · authors"]},
    "What a theme or plug-in honours as on the site and not in the feed is kept back, although the generator itself knows no such flag.": {
        "jekyll": ["state feed · post", "state hidden · post", "state nofeed · post", "state unlisted · post"],
        "hugo": ["state feed · post", "state hidden · post", "state private · post", "state unlisted · post"],
        "pelican": ["feed · post", "unlisted · post"],
    },
    "A draft that is told by a text (`draft: \"true\"`, `draft: yes`) is kept back: who wrote it meant it.": {
        "jekyll": ["state draft text · post"],
        "hugo": ["yaml draft yes · post"],
    },
    "Hugo lists a page that it does not render (`render: never`), and links it nowhere.": {"hugo": ["state render never · post"]},
    "A page without a date is no post.": {"hugo": ["undated · post"]},
    "`keywords` are the tags of a post that has no others.": {
        "jekyll": ["tags keywords · tags"],
        "pelican": ["keywords · tags"],
    },
    "Jekyll leaves the comma at the tag where a text of tags has one (`tags: one, two`).": {
        "jekyll": ["tags commas · tags", "categories text · tags"],
    },
    "Tags that differ in case alone are one.": {"jekyll": ["categories doubled · tags"]},
    "Jekyll makes no tag of a number (`tags: 2024`).": {"jekyll": ["tags number · tags"]},
    "Pelican takes the first line of a field that has several, and warns.": {"pelican": ["listed tags · tags"]},
    "Maths in any of its usual signs passes through, whatever the parser makes of them.": {
        "jekyll": ["body bracket maths · body", "body maths · body"],
        "hugo": ["body bracket maths · body"],
        "pelican": ["body bracket maths · body"],
    },
    "A table of contents that the generator makes is left out, and kramdown's `{: …}` and `{:toc}` are understood everywhere.": {
        "jekyll": ["body contents · body"],
        "hugo": ["body contents · body", "body attributes · body"],
        "pelican": ["body contents · body"],
    },
    "Boxes of tasks are ☐ and ☑, as readers drop forms.": {
        "jekyll": ["body tasks · body"],
        "hugo": ["body tasks · body"],
    },
    "kramdown takes a year at the beginning of a line for the number of a list, and loses it.": {"jekyll": ["body numbers begin · body"]},
    "A code span begins at any run of ticks that has its like, as CommonMark has it.": {
        "jekyll": ["body ticks left over · body"],
        "pelican": ["body ticks left over · body"],
    },
    "A player is a link to the page of its video.": {"hugo": ["shortcode youtube · body"]},
    "A `#` in a `permalink` is encoded: Jekyll's own link leads to another page.": {
        "jekyll": ["permalink hash · address", "permalink hash · id"],
    },
    "Pelican's ids may hold blanks, which no address may.": {"pelican": ["slug capitals · id"]},
    "Slugs of scripts that are transliterated by few tables (Arabic, Devanagari, …) are other than unidecode's: give such posts a `Slug`.": {
        "pelican": [
            "title arabic · address", "title arabic · id", "title devanagari · address", "title devanagari · id",
        ],
    },
    # Faults
    "fault: jekyll-feed's ids are composed (NFKC), and keep `#` and `%20`.": {
        "jekyll": [
            "slug C#-and-C++ · id", "slug cafe\u0301-decomposed · id", "slug percent%20 · id", "slug ½-half · id", "slug ①-one · id",
            "slug ﬁ-ligature · id",
        ],
    },
    "fault: Pelican's ids hold letters as they are, not percent-encoded.": {"pelican": ["slug script · id"]},
    "fault: Jekyll reads no posts below a folder whose name begins with an underscore.": {"jekyll": ["underscored folder · post"]},
    "fault: Jekyll reads posts of any ending, and years of two digits.": {
        "jekyll": ["text · post", "_posts/22-03-04-short-year.md · post"],
    },
    "fault: Jekyll passes `categories` over where there is a `category`.": {"jekyll": ["categories both · tags"]},
    "fault: Jekyll parts a file's name into a title at dashes alone.": {"jekyll": ["_posts/2021-11-03-no_Title.second-part.md · title"]},
    "fault: in kramdown and Python-Markdown a table stands apart from the text above it, in kramdown also from that below.": {
        "jekyll": ["body setext table · body", "body table then text · body"],
        "pelican": ["body setext table · body"],
    },
    "fault: Python-Markdown knows no tasks, no `\\` at the end of a line, no escapes of `~` and `:`, and takes `#Five` for a heading.": {
        "pelican": ["body tasks · body", "body hard breaks · body", "body escapes · body", "body headings · body"],
    },
    "fault: Hugo makes `İ` an `i` in an address.": {"hugo": ["name İstanbul · address", "name İstanbul · id"]},
    "fault: Hugo leaves `index.html` out at the end of a `url`.": {"hugo": ["url index · address", "url index · id"]},
}
