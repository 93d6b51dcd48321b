internal import CLibXML2

/// What libxml2's parser tells of HTML, one thing after another.
package struct HTMLEvent {
  /// What libxml2 has only while it is told.
  package enum Kind {
    /// Names and values of attributes in turn, ended by a null name; a null value where there is none.
    case start(UnsafePointer<UInt8>, attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?)
    /// Not of every element.
    case end
    /// A piece of text.
    case text(UnsafeBufferPointer<UInt8>)
    /// Its text, ending with 0.
    case comment(UnsafePointer<UInt8>)
    /// `<?…>`.
    case processingInstruction
  }

  /// What there is.
  package let kind: Kind
  /// How many elements are open, one that starts or ends among them: it tells of the ends that are not told.
  package let depth: Int
  /// From 1.
  package let line: Int
}

/// Drives libxml2's HTML parser. No tree is built: libxml2's would end where elements are nested deep.
package enum HTMLEvents {
  /// Reads `html`, which is UTF-8 without NUL, up to where `depth` elements are open: every end tag makes libxml2 look
  /// through all that are.
  ///
  /// - Returns: how many bytes were read.
  package static func read(_ html: ArraySlice<UInt8>, depth: Int, _ take: (HTMLEvent) -> Void) -> Int {
    _ = initialised
    guard let context = htmlNewParserCtxt() else { return html.count }
    defer { htmlFreeParserCtxt(context) }
    // There is no handler of errors, so libxml2 tells nobody of any: broken HTML is the usual case.
    context.pointee.sax.pointee = handler
    let options = HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
    return withoutActuallyEscaping(take) { take in
      var target = Target(context: context, limit: depth, take: take)
      return withUnsafeMutablePointer(to: &target) { target in
        context.pointee.userData = UnsafeMutableRawPointer(target)
        return html.withUnsafeBytes {
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
    let limit: Int
    let take: (HTMLEvent) -> Void
    /// How many bytes were read when the parser was stopped.
    var read: Int?

    static func take(_ kind: HTMLEvent.Kind, _ userData: UnsafeMutableRawPointer?) {
      let target = userData!.assumingMemoryBound(to: Target.self)
      let context = target.pointee.context
      let event = HTMLEvent(
        kind: kind, depth: Int(context.pointee.nameNr), line: max(1, Int(context.pointee.input?.pointee.line ?? 1)))
      target.pointee.take(event)
      guard case .start = kind, event.depth >= target.pointee.limit, let input = context.pointee.input else { return }
      // `xmlByteConsumed` counts what is still in the parser's buffers, too.
      target.pointee.read = Int(input.pointee.consumed) + (input.pointee.cur - input.pointee.base)
      xmlStopParser(context)
    }
  }

  private static var handler: htmlSAXHandler {
    var handler = htmlSAXHandler()
    handler.startElement = { userData, name, attributes in
      Target.take(.start(name!, attributes: attributes), userData)
    }
    handler.endElement = { userData, _ in Target.take(.end, userData) }
    let text: charactersSAXFunc = { userData, bytes, count in
      Target.take(.text(UnsafeBufferPointer(start: bytes, count: Int(count))), userData)
    }
    handler.characters = text
    handler.ignorableWhitespace = text
    handler.comment = { userData, text in Target.take(.comment(text!), userData) }
    handler.processingInstruction = { userData, _, _ in Target.take(.processingInstruction, userData) }
    return handler
  }
}
