import Syndication
import SyndicationTesting

@testable import SyndicationMarkup

/// What is left of a body once its tags are filled in, for a site at `https://example.org/blog/`.
struct Expanded {
  var text: String
  var unfilled: [String: Int]

  init(
    _ body: String, _ language: Template.Language, as kind: BodyMarkup.Kind = .markdown,
    variables: DataValue = Expanded.variables, pages: [String: String] = Expanded.pages
  ) {
    self.init(Array(body.utf8), language, as: kind, variables: variables, pages: pages)
  }

  init(
    _ body: [UInt8], _ language: Template.Language, as kind: BodyMarkup.Kind = .markdown,
    variables: DataValue = Expanded.variables, pages: [String: String] = Expanded.pages
  ) {
    let site = Site(title: "A site", url: AbsoluteURL("https://example.org/blog/")!)
    let result = Template(language, variables: variables, pages: PageAddresses(pages)).expand(
      body, as: kind, permalink: AbsoluteURL("https://example.org/blog/this/")!, on: site)
    text = String(decoding: result.body, as: UTF8.self)
    unfilled = result.unfilled
  }

  static let variables = json(
    """
    {"site": {"author": {"name": "Ada"}, "params": {"tone": "calm"}, "empty": null},
     "page": {"title": "A <b>", "date": "2022-03-05T09:07:08Z", "tags": ["x", "y"], "tagged": true, "image": "/i/a.png",
              "code": "{{ page.title }}", "gallery": [{"image_path": "/g/1.png", "alt": "one"}, {"url": "/g/2.png"}]},
     "zero": 0, "none": "", "people": {"a": 1, "b": 2}}
    """)

  static let pages = [
    "_posts/2022-03-25-name.md": "https://example.org/blog/2022/name/",
    "content/post/x.md": "/blog/post/x/",
    "content/post/deep/index.md": "/blog/post/deep/",
    "content/other/x.md": "/blog/other/x/",
  ]

  static func json(_ text: String) -> DataValue { try! DataValue(json: Array(text.utf8)) }
}
