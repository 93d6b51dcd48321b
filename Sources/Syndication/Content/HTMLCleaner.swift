internal import CLibXML2

/// Turns a body into HTML that is safe and absolute in any reader. Rules B1–B3, X1, X6.
package struct HTMLCleaner: Sendable {
  private let base: AbsoluteURL

  /// - Parameter base: what addresses in the body are relative to: the entry's permalink, else the site's URL.
  package init(base: AbsoluteURL) { self.base = base }

  /// The body with what is allowed (`HTMLAllowList`), every element ended, every address absolute.
  package func clean(_ html: String) -> CleanHTML { clean(Array(html.utf8)) }

  /// - Parameter html: UTF-8.
  func clean(_ html: [UInt8]) -> CleanHTML {
    HTMLCopier.copy(html, base: base).map { CleanHTML(utf8: $0) } ?? parsed(String(decoding: html, as: UTF8.self))
  }

  /// The same, by way of the parser.
  func parsed(_ html: String) -> CleanHTML {
    let (text, dropped) = XMLCharacters.cleaned(html)
    var writer = HTMLWriter(base: base)
    writer.note("characters", dropped)
    // Within a body, so that libxml2 puts no paragraph around text that stands alone.
    var bytes = Array("<html><body>".utf8)
    HTMLDeclarations.append(text, to: &bytes) { writer.note($0) }
    HTMLCleaner.parse(bytes, into: &writer)
    return CleanHTML(utf8: writer.utf8, removed: writer.removed)
  }

  /// Reads `bytes` as events. No tree is built: none is needed, and libxml2 would stop at a deep one.
  private static func parse(_ bytes: [UInt8], into writer: inout HTMLWriter) {
    _ = initialised
    guard let context = htmlNewParserCtxt() else { return }
    defer { htmlFreeParserCtxt(context) }
    // There is no handler of errors, so libxml2 tells nobody of any: broken HTML is the usual case.
    context.pointee.sax.pointee = handler
    let options = HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NONET.rawValue
    withUnsafeMutablePointer(to: &writer) { writer in
      var target = Target(context: context, writer: writer)
      withUnsafeMutablePointer(to: &target) { target in
        context.pointee.userData = UnsafeMutableRawPointer(target)
        bytes.withUnsafeBytes {
          let text = $0.baseAddress?.assumingMemoryBound(to: CChar.self)
          _ = htmlCtxtReadMemory(context, text, Int32(clamping: $0.count), nil, "UTF-8", Int32(bitPattern: options))
        }
      }
    }
    writer.end(to: 0)
  }

  private static let initialised: Void = xmlInitParser()

  /// Where events go.
  private struct Target {
    let context: htmlParserCtxtPtr
    let writer: UnsafeMutablePointer<HTMLWriter>

    /// How many elements are open. It is asked for at every event, as libxml2 does not tell every end.
    var depth: Int { Int(context.pointee.nameNr) }

    init(context: htmlParserCtxtPtr, writer: UnsafeMutablePointer<HTMLWriter>) {
      self.context = context
      self.writer = writer
    }

    init(_ userData: UnsafeMutableRawPointer?) {
      self = userData!.assumingMemoryBound(to: Target.self).pointee
    }
  }

  private static var handler: htmlSAXHandler {
    var handler = htmlSAXHandler()
    handler.startElement = { userData, name, attributes in
      let target = Target(userData)
      target.writer.pointee.start(name!, attributes, depth: target.depth)
    }
    handler.endElement = { userData, _ in
      let target = Target(userData)
      target.writer.pointee.end(to: target.depth - 1)
    }
    let text: charactersSAXFunc = { userData, bytes, count in
      let target = Target(userData)
      target.writer.pointee.text(UnsafeBufferPointer(start: bytes, count: Int(count)), depth: target.depth)
    }
    handler.characters = text
    handler.ignorableWhitespace = text
    handler.processingInstruction = { userData, _, _ in Target(userData).writer.pointee.note("processing instruction") }
    return handler
  }
}

/// A body as `HTMLCleaner` leaves it.
package struct CleanHTML: Sendable, Hashable {
  /// Balanced, absolute, without a character that `XMLCharacters` forbids, newlines as LF.
  package var html: String { String(decoding: utf8, as: UTF8.self) }
  let utf8: [UInt8]
  /// How much was taken out, by kind, for one warning: `script`, `on… attribute`, `javascript: address`, `characters`.
  package var removed: [String: Int]

  package init(html: String, removed: [String: Int] = [:]) {
    self.init(utf8: Array(html.utf8), removed: removed)
  }

  init(utf8: [UInt8], removed: [String: Int] = [:]) {
    self.utf8 = utf8
    self.removed = removed
  }

  /// Whether there is nothing but white space.
  var isBlank: Bool {
    // All but blank bodies have a letter or a tag soon.
    for byte in utf8 where (0x21...0x7E).contains(byte) { return false }
    return html.allSatisfy(\.isWhitespace)
  }
}

/// What reads HTML that is not plain.
package enum HTMLParser {
  /// Of libxml2, as it runs.
  package static var version: String { String(cString: xml_parser_version()) }
}
