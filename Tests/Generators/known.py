"""The differences that are left, by reason. Each reason stands in docs/generators.md, word for word; a fault is to be mended."""

KNOWN = {
    # Decisions
    "A text that names several people is several people.": {
        "jekyll": ["author amp · authors"],
        "pelican": ["author and · authors", "names turned · authors"],
    },
    "jekyll-feed names the first author alone.": {
        "jekyll": ["author two · authors"],
    },
    "What a theme or plug-in honours as on the site and not in the feed is kept back, although the generator itself knows no such flag.": {
        "jekyll": ["state feed · post", "state hidden · post", "state nofeed · post", "state unlisted · post"],
        "hugo": ["state feed · post", "state hidden · post", "state private · post", "state unlisted · post"],
        "pelican": ["feed · post", "unlisted · post"],
    },
    "A draft that is told by a text (`draft: \"true\"`, `draft: yes`) is kept back: who wrote it meant it.": {
        "jekyll": ["state draft text · post"],
        "hugo": ["yaml draft yes · post"],
    },
    "Hugo lists a page that it does not render (`render: never`), and links it nowhere.": {
        "hugo": ["state render never · post"],
    },
    "A page without a date is no post.": {
        "hugo": ["undated · post"],
    },
    "`keywords` are the tags of a post that has no others.": {
        "jekyll": ["tags keywords · tags"],
        "pelican": ["keywords · tags"],
    },
    "Jekyll leaves the comma at the tag where a text of tags has one (`tags: one, two`).": {
        "jekyll": ["tags commas · tags", "categories text · tags"],
    },
    "Tags that differ in case alone are one.": {
        "jekyll": ["categories doubled · tags"],
    },
    "Jekyll makes no tag of a number (`tags: 2024`).": {
        "jekyll": ["tags number · tags"],
    },
    "Pelican takes the first line of a field that has several, and warns.": {
        "pelican": ["listed tags · tags"],
    },
    "Maths in any of its usual signs passes through, whatever the parser makes of them.": {
        "jekyll": [
            "body bracket maths · body",
            "body bracket maths · elements",
            "body maths · body",
            "body maths with bars · body",
            "body maths with bars · elements",
            "body quoted bracket maths · body",
            "body quoted bracket maths · elements",
            "body quoted maths · body",
            "body quoted maths with bars · body",
            "body quoted maths with bars · elements",
        ],
        "hugo": [
            "body bracket maths · body",
            "body bracket maths · elements",
            "body maths with bars · body",
            "body maths with bars · elements",
            "configured body bracket maths · body",
            "configured body bracket maths · elements",
            "configured body maths · elements",
            "configured body maths with bars · body",
            "configured body maths with bars · elements",
            "body quoted bracket maths · body",
            "body quoted bracket maths · elements",
            "body quoted maths with bars · body",
            "body quoted maths with bars · elements",
            "configured body quoted bracket maths · body",
            "configured body quoted bracket maths · elements",
            "configured body quoted maths · elements",
            "configured body quoted maths with bars · body",
            "configured body quoted maths with bars · elements",
        ],
        "pelican": [
            "body bracket maths · body",
            "body bracket maths · elements",
            "body maths with bars · body",
            "body maths with bars · elements",
            "body quoted bracket maths · body",
            "body quoted bracket maths · elements",
            "body quoted maths with bars · body",
            "body quoted maths with bars · elements",
        ],
    },
    "A table of contents that the generator makes is left out, and kramdown's `{: …}`, `{:: …}` and `{:toc}` are understood everywhere.": {
        "jekyll": [
            "body contents · body",
            "body contents · elements",
            "body contents · links",
            "body quoted contents · body",
            "body quoted contents · elements",
            "body quoted contents · links",
        ],
        "hugo": [
            "body contents · body",
            "body contents · elements",
            "body attributes · body",
            "body directives · body",
            "body kramdown nomarkdown · body",
            "configured body attributes · body",
            "configured body attributes · elements",
            "configured body contents · body",
            "configured body contents · elements",
            "configured body directives · body",
            "configured body directives · elements",
            "configured body kramdown nomarkdown · body",
            "body quoted attributes · body",
            "body quoted contents · body",
            "body quoted contents · elements",
            "body quoted directives · body",
            "body quoted kramdown nomarkdown · body",
            "configured body quoted attributes · body",
            "configured body quoted attributes · elements",
            "configured body quoted contents · body",
            "configured body quoted contents · elements",
            "configured body quoted directives · body",
            "configured body quoted directives · elements",
            "configured body quoted kramdown nomarkdown · body",
        ],
        "pelican": [
            "body contents · body",
            "body contents · elements",
            "body directives · body",
            "body kramdown nomarkdown · body",
            "body quoted contents · body",
            "body quoted contents · elements",
            "body quoted directives · body",
            "body quoted kramdown nomarkdown · body",
        ],
    },
    "Boxes of tasks are ☐ and ☑, as readers drop forms.": {
        "jekyll": ["body tasks · body", "body quoted tasks · body"],
        "hugo": [
            "body tasks · body",
            "configured body tasks · body",
            "body quoted tasks · body",
            "configured body quoted tasks · body",
        ],
    },
    "kramdown takes a year at the beginning of a line for the number of a list, and loses it.": {
        "jekyll": [
            "body numbers begin · body",
            "body numbers begin · elements",
            "body quoted numbers begin · body",
            "body quoted numbers begin · elements",
        ],
    },
    "A code span begins at any run of ticks that has its like, as CommonMark has it.": {
        "jekyll": [
            "body ticks left over · body",
            "body ticks left over · elements",
            "body quoted ticks left over · body",
            "body quoted ticks left over · elements",
        ],
        "pelican": ["body ticks left over · body", "body quoted ticks left over · body"],
    },
    "A player is a link to the page of its video.": {
        "hugo": ["shortcode youtube · body", "shortcode youtube · elements", "shortcode youtube · links"],
    },
    "A `#` in a `permalink` is encoded: Jekyll's own link leads to another page.": {
        "jekyll": ["permalink hash · address", "permalink hash · id"],
    },
    "Slugs of scripts that are transliterated by few tables (Arabic, Devanagari, …) are other than unidecode's: give such posts a `Slug`.": {
        "pelican": [
            "title arabic · address",
            "title arabic · id",
            "title devanagari · address",
            "title devanagari · id",
            "configured name arabic · address",
            "configured name arabic · id",
            "configured name devanagari · address",
            "configured name devanagari · id",
        ],
    },
    "A bare address of a page or of mail is a link.": {
        "jekyll": [
            "body autolinks · elements",
            "body autolinks · links",
            "body links in text · elements",
            "body links in text · links",
            "body quoted autolinks · elements",
            "body quoted autolinks · links",
            "body quoted links in text · elements",
            "body quoted links in text · links",
        ],
        "pelican": [
            "body autolinks · elements",
            "body autolinks · links",
            "body links in text · elements",
            "body links in text · links",
            "body quoted autolinks · elements",
            "body quoted autolinks · links",
            "body quoted links in text · elements",
            "body quoted links in text · links",
        ],
    },
    "`***both***` is strong within emphasis; kramdown and Python-Markdown turn the two.": {
        "jekyll": ["body crossed · elements", "body quoted crossed · elements"],
        "pelican": ["body crossed · elements", "body quoted crossed · elements"],
    },
    "A fence is one whatever stands behind its language, and one that is never closed goes on to the end.": {
        "jekyll": [
            "body fence attributes · body",
            "body fence attributes · elements",
            "body stray fence · body",
            "body stray fence · elements",
            "body quoted fence attributes · body",
            "body quoted fence attributes · elements",
            "body quoted stray fence · body",
            "body quoted stray fence · elements",
        ],
        "pelican": [
            "body fence attributes · body",
            "body fence attributes · elements",
            "body stray fence · body",
            "body stray fence · elements",
            "body quoted fence attributes · body",
            "body quoted fence attributes · elements",
            "body quoted stray fence · body",
            "body quoted stray fence · elements",
        ],
    },
    "A block of HTML within a line of text is HTML; kramdown shows its tags.": {
        "jekyll": ["body inline html block · body", "body quoted inline html block · body"],
    },
    "Another sign begins another list.": {
        "jekyll": ["body other bullets · elements", "body quoted other bullets · elements"],
    },
    "A heading has six marks at most, and keeps a `#` that ends its last word.": {
        "pelican": [
            "body heading levels · body",
            "body heading levels · elements",
            "body trailing hashes · body",
            "body quoted heading levels · body",
            "body quoted heading levels · elements",
            "body quoted trailing hashes · body",
        ],
    },
    "No rule stands above footnotes, and each link back from one has its number.": {
        "hugo": [
            "body footnote · elements",
            "body footnote names · elements",
            "body footnote twice · body",
            "body footnote twice · elements",
            "configured body footnote · elements",
            "configured body footnote names · elements",
            "configured body footnote twice · body",
            "configured body footnote twice · elements",
            "body quoted footnote · elements",
            "body quoted footnote names · elements",
            "body quoted footnote twice · body",
            "body quoted footnote twice · elements",
            "configured body quoted footnote · elements",
            "configured body quoted footnote names · elements",
            "configured body quoted footnote twice · body",
            "configured body quoted footnote twice · elements",
        ],
        "pelican": [
            "body footnote · elements",
            "body footnote names · elements",
            "body footnote twice · body",
            "body footnote twice · elements",
            "body unused footnote · elements",
            "body quoted footnote · elements",
            "body quoted footnote names · elements",
            "body quoted footnote twice · body",
            "body quoted footnote twice · elements",
            "body quoted unused footnote · elements",
        ],
    },
    "The title of a figure is strong, and no heading.": {
        "hugo": ["shortcode figure · elements"],
    },
    "An hour that clocks show twice is the first.": {
        "jekyll": ["configured autumn · published"],
    },
    "What of a template only its generator can fill in is left out, with a warning.": {
        "jekyll": [
            "liquid include · body",
            "liquid increment · body",
            "liquid link · links",
            "liquid numbers · body",
            "liquid site · body",
        ],
    },
    "Numbers of lines are no text.": {
        "jekyll": ["liquid highlight lines · body", "liquid highlight lines · elements"],
    },
    "An address that a template writes alone into the text is a link.": {
        "hugo": ["shortcode in a list · elements", "shortcode in a list · links"],
        "jekyll": ["liquid addresses · elements", "liquid addresses · links"],
    },
    "Code of a shortcode between `{{%` and `%}}` is shown, although Hugo leaves it out without `unsafe`.": {
        "hugo": ["shortcode markdown highlight · body", "shortcode markdown highlight · elements"],
    },
    "A cascade under a condition that is not followed (`sites`) is passed over, with a warning.": {
        "hugo": ["languages english/english-hidden/x.md · post"],
    },
    "Fences are read within lists and quotes, too; Python-Markdown knows none there.": {
        "pelican": [
            "body fence in list · elements",
            "body quoted fence in list · elements",
            "body quoted fence · body",
            "body quoted fence · elements",
            "body quoted fence of four · elements",
            "body quoted tilde fence · body",
            "body quoted tilde fence · elements",
        ],
    },
    "Hugo parts a quote at `<!--more-->` within it.": {
        "hugo": ["body quoted more · elements", "configured body quoted more · elements"],
    },
    # Faults, to be mended
    "fault: Jekyll reads posts of any ending, and years of two digits.": {
        "jekyll": ["text · post", "short year · post"],
    },
    "fault: Jekyll passes `categories` over where there is a `category`.": {
        "jekyll": ["categories both · tags"],
    },
    "fault: Jekyll parts a file's name into a title at dashes alone.": {
        "jekyll": ["title of a name · title"],
    },
    "fault: in kramdown and Python-Markdown a table stands apart from the text above it, in kramdown also from that below.": {
        "jekyll": [
            "body setext table · body",
            "body setext table · elements",
            "body table then text · body",
            "body table then text · elements",
            "body quoted setext table · body",
            "body quoted setext table · elements",
            "body quoted table then text · body",
            "body quoted table then text · elements",
        ],
        "pelican": [
            "body setext table · body",
            "body setext table · elements",
            "body quoted setext table · body",
            "body quoted setext table · elements",
        ],
    },
    "fault: Python-Markdown knows no tasks, no `\\` at the end of a line, no escapes of `~`, `:` and `<`, and takes `#Five` for a heading.": {
        "pelican": [
            "body tasks · body",
            "body hard breaks · body",
            "body hard breaks · elements",
            "body escapes · body",
            "body escaped html · body",
            "body headings · body",
            "body headings · elements",
            "body quoted escaped html · body",
            "body quoted escapes · body",
            "body quoted hard breaks · body",
            "body quoted hard breaks · elements",
            "body quoted headings · body",
            "body quoted headings · elements",
            "body quoted tasks · body",
        ],
    },
    "fault: Hugo makes `İ` an `i` in an address.": {
        "hugo": ["name İstanbul · address", "name İstanbul · id"],
    },
    "fault: Hugo leaves `index.html` out at the end of a `url`.": {
        "hugo": ["url index · address", "url index · id", "configured url index · address", "configured url index · id"],
    },
    "fault: in kramdown a `^` alone ends a list, and `##` alone is text.": {
        "jekyll": [
            "body kramdown end of block · body",
            "body kramdown end of block · elements",
            "body empty heading · body",
            "body empty heading · elements",
            "body quoted empty heading · body",
            "body quoted empty heading · elements",
            "body quoted kramdown end of block · body",
            "body quoted kramdown end of block · elements",
        ],
    },
    "fault: Python-Markdown numbers footnotes as they are defined.": {
        "pelican": [
            "body footnote names · body",
            "body footnote names · links",
            "body quoted footnote names · body",
            "body quoted footnote names · links",
        ],
    },
    "fault: Hugo makes `www.example.org` a link of https.": {
        "hugo": [
            "body links in text · links",
            "configured body links in text · links",
            "body quoted links in text · links",
            "configured body quoted links in text · links",
        ],
    },
    "fault: with `hard_wrap` kramdown keeps a `\\` at the end of a line.": {
        "jekyll": ["configured body hard breaks · body"],
    },
    "fault: a time in a file's name (`2024-02-06T10-30-00-x.md`) counts for Hugo.": {
        "hugo": [
            "configured file 2024-02-06T10-30-00-time · address",
            "configured file 2024-02-06T10-30-00-time · id",
            "configured file 2024-02-06T10-30-00-time · published",
        ],
    },
    "fault: Hugo's feed has a post's own `date` as its time, though `:filename` dates its address.": {
        "hugo": [
            "configured file with a slug · published",
            "configured file with another date · published",
            "configured name 2020-01-02-dated-name · published",
        ],
    },
    "fault: with `disablePathToLower` Hugo makes `a - b` an `a-b`.": {
        "hugo": ["configured name a - b · address", "configured name a - b · id"],
    },
    "fault: `uglyURLs` counts for Hugo's `permalinks`, too, and `:contentbasename` has the date of the file's name.": {
        "hugo": [
            "configured years · address",
            "configured years · id",
            "configured years without · address",
            "configured years without · id",
        ],
    },
    "fault: Hugo's `permalinks` take Go's layouts of dates as tokens (`:Jan`).": {
        "hugo": [
            "languages deutsch/five/A File.md · address",
            "languages deutsch/five/A File.md · id",
            "languages deutsch/five/deep/2024-01-02-file.md · address",
            "languages deutsch/five/deep/2024-01-02-file.md · id",
            "languages deutsch/five/deep/deeper/bundle/index.md · address",
            "languages deutsch/five/deep/deeper/bundle/index.md · id",
            "languages english/five/A File.md · address",
            "languages english/five/A File.md · id",
            "languages english/five/deep/2024-01-02-file.md · address",
            "languages english/five/deep/2024-01-02-file.md · id",
            "languages english/five/deep/deeper/bundle/index.md · address",
            "languages english/five/deep/deeper/bundle/index.md · id",
        ],
    },
    "fault: a `slug` that cascades in Hugo is also the section's own.": {
        "hugo": ["languages deutsch/cascaded/x.md · address", "languages deutsch/cascaded/x.md · id"],
    },
    "fault: in a Hugo site of several languages a link to a post's file (`plain.md`) leads to its page.": {
        "hugo": ["shortcode md link · links"],
    },
    "fault: `ref` and `relref` of Hugo look for a page in the post's own folder first.": {
        "hugo": ["shortcode relative ref · links"],
    },
    "fault: within quotes the rules of lists of kramdown and Python-Markdown do not hold.": {
        "jekyll": ["body quoted mixed list · elements", "body quoted nested two · elements"],
        "pelican": [
            "body quoted mixed list · elements",
            "body quoted nested two · elements",
            "body quoted nested three · elements",
            "body quoted other bullets · elements",
            "body quoted list after paragraph · body",
            "body quoted list after paragraph · elements",
        ],
    },
    "fault: within quotes the definition of an abbreviation is shown.": {
        "jekyll": ["body quoted abbreviation · body", "body quoted abbreviation · elements"],
        "pelican": ["body quoted abbreviation · body", "body quoted abbreviation · elements"],
    },
    "fault: within quotes a list in a definition, and HTML with `markdown=\"1\"`, get a second quote.": {
        "jekyll": ["body quoted definitions with marks · elements", "body quoted markdown in html · elements"],
        "hugo": ["body quoted definitions with marks · elements", "configured body quoted definitions with marks · elements"],
        "pelican": ["body quoted definitions with marks · elements", "body quoted markdown in html · elements"],
    },
    "fault: within quotes a footnote of kramdown's loses its second paragraph.": {
        "jekyll": ["body quoted footnote twice · body", "body quoted footnote twice · elements"],
    },
    "fault: within quotes kramdown reads no Markdown behind a blank line of HTML, and Python-Markdown reads it in all HTML.": {
        "jekyll": [
            "body quoted blank in html · body",
            "body quoted blank in html · elements",
            "body quoted details · body",
            "body quoted details · elements",
        ],
        "pelican": [
            "body quoted figure · body",
            "body quoted figure · elements",
            "body quoted html paragraph · body",
            "body quoted html paragraph · elements",
            "body quoted html table · body",
            "body quoted html table · elements",
            "body quoted markdown not in html · body",
            "body quoted markdown not in html · elements",
        ],
    },
}
