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
    var writer = HTMLWriter(base: base)
    writer.note("characters", dropped)
    var bytes = Array(HTMLCleaner.body.utf8)
    HTMLDeclarations.append(text, to: &bytes) { writer.note($0) }
    let bounded = HTMLTags.bounded(bytes)
    writer.note("surplus attributes of a tag", bounded.cut)
    HTMLCleaner.parse(bounded.html, into: &writer)
    return CleanHTML(utf8: writer.utf8, removed: writer.removed)
  }

  /// What is parsed is within a body, so that libxml2 puts no paragraph around text that stands alone.
  private static let body = "<html><body>"

  /// How deep elements are nested where the parse begins anew, far beyond what the writer writes: every end tag makes
  /// libxml2 look through all that are open.
  private static let depth = 1000

  /// Reads `bytes`, which begin with `body`, as events. No tree is built: none is needed, and libxml2 would stop at a deep
  /// one.
  private static func parse(_ bytes: consuming [UInt8], into writer: inout HTMLWriter) {
    var start = 0
    while true {
      let end = start + parsePiece(bytes[start...], into: &writer)
      writer.end(to: 0)
      guard end < bytes.count else { return }
      start = end - body.utf8.count
      bytes.replaceSubrange(start..<end, with: body.utf8)
    }
  }

  /// - Returns: how many bytes were read: all, but where elements are nested too deep.
  private static func parsePiece(_ bytes: ArraySlice<UInt8>, into writer: inout HTMLWriter) -> Int {
    _ = initialised
    guard let context = htmlNewParserCtxt() else { return bytes.count }
    defer { htmlFreeParserCtxt(context) }
    // There is no handler of errors, so libxml2 tells nobody of any: broken HTML is the usual case.
    context.pointee.sax.pointee = handler
    let options = HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NONET.rawValue
    return withUnsafeMutablePointer(to: &writer) { writer in
      var target = Target(context: context, writer: writer)
      return withUnsafeMutablePointer(to: &target) { target in
        context.pointee.userData = UnsafeMutableRawPointer(target)
        return bytes.withUnsafeBytes {
          let text = $0.baseAddress?.assumingMemoryBound(to: CChar.self)
          _ = htmlCtxtReadMemory(context, text, Int32(clamping: $0.count), nil, "UTF-8", Int32(bitPattern: options))
          guard let read = target.pointee.read else { return $0.count }
          // The tag of the deepest element is read to before its `>`.
          return $0[read...].firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 } ?? $0.count
        }
      }
    }
  }

  private static let initialised: Void = xmlInitParser()

  /// Where events go.
  private struct Target {
    let context: htmlParserCtxtPtr
    let writer: UnsafeMutablePointer<HTMLWriter>
    /// How many bytes were read when the parser was stopped.
    var read: Int?

    /// How many elements are open. It is asked for at every event, as libxml2 does not tell every end.
    var depth: Int { Int(context.pointee.nameNr) }

    init(context: htmlParserCtxtPtr, writer: UnsafeMutablePointer<HTMLWriter>) {
      self.context = context
      self.writer = writer
    }

    init(_ userData: UnsafeMutableRawPointer?) {
      self = userData!.assumingMemoryBound(to: Target.self).pointee
    }

    /// Ends the parse where it is.
    static func stop(_ userData: UnsafeMutableRawPointer?) {
      let target = userData!.assumingMemoryBound(to: Target.self)
      let context = target.pointee.context
      // `xmlByteConsumed` counts what is still in the parser's buffers, too.
      if let input = context.pointee.input?.pointee {
        target.pointee.read = Int(input.consumed) + (input.cur - input.base)
      }
      xmlStopParser(context)
    }
  }

  private static var handler: htmlSAXHandler {
    var handler = htmlSAXHandler()
    handler.startElement = { userData, name, attributes in
      let target = Target(userData)
      target.writer.pointee.start(name!, attributes, depth: target.depth)
      if target.depth >= HTMLCleaner.depth { Target.stop(userData) }
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
