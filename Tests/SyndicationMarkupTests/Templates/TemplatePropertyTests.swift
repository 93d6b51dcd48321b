import Foundation
import Syndication
import SyndicationTesting
import Testing

@testable import SyndicationMarkup

@Suite struct PropertiesOfTemplates {
  @Test("B2 any soup of marks ends, and leaves no tag", arguments: Template.Language.allCases)
  func soup(_ language: Template.Language) {
    // A failure names the seed. With SYNDICATE_SEED set to it, the same soups come again.
    let seed = ProcessInfo.processInfo.environment["SYNDICATE_SEED"].flatMap(UInt64.init) ?? .random(in: 0...UInt64.max)
    print("soup of \(language): seed \(seed)")
    var generator = SeededGenerator(seed: seed)
    for index in 0..<500 {
      let pieces = (0..<generator.number(1...40)).map { _ in generator.one(of: PropertiesOfTemplates.pieces) }
      let body = pieces.joined(separator: " ")
      let expanded = Expanded(body, language, as: generator.once(in: 2) ? .html : .markdown)
      let comment: Comment = "seed \(seed), soup \(index): \(body)"
      switch language {
      case .liquid, .nunjucks:
        // Where a tag that trims goes, `{` may meet `%}`: that is no tag.
        #expect(body.contains("raw") || !expanded.text.replacing("{%}", with: "").contains("{%"), comment)
      case .hugo:
        // `{{` may meet an element that was made: that is no tag.
        #expect(body.contains("/*") || !expanded.text.contains("{{< "), comment)
      case .tera, .mdx, .pelican: break
      }
    }
  }

  @Test("B2 bytes that are no text are taken, too", arguments: Template.Language.allCases)
  func anyBytes(_ language: Template.Language) {
    var generator = SeededGenerator(seed: 5)
    let marks = Array("{{%}<>#\"'`|@/(=)-$\\\n ab:.".utf8) + [0, 0x80, 0xC3, 0xFF]
    for _ in 0..<500 {
      let body = (0..<generator.number(1...80)).map { _ in generator.one(of: marks) }
      let expanded = Expanded(body, language)
      #expect(expanded.text.utf8.count < 1_000_000)
    }
  }

  @Test(
    "B2 bodies that repeat one mark take time and memory by their size",
    arguments: Template.Language.allCases,
    [
      "{{", "{%", "{{<", "{{% x \"", "{% raw %}", "{% if a %}", "{% for i in (1..99999) %}{{ i }}", "{# ", "@/",
      "{{ f(",
      "{% n() %}", "<A ", "<A>", "{", "`", "$", "](@/x", "{% assign x = x | append: x | append: 'aaaaaaaa' %}",
      "{% capture x %}{{ x }}{{ x }}a{% endcapture %}", "{% highlight %}", "{{< highlight >}}", "```\n", "export {\n",
      "\\(", "{{/*", "{{</*", "({filename}", "{{ x | replace: 'a', x }}",
    ])
  func repeated(_ language: Template.Language, _ mark: String) {
    let times = growth(of: 4_000, within: 24) { size in
      let body = String(repeating: mark, count: size / mark.utf8.count)
      #expect(Expanded(body, language).text.utf8.count <= 3_000_000)
    }
    #expect(times <= 24)
  }

  @Test("B2 a loop writes no more than its bound, and says so")
  func bounded() {
    let body = "{% for i in (1..9999) %}{% for j in (1..9999) %}{{ i }} and more{% endfor %}{% endfor %}end"
    let expanded = Expanded(body, .liquid)
    #expect(expanded.text.utf8.count <= 1_000_000)
    #expect(expanded.text.hasSuffix("end"))
    #expect(expanded.unfilled == ["Liquid output beyond its bound": 1])
  }

  @Test("B2 a body in which no tag may occur is its own expansion", arguments: Template.Language.allCases)
  func noTags(_ language: Template.Language) {
    let body = Array("# A title\n\nWords, | tables | and $x^2$.\n".utf8)
    #expect(!body.withUnsafeBufferPointer(language.mayOccur))
    #expect(Expanded(body, language).text == String(decoding: body, as: UTF8.self))
  }

  @Test(
    "B1 bodies tell whether they may name pages",
    arguments: [
      (.liquid, "{% post_url a %}", true), (.liquid, "{{ site.url }}", false), (.nunjucks, "{% link a.md %}", true),
      (.hugo, "{{< ref a >}}", true), (.hugo, "{{< x >}}", false), (.tera, "[a](@/b.md)", true),
      (.tera, "{{ a() }}", false),
      (.pelican, "({filename}a)", true), (.pelican, "({static}a)", false), (.mdx, "<A>", false),
    ] as [(Template.Language, String, Bool)])
  func pageNames(_ language: Template.Language, _ body: String, _ names: Bool) {
    #expect(Array(body.utf8).withUnsafeBufferPointer(language.mayNamePages) == names)
  }

  private static let pieces = [
    "{{", "}}", "{%", "%}", "{%-", "-%}", "{{-", "{{<", ">}}", "{{%", "%}}", "{{</*", "*/>}}", "{#", "#}", "if", "else",
    "endif", "{% if a %}", "{% else %}", "{% endif %}", "{% for i in (1..3) %}", "{% endfor %}", "{% raw %}",
    "{% endraw %}", "{% highlight js %}", "{% endhighlight %}", "{% capture x %}", "{% endcapture %}", "{{ x }}",
    "{{ site.url | append: 'a' }}", "{% assign x = x | append: x %}", "{% include figure.html path='a.png' %}",
    "{{< figure src=\"a\" >}}", "{{< /figure >}}", "{{< a >}}", "{{< /a >}}", "{{ a(b=1) }}", "{% a(b=\"c\") %}",
    "{% end %}", "<A>", "</A>", "<A b={c} />", "{d}", "{/*", "*/}", "](@/a.md)", "]({filename}a.md)", "`", "```", "$",
    "$$", "\\(", "\\)", "\"", "'", "|", "(", ")", "\n", "\n\n", "import a", "é", "漢", "\u{0}", "text",
  ]
}
