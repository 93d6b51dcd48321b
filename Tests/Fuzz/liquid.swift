@testable import Syndication
@testable import SyndicationMarkup

private let site = Site(title: "A site", url: AbsoluteURL("https://example.org/blog/")!)
private let permalink = AbsoluteURL("https://example.org/blog/this/")!
private let variables = try! DataValue(
  json: Array(
    """
    {"site": {"author": {"name": "Ada"}, "params": {"tone": "calm"}, "empty": null}, "zero": 0, "none": "",
     "page": {"title": "A <b>", "date": "2022-03-05T09:07:08Z", "tags": ["x", "y"], "code": "{{ page.title }}"},
     "people": {"a": 1, "b": 2}}
    """.utf8))
private let pages = PageAddresses(["_posts/2022-03-25-name.md": "/2022/name/", "content/post/x.md": "/post/x/"])

/// The tags of every language are filled in within bounds, and text stays text.
func check(_ bytes: [UInt8]) {
  let isText = SourceText.firstInvalidUTF8(bytes) == nil
  for language in Template.Language.allCases {
    let template = Template(language, variables: variables, pages: pages)
    for kind in [BodyMarkup.Kind.markdown, .html] {
      let expanded = template.expand(bytes, as: kind, permalink: permalink, on: site).body
      require(expanded.count <= 2_000_000 + 40 * bytes.count, "\(language) makes \(expanded.count) bytes")
      require(
        !isText || SourceText.firstInvalidUTF8(expanded) == nil, "\(language) cuts a character of \(bytes.shown) apart")
    }
  }
}
