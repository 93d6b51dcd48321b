import Syndication
import SyndicationFiles
import SyndicationMarkup
import Testing

@testable import SyndicationSources

@Suite("A translation is a post of its own, and what a generator knows of its site is told")
struct LanguageTests {
  private static func matter(_ title: String, _ more: String = "") -> String {
    "---\ntitle: \(title)\ndate: 2024-05-01\n\(more)\n---\nText.\n"
  }

  /// By title: the address, the language, and whether it is a translation.
  private func read(_ files: [String: String]) async throws -> [String: String] {
    let contents = try await MarkdownFixture(files).load()
    return Dictionary(
      uniqueKeysWithValues: contents.items.map { item in
        let mark = item.isTranslation ? " translation" : ""
        return (item.title ?? "", "\(item.addressPath ?? "") \(item.language ?? "-")\(mark)")
      })
  }

  @Test("in Hugo, by the name of its file or by a folder of its language")
  func hugo() async throws {
    let files = [
      "hugo.toml": """
      defaultContentLanguage = "en"
      [languages.en]
      [languages.de]
      languageCode = "de-DE"
      [languages.fr]
      contentDir = "content-fr"
      [languages.nl]
      baseURL = "https://nl.example/"
      [languages.it]
      disabled = true
      [permalinks]
      b = "/bb/:slug/"
      """,
      "content/a/x.md": Self.matter("x"), "content/a/x.de.md": Self.matter("x de"),
      "content/a/y/index.md": Self.matter("y"), "content/a/y/index.de.md": Self.matter("y de"),
      "content/a/y/part.de.md": Self.matter("part"), "content/a/z/index.de.md": Self.matter("z de"),
      "content/b/only.de.md": Self.matter("Grün de"), "content/b/url.de.md": Self.matter("url de", "url: /qq/"),
      "content/b/rel.de.md": Self.matter("rel de", "url: qq"), "content/a/x.en.md": Self.matter("named"),
      "content-fr/a/x.md": Self.matter("x fr"), "content/a/x.nl.md": Self.matter("x nl"),
      "content/a/x.it.md": Self.matter("x it"), "content/a/z.es.md": Self.matter("z es"),
      "content/b/_index.de.md": "---\ncascade: {tags: [deutsch]}\n---\n", "content/b/here.md": Self.matter("here"),
    ]
    var expected = [
      "x de": "/de/a/x/ de-DE translation", "y": "/a/y/ -", "y de": "/de/a/y/ de-DE translation",
      "z de": "/de/a/z/ de-DE translation", "Grün de": "/de/bb/gr%C3%BCn-de/ de-DE translation",
      "url de": "/qq/ de-DE translation", "rel de": "/de/qq/ de-DE translation", "x fr": "/fr/a/x/ fr translation",
      "x nl": "https://nl.example/a/x/ nl translation", "z es": "/a/z.es/ -", "here": "/bb/here/ -",
    ]
    expected["x"] = "/a/x/ -"
    expected["named"] = "/a/x/ -"
    #expect(try await read(files) == expected)
    let items = try await MarkdownFixture(files).load().items
    #expect(items.first { $0.title == "rel de" }?.tags == ["deutsch"] && items.first { $0.title == "here" }?.tags == [])
  }

  @Test("in Zola by the name of its file, in Pelican by `Lang` where there is the article in the site's language")
  func others() async throws {
    let toml = { (title: String, more: String) in "+++\ntitle = \"\(title)\"\ndate = 2024-05-03\n\(more)\n+++\n" }
    #expect(
      try await read([
        "config.toml":
          "base_url = \"https://example.com\"\ndefault_language = \"en\"\n[languages.fr]\n[languages.en]\n",
        "content/blog/a.md": toml("a", ""), "content/blog/a.fr.md": toml("a fr", ""),
        "content/blog/b/index.fr.md": toml("b fr", ""), "content/blog/c.fr.md": toml("c fr", "path = \"chemin\""),
        "content/hid/_index.fr.md": "+++\ndraft = true\n+++\n", "content/blog/_index.fr.md": "+++\n+++\n",
      ]) == [
        "a": "/blog/a/ -", "a fr": "/fr/blog/a/ fr translation", "b fr": "/fr/blog/b/ fr translation",
        "c fr": "/chemin/ fr translation",
      ])
    let article = { (title: String, more: String) in "Title: \(title)\nDate: 2024-05-01\n\(more)\n\nx\n" }
    #expect(
      try await read([
        "pelicanconf.py": "DEFAULT_LANG = 'en'\n", "content/a.md": article("Fifth", "Slug: fifth\nLang: en"),
        "content/b.md": article("Der fünfte", "Slug: fifth\nLang: de"), "content/c.md": article("Seul", "Lang: fr"),
      ]) == ["Fifth": "/fifth.html en", "Der fünfte": "/fifth-de.html de translation", "Seul": "/seul-fr.html fr"])
  }

  @Test("in Jekyll where a plug-in makes a site for each of `languages`")
  func jekyll() async throws {
    let files = [
      "_posts/en/2024-05-01-a.md": "---\ntitle: A\nlang: en\n---\n",
      "_posts/fr/2024-05-01-a.md": "---\ntitle: A fr\nlang: fr\n---\n",
      "_posts/2024-05-02-b.de.md": "---\ntitle: B de\nlang: de\npermalink: /de/b/\n---\n",
      "_posts/2024-05-02-c.md": "---\ntitle: C fr\nlang: fr\npermalink: /fr/c/\n---\n",
    ]
    let polyglot = ["_config.yml": "languages: [en, fr]\ndefault_lang: en\n"]
    #expect(
      try await read(files.merging(polyglot) { $1 }) == [
        "A": "/2024/05/01/a.html en", "A fr": "/fr/2024/05/01/a.html fr translation", "B de": "/de/b/ de translation",
        "C fr": "/fr/c/ fr translation",
      ])
    // Of a blog that has no other languages every post is its own.
    #expect(
      try await read(["_config.yml": "", "_posts/2024-05-01-a.md": "---\ntitle: A\nlang: pt\n---\n"])
        == ["A": "/2024/05/01/a.html pt"])
  }

  @Test("its language, zone and author, by every generator's configuration")
  func defaults() async throws {
    let post = Self.matter("A")
    let mona = [Person(name: "Mona Lee", email: "mona@example.org")]
    let sites: [(files: [String: String], SiteDefaults)] = [
      (
        ["_config.yml": "lang: de_DE\ntimezone: Europe/Berlin\nauthor:\n  name: Mona Lee\n  email: mona@example.org\n"],
        SiteDefaults(language: "de-DE", timeZone: SiteTimeZone("Europe/Berlin"), authors: mona)
      ),
      (
        ["_config.yml": "author: mona\n", "_data/authors/mona.yml": "name: Mona Lee\nemail: mona@example.org\n"],
        SiteDefaults(authors: mona)
      ),
      (
        [
          "hugo.toml":
            "languageCode = \"de-de\"\ntimeZone = 'Europe/Berlin'\n[params.author]\nname = \"Mona Lee\"\nemail = \"mona@example.org\"\n"
        ],
        SiteDefaults(language: "de-de", timeZone: SiteTimeZone("Europe/Berlin"), authors: mona)
      ),
      (
        [
          "hugo.yaml":
            "params: {author: {mona: {name: Mona Lee}}}\nlanguages: {de: {weight: 1}}\ndefaultContentLanguage: de\n"
        ],
        SiteDefaults(language: "de")
      ),
      (
        ["zola.toml": "default_language = \"de\"\nauthor = \"Mona Lee\"\n"],
        SiteDefaults(language: "de", authors: [Person(name: "Mona Lee")])
      ),
      (
        ["pelicanconf.py": "AUTHOR = u'Mona Lee'\nDEFAULT_LANG = 'de'\nTIMEZONE = 'Europe/Berlin'\n"],
        SiteDefaults(language: "de", timeZone: SiteTimeZone("Europe/Berlin"), authors: [Person(name: "Mona Lee")])
      ),
      (
        [
          "eleventy.config.js":
            "c.addPlugin(feed, { metadata: { language: \"de\", author: { name: \"Mona Lee\", email: 'mona@example.org' } } }); return { dir: { input: 'content', data: '../_data' } }",
          "content/a.md": post,
        ],
        SiteDefaults(language: "de", authors: mona)
      ),
      (
        [
          "eleventy.config.js": "export default () => ({ dir: { input: 'content', data: '../_data' } })",
          "_data/metadata.js":
            "export default { language: 'de', author: { name: 'Mona Lee', email: \"mona@example.org\" } }",
          "content/a.md": post,
        ],
        SiteDefaults(language: "de", authors: mona)
      ),
      (
        ["astro.config.mjs": "export default { i18n: { defaultLocale: 'de', locales: ['de'] } }"],
        SiteDefaults(language: "de")
      ),
      (["eleventy.config.js": "export default {}"], SiteDefaults()),
      (["_config.yml": "lang: no language\n"], SiteDefaults()),
    ]
    for (files, expected) in sites {
      #expect(try await MarkdownFixture(files).load().site == expected, "\(files)")
    }
  }

  @Test("and authors are people whom Hugo's configuration and data know by their keys")
  func people() async throws {
    let fixture = try MarkdownFixture([
      "hugo.toml": "[params.author.mona]\nname = 'Mona Lee'\n", "data/authors/bo.yaml": "name: Bo Day\n",
      "content/posts/a.md": Self.matter("A", "authors: [mona, bo, Cy Kay]"),
    ])
    #expect(try await fixture.load().items.map { $0.authors.map(\.name) } == [["Mona Lee", "Bo Day", "Cy Kay"]])
  }
}
