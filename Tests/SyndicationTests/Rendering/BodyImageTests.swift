import SyndicationTesting
import Testing

@testable import Syndication

@Suite("The image of an entry that names none")
struct BodyImageTests {
  private func image(_ html: String) throws -> String? {
    let item = SourceItem.post("urn:example:1", url: "https://example.com/1/", html: html)
    return try Blog([item]).preview().jsonItems()[0]["image"] as? String
  }

  @Test(
    "is the first in its body that is no icon",
    arguments: [
      ("<p>No image.</p>", nil),
      ("<p>a</p><img src=\"a.png\"><img src=\"b.png\">", "https://example.com/1/a.png"),
      ("<figure><img alt=\"\" src=\"/a.png?x=1&amp;y=2\"></figure>", "https://example.com/a.png?x=1&y=2"),
      ("<img src='//cdn.example.org/a' width=100% height=400px>", "https://cdn.example.org/a"),
      ("<img srcset=\"a.png 1x, b.png 2x\">", "https://example.com/1/a.png"),
      ("<img data-src=\"late.jpg\" src=\"data:image/gif;base64,R0lG\">", "https://example.com/1/late.jpg"),
      // What is no image, or is written and not shown.
      ("<img alt=\"none\"><pre>&lt;img src=\"a.png\"&gt;</pre><imgx src=\"a.png\">", nil),
      ("<p title=\"<img src=a.png>\">b</p><a href=\"c.png\">c</a>", nil),
      // Quotes, and what looks like an attribute, in the text of another.
      ("<img alt=\"&quot;> src=&quot;no.png\" src=\"a.png\">", "https://example.com/1/a.png"),
      ("<img alt=\"\u{301}, width=\" src=\"a.png\">", "https://example.com/1/a.png"),
    ])
  func first(_ html: String, _ address: String?) throws {
    #expect(try image(html) == address)
  }

  @Test(
    "is none that is as small as an icon, written out in its address, or called one",
    arguments: [
      "<img src=\"a.png\" width=\"64\">", "<img src=\"a.png\" height=\"1\">", "<img width=\"20px\" src=\"a.png\">",
      "<img src=\"data:image/png;base64,iVBORw0KGgo=\">", "<img src=\"https://img.shields.io/pypi/v/a\">",
      "<img src=\"https://github.com/a/b/actions/workflows/test.yml/badge.svg\">",
      "<a href=\"/\"><img src=\"https://colab.research.google.com/assets/colab-badge.svg\"></a>",
      "<img src=\"https://secure.gravatar.com/avatar/0bc8?s=80\">", "<img src=\"/favicon.ico\">",
      "<img src=\"/wp/images/core/emoji/2.2.1/72x72/1f600.png\">", "<img src=\"/images/Icons/new.gif\">",
    ])
  func icons(_ icon: String) throws {
    #expect(try image("<p>\(icon)</p>") == nil)
    #expect(try image("<p>\(icon)<img src=\"/iconic-badger.png\"></p>") == "https://example.com/iconic-badger.png")
  }

  @Test("is none where its author names one, unless no reader could follow that")
  func named() throws {
    var item = SourceItem.post("urn:example:1", url: "https://example.com/1/", html: "<img src=\"body.png\">")
    item.image = "own.png"
    #expect(try Blog([item]).preview().jsonItems()[0]["image"] as? String == "https://example.com/1/own.png")
    item.image = "javascript:x"
    #expect(try Blog([item]).preview().jsonItems()[0]["image"] as? String == "https://example.com/1/body.png")
  }

  @Test("is the same in the summary form")
  func summaryForm() throws {
    var blog = Blog([.post("urn:example:1", url: "https://example.com/1/", html: "<p>a</p><img src=\"body.png\">")])
    blog.pipeline.feeds.content = .summary
    #expect(try blog.preview().jsonItems()[0]["image"] as? String == "https://example.com/1/body.png")
  }
}
