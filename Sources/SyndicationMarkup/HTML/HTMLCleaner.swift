internal import CLibXML2
package import Syndication

/// Turns a body into HTML that is safe and absolute in any reader. Rules B1–B3, X1, X6.
package struct HTMLCleaner: Sendable {
  private let base: AbsoluteURL

  /// - Parameter base: what addresses in the body are relative to: the entry's permalink, else the site's URL.
  package init(base: AbsoluteURL) { self.base = base }

  /// The body with what is allowed (`HTMLAllowList`), every element ended, every address absolute.
  package func clean(_ html: String) -> CleanHTML { clean(Array(html.utf8)) }

  /// - Parameter html: UTF-8.
  package func clean(_ html: [UInt8]) -> CleanHTML {
    HTMLCopier.copy(html, base: base).map { CleanHTML(utf8: $0) } ?? parsed(String(decoding: html, as: UTF8.self))
  }

  /// The same, by way of the parser.
  func parsed(_ html: String) -> CleanHTML {
    let (text, dropped) = XMLCharacters.cleaned(html)
    var writer = HTMLWriter(base: base, areDrawingsEnded: HTMLTags.areEnded("svg", in: text))
    writer.note("characters", dropped)
    var bytes = Array(HTMLCleaner.body.utf8)
    HTMLDeclarations.append(text, to: &bytes) { writer.note($0) }
    let bounded = HTMLTags.bounded(bytes)
    writer.note("surplus attributes of a tag", bounded.cut)
    bytes = bounded.html
    var (start, copied) = (0, 0)
    while true {
      let end = start + HTMLEvents.read(bytes[start...], depth: Limit.parsedDepth.value) { writer.take($0) }
      writer.end(to: 0)
      guard end < bytes.count else { return CleanHTML(utf8: writer.utf8, removed: writer.removed) }
      // libxml2 copies what is left.
      copied += bytes.count - end
      guard copied <= Limit.parsedBytes.value else {
        writer.note("what follows elements that are nested deep again and again")
        return CleanHTML(utf8: writer.utf8, removed: writer.removed)
      }
      start = end - HTMLCleaner.body.utf8.count
      bytes.replaceSubrange(start..<end, with: HTMLCleaner.body.utf8)
    }
  }

  /// What is parsed is within a body, so that libxml2 puts no paragraph around text that stands alone.
  private static let body = "<html><body>"
}

/// A body as `HTMLCleaner` leaves it.
package struct CleanHTML: Sendable, Hashable {
  /// Balanced, absolute, without a character that `XMLCharacters` forbids, newlines as LF.
  package var html: String { String(decoding: utf8, as: UTF8.self) }
  let utf8: [UInt8]
  /// How much was taken out, by kind, for a warning each: `script`, `on… attribute`, `javascript: address`, `characters`.
  package var removed: [String: Int] = [:]

  /// Whether there is nothing but white space.
  var isBlank: Bool {
    // All but blank bodies have a letter or a tag soon.
    for byte in utf8 where (0x21...0x7E).contains(byte) { return false }
    return html.allSatisfy(\.isWhitespace)
  }
}

extension CleanHTML {
  package init(html: String, removed: [String: Int] = [:]) { self.init(utf8: Array(html.utf8), removed: removed) }
}

/// What reads HTML that is not plain.
package enum HTMLParser {
  /// Of libxml2, as it runs.
  package static var version: String { String(cString: xml_parser_version()) }
}
