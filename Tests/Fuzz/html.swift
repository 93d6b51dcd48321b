@testable import Syndication
@testable import SyndicationMarkup

private let base = AbsoluteURL("https://example.org/2022/post/")!
private let cleaner = HTMLCleaner(base: base)

/// What was cleaned is clean, can stand in XML, and is the same whether it was copied or parsed.
func check(_ bytes: [UInt8]) {
  let html = text(bytes)
  let clean = cleaner.clean(html)
  let again = cleaner.clean(clean.utf8)
  require(again.utf8 == clean.utf8, "\(html.shown)\nonce:  \(clean.utf8.shown)\ntwice: \(again.utf8.shown)")
  require(again.removed.isEmpty, "\(clean.utf8.shown) is not clean: \(again.removed)")

  if HTMLCopier.copy(html, base: base) != nil {
    let parsed = cleaner.parsed(String(decoding: html, as: UTF8.self))
    require(
      parsed.utf8 == clean.utf8 && parsed.removed.isEmpty,
      "\(html.shown)\ncopied: \(clean.utf8.shown)\nparsed: \(parsed.utf8.shown), without \(parsed.removed)")
  }
  guard
    let fragment = try? XMLWriter.fragment({ (writer) throws(RenderError) in
      try writer.start("content")
      try writer.text(String(decoding: clean.utf8, as: UTF8.self))
      try writer.end()
    })
  else { fatalError("cannot be written: \(clean.utf8.shown)") }
  require(WellFormedness.holds(fragment: fragment), "not well-formed: \(fragment.shown)")
  require(WellFormedness.holds(fragment), "not well-formed: \(fragment.shown)")

  _ = Excerpt.plainText(ofHTML: clean.html)
}
