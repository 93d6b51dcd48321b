import Syndication
import Testing

@testable import SyndicationMarkup

@Suite struct PelicanInBodies {
  @Test(
    "B1 links to what Pelican writes lead there",
    arguments: [
      ("[a]({filename}/post/x.md#b)", "[a](/blog/post/x/#b)"),
      ("![a]({filename}/images/a.png) ![b](|filename|b.png)", "![a](/blog/images/a.png) ![b](b.png)"),
      ("[a](|filename|deep/index.md)", "[a](/blog/post/deep/)"),
      ("![a]({static}/images/a.png \"T\")", "![a](/blog/images/a.png \"T\")"),
      ("<img src=\"{attach}a.png\">", "<img src=\"a.png\">"),
      ("[a]: {static}a.pdf", "[a]: /blog/a.pdf"),
      (
        "[a]({tag}C++) [b]({category}x) [c]({author}Ada) [d]({index})",
        "[a](/blog/tag/cpp.html) [b](/blog/category/x.html) [c](/blog/author/ada.html) [d](/blog/)"
      ),
      ("{static}a `[a]({static}/b)` |tag|", "{static}a `[a]({static}/b)` |tag|"),
    ])
  func links(_ body: String, _ text: String) {
    let expanded = Expanded(body, .pelican)
    #expect(expanded.text == text)
    #expect(expanded.unfilled == [:])
  }
}
