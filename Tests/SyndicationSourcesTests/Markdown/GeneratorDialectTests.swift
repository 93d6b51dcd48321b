import Syndication
import SyndicationMarkup
import SyndicationTesting
import Testing

@testable import SyndicationSources

@Suite("A body is read as its generator is told to read it") struct GeneratorDialectTests {
  /// The body of the one post of a site, as HTML in one line, and what it warned of.
  private func body(
    _ text: String, at file: String, _ configuration: (name: String, text: String), others: [String: String] = [:]
  ) async throws -> (html: String, warnings: [String]) {
    let matter =
      file.hasPrefix("content/a.") ? "Title: A\nDate: 2024-05-01\n\n" : "---\ntitle: A\ndate: 2024-05-01\n---\n"
    let fixture = try MarkdownFixture(
      others.merging([file: matter + text, configuration.name: configuration.text]) { $1 })
    let item = try #require(try await fixture.load().items.first)
    let content = try #require(item.content)
    let rendered = content.markup.render(
      try content.read().text, of: Page(id: "a", base: AbsoluteURL("https://example.com/a/")!, site: fixture.site))
    guard case .html(let html)? = rendered.content else { return ("", rendered.warnings.map(\.message)) }
    return (String(decoding: html.utf8, as: UTF8.self).replacing("\n", with: ""), rendered.warnings.map(\.message))
  }

  private static let jekyll = "_posts/2024-05-01-a.md"
  private static let hugo = "content/posts/a.md"

  @Test(
    "each generator's own parser decides, and what its configuration says of that",
    arguments: [
      (jekyll, ("_config.yml", "title: A\n"), "a~b~c ~~d~~", "<p>a~b~c <del>d</del></p>"),
      (jekyll, ("_config.yml", "kramdown: {input: kramdown}\n"), "a~b~c ~~d~~", "<p>a~b~c ~~d~~</p>"),
      (jekyll, ("_config.yml", "markdown: CommonMarkGhPages\n"), "a~b~c", "<p>a<del>b</del>c</p>"),
      (jekyll, ("_config.yml", "kramdown:\n  hard_wrap: true\n"), "a\nb", "<p>a<br>b</p>"),
      (
        jekyll, ("_config.yml", "kramdown: {parse_block_html: true}\n"), "<div>\n*a*\n</div>\n",
        "<div><p><em>a</em></p></div>"
      ),
      (jekyll, ("_config.yml", "plugins: [jemoji]\n"), ":package:", "<p>📦</p>"),
      (jekyll, ("_config.yml", "title: A\n"), ":package:", "<p>:package:</p>"),
      ("content/a.md", ("pelicanconf.py", "SITEURL = ''\n"), "a~b~c ~~d~~", "<p>a~b~c ~~d~~</p>"),
      (
        "content/a.md", ("pelicanconf.py", "SITEURL = ''\n"), "x\n\n    :::python\n    y",
        "<p>x</p><pre><code class=\"language-python\">y</code></pre>"
      ),
      ("posts/a.md", ("eleventy.config.js", "export default {}"), "a~b~c ~~d~~", "<p>a~b~c <del>d</del></p>"),
      ("posts/a.md", ("eleventy.config.js", "export default {}"), "{{ title }}, {{ page.title }}", "<p>A, A</p>"),
      (
        jekyll, ("_config.yml", "title: A\n"),
        "{% capture n %}\n#### Head\n<<words>>\n\n    a\n\n    b\n{% endcapture %}<div>{{ n | markdownify }}</div>\n",
        "<div><h4>Head</h4><p>«words»</p><pre><code>ab</code></pre></div>"
      ),
      (
        "content/a.md",
        (
          "pelicanconf.py",
          "MARKDOWN = {'extension_configs': {'markdown.extensions.nl2br': {}, 'markdown.extensions.toc': {}}, "
            + "'extensions': ['markdown.extensions.admonition', 'markdown.extensions.extra']}\n"
        ), "[TOC]\n\na\nb\n\n!!! note\n    c\n", "<p>a<br>b</p><div><p>Note</p><p>c</p></div>"
      ),
      (hugo, ("hugo.toml", "baseURL = 'https://example.com/'\nenableEmoji = true\n"), "<<a>> :+1:", "<p>«a» 👍</p>"),
      (
        hugo, ("hugo.toml", "baseurl = 'x'\n[markup.goldmark.renderer]\nhardWraps = true\nunsafe = true\n"),
        "a\n<b>b</b>",
        "<p>a<br><b>b</b></p>"
      ),
      (
        hugo,
        ("hugo.yaml", "baseURL: x\nmarkup: {goldmark: {extensions: {strikethrough: false, definitionList: false}}}\n"),
        "a~b~c\n: d", "<p>a~b~c: d</p>"
      ),
      (
        "content/blog/a.md",
        ("config.toml", "base_url = 'x'\n[markdown]\nrender_emoji = true\ndefinition_list = true\n"),
        "a :+1:\n: d", "<dl><dt>a 👍</dt><dd>d</dd></dl>"
      ),
      ("src/content/blog/a.md", ("astro.config.mjs", "export default {}"), "a {b} {c.d}", "<p>a {b} {c.d}</p>"),
      ("src/content/blog/a.mdx", ("astro.config.mjs", "export default {}"), "a {'b'}", "<p>a b</p>"),
    ] as [(String, (String, String), String, String)])
  func dialects(_ file: String, _ configuration: (String, String), _ text: String, _ html: String) async throws {
    let body = try await body(text, at: file, (name: configuration.0, text: configuration.1))
    #expect(body.html == html)
    #expect(body.warnings == [])
  }

  @Test(
    "Hugo leaves out HTML that stands in Markdown unless it is told otherwise, keeps that of its shortcodes, and it is named"
  )
  func hugoHTML() async throws {
    let text = """
      <div>raw</div>

      a <b>b</b> {{< figure src="/x.png" caption="C *d*" >}}

      - {{< highlight go >}}
      x := <-c
      {{< /highlight >}}

      {{< details summary="S" >}}
      *e* <i>f</i>
      {{< /details >}}

      <!--more-->
      """
    let (html, warnings) = try await body(text, at: Self.hugo, ("hugo.toml", "baseURL = 'https://example.com/'\n"))
    #expect(
      html
        == "<p>a b <figure><img src=\"https://example.com/x.png\" alt=\"C d\"><figcaption>C <em>d</em></figcaption></figure></p><ul><li><pre><code class=\"language-go\">x := &lt;-c</code></pre></li></ul><details><summary>S</summary><p><em>e</em> f</p></details>"
    )
    #expect(warnings.first == "left out of the content, as its generator does: raw HTML")
  }

  @Test("what cannot be filled in leads to the generator's output, where that lies there, and only there")
  func hint() async throws {
    let configuration = (name: "hugo.toml", text: "baseURL = 'https://example.com/'\n")
    let without = try await body("{{< chart >}}a", at: Self.hugo, configuration)
    #expect(without.warnings == ["left out of the content, as only its generator can fill it in: shortcode “chart”"])
    let with = try await body("{{< chart >}}a", at: Self.hugo, configuration, others: ["public/index.html": "x"])
    #expect(with.warnings.first?.hasSuffix("/public: name that as \"rendered\"") == true)
  }

  @Test(
    "what shows as it is written for want of a rule is told once",
    arguments: [
      (["pelicanconf.py": "MARKDOWN = {'extensions': ['pymdownx.tasklist', 'nl2br']}\n"], "(pymdownx.tasklist)"),
      (
        ["hugo.toml": "[markup.goldmark.extensions.extras]\nmark = {enable = true}\ninsert = {enable = false}\n"],
        "(mark)"
      ),
    ])
  func unfollowed(_ files: [String: String], _ names: String) async throws {
    let post = [
      "content/a.md": "Title: A\nDate: 2024-05-01\n\nText",
      "content/posts/b.md": "---\ntitle: B\ndate: 2024-05-01\n---\n",
    ]
    let problems = try await MarkdownFixture(files.merging(post) { $1 }).load().problems
    #expect(problems.count { $0.message.contains(names) && $0.message.contains("\"rendered\"") } == 1)
  }
}
