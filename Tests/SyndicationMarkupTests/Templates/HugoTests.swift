import Syndication
import Testing

@testable import SyndicationMarkup

@Suite struct HugoInBodies {
  @Test(
    "B1 B2 Hugo's own shortcodes become what they mean",
    arguments: [
      (
        "{{< figure src=\"a.png\" alt=\"b\" caption=`c \"d\"` link=\"/e\" >}}",
        "<figure><a href=\"/e\"><img src=\"a.png\" alt=\"b\"></a><figcaption>c &quot;d&quot;</figcaption></figure>"
      ),
      (
        "{{<figure src=\"a.png\" title=\"T\" caption=\"C\" attr=\"N\" attrlink=\"/n\" />}}",
        "<figure><img src=\"a.png\" alt=\"C\"><figcaption><strong>T</strong> C <a href=\"/n\">N</a></figcaption></figure>"
      ),
      (
        "{{< highlight go \"linenos=table\" >}}\na\n{{< /highlight >}}",
        "<pre><code class=\"language-go\">a&#10;</code></pre>"
      ),
      ("[a]({{< ref \"x.md#b\" >}})", "[a](/blog/post/x/#b)"),
      ("[a]({{% relref \"/post/deep\" %}})", "[a](/blog/post/deep/)"),
      ("[a]({{< ref \"#b\" >}})", "[a](#b)"),
      (
        "{{< youtube id=\"a-1\" title=\"T\" >}}",
        "<a href=\"https://www.youtube.com/watch?v=a-1\"><img src=\"https://i.ytimg.com/vi/a-1/hqdefault.jpg\" alt=\"\"><br>T</a>"
      ),
      ("{{< vimeo 12 >}}", "<a href=\"https://vimeo.com/12\">https://vimeo.com/12</a>"),
      (
        "{{< tweet user=\"ada\" id=\"12\" >}}",
        "<a href=\"https://twitter.com/ada/status/12\">https://twitter.com/ada/status/12</a>"
      ),
      ("{{< gist ada 12ab >}}", "<a href=\"https://gist.github.com/ada/12ab\">https://gist.github.com/ada/12ab</a>"),
      ("{{< param title >}} {{< param \"tone\" >}}", "A <b> calm"),
      ("{{< details summary=\"S\" >}}a{{< /details >}}", "<details><summary>S</summary>\n\na\n\n</details>"),
      ("a{{< qr text=\"b\" />}}c", "ac"),
    ])
  func shortcodes(_ body: String, _ text: String) {
    let expanded = Expanded(body, .hugo)
    #expect(expanded.text == text)
    #expect(expanded.unfilled == [:])
  }

  @Test(
    "captions, titles and what stands between the tags of a figure are Markdown",
    arguments: [
      (
        "{{< figure src=\"pic.png\" caption=\"Photo by [Ann](https://ann.example/), *2023* &amp; later\" attr=\"CC *BY*\" attrlink=\"https://cc.example/\" >}}",
        "<figure><img src=\"pic.png\" alt=\"Photo by Ann, 2023 &amp; later\"><figcaption>Photo by <a href=\"https://ann.example/\">Ann</a>, <em>2023</em> &amp; later <a href=\"https://cc.example/\">CC <em>BY</em></a></figcaption></figure>"
      ),
      (
        "{{< figure src=\"/x.png\" title=\"A **title**\" >}}",
        "<figure><img src=\"/x.png\" alt=\"A title\"><figcaption>A <strong>title</strong></figcaption></figure>"
      ),
      (
        "{{< figure src=\"/x.png\" >}}Some *text*{{< /figure >}}",
        "<figure><img src=\"/x.png\" alt=\"\"><figcaption>Some <em>text</em></figcaption></figure>"
      ),
      (
        "{{< details summary=\"S *x*\" >}}a *b*{{< /details >}}",
        "<details><summary>S <em>x</em></summary>\n\na *b*\n\n</details>"
      ),
    ])
  func captions(_ body: String, _ text: String) { #expect(Expanded(body, .hugo).text == text) }

  @Test(
    "B2 of unknown shortcodes the tags go, counted by name, and the content stays",
    arguments: [
      ("{{< plotly >}}", "", ["shortcode “plotly”": 1]),
      ("{{< a >}}b{{% c %}}*d*{{% /c %}}{{< /a >}}{{< c />}}", "b*d*", ["shortcode “a”": 1, "shortcode “c”": 2]),
      ("{{< a >}}b{{< c >}}d{{< /a >}}{{< /c >}}", "bd", ["shortcode “a”": 1, "shortcode “c”": 1]),
      ("a {{< b", "a  b", ["shortcode without an end": 1]),
    ] as [(String, String, [String: Int])])
  func unknown(_ body: String, _ text: String, _ unfilled: [String: Int]) {
    let expanded = Expanded(body, .hugo)
    #expect(expanded.text == text)
    #expect(expanded.unfilled == unfilled)
  }

  @Test(
    "HTML in a shortcode that Hugo does not read as Markdown stays where Hugo leaves other HTML out",
    arguments: [
      ("{{< raw >}}<p>Raw <b>html</b>, no *stars*</p>{{< /raw >}}", "<p>Raw <b>html</b>, no *stars*</p>"),
      ("{{< raw >}}\n<div>\n\n*a*\n\n</div>\n{{< /raw >}}\n\n*b*", "<div>*a*</div><p><em>b</em></p>"),
      (
        "{{< gallery >}}\n<img src=\"/a.jpg\">\n\n*c* `<b>` <https://a.example>\n{{< /gallery >}}",
        "<img src=\"/a.jpg\"><p><em>c</em> <code>&lt;b&gt;</code> <a href=\"https://a.example\">https://a.example</a></p>"
      ),
      ("{{< a >}}<p>{{< b >}}x <i>y</i>{{< /b >}}</p>{{< /a >}}", "<p>x <i>y</i></p>"),
      (
        "{{< a >}}{{< figure src=\"/a.png\" >}} <b>w</b> v{{< /a >}}",
        "<p><figure><img src=\"/a.png\" alt=\"\"></figure> <b>w</b> v</p>"
      ),
      ("{{% a %}}<b>x</b> y{{% /a %}} <i>z</i>", "<p>x y z</p>"),
      ("x {{< highlight go \"hl_inline=true\" >}}a := *b*{{< /highlight >}} y", "<p>x <code>a := *b*</code> y</p>"),
    ])
  func keptHTML(_ body: String, _ html: String) {
    var template = Template(.hugo)
    template.omitsHTML = true
    var dialect = MarkdownDialect.goldmark
    dialect.omitsHTML = true
    let url = AbsoluteURL("https://example.org/")!
    let expanded = template.expand(
      Array(body.utf8), as: .markdown, permalink: url, on: Site(title: "", url: url)
    ).body
    #expect(String(decoding: Markdown.html(expanded, as: dialect), as: UTF8.self).replacing("\n", with: "") == html)
  }

  @Test("B1 text behind a figure is no part of its block of HTML")
  func behindFigure() {
    let text = Expanded("{{< figure src=\"/a.png\" >}} *b*\n", .hugo).text
    #expect(text == "<figure><img src=\"/a.png\" alt=\"\"></figure>\n\n *b*\n")
  }

  @Test(
    "B2 what is no shortcode is text",
    arguments: [
      ("{{ .Site.Title }} {% if %} {{", "{{ .Site.Title }} {% if %} {{"),
      ("{{</* figure src=\"a\" */>}} {{%/* b */%}}", "{{< figure src=\"a\" >}} {{% b %}}"),
    ])
  func text(_ body: String, _ text: String) {
    let expanded = Expanded(body, .hugo)
    #expect(expanded.text == text)
    #expect(expanded.unfilled == [:])
  }
}
