internal import Syndication

/// What begins with `<!`: comments, document types with all they declare, CDATA sections.
///
/// It goes before the parse, as libxml2 ends a document type at its first `>`, and what it declares would show as text. X6.
enum HTMLDeclarations {
  /// Appends `html` without its declarations to `result`. Of CDATA sections only the marks go.
  static func append(_ html: String, to result: inout [UInt8], note: (String) -> Void) {
    var html = html
    html.withUTF8 { bytes in
      var scanner = Scanner(bytes: bytes)
      var copied = 0
      while let start = scanner.next() {
        result.append(contentsOf: bytes[copied..<start])
        if let removed = scanner.take() { note(removed) }
        copied = scanner.index
      }
      result.append(contentsOf: bytes[copied...])
    }
  }

  private struct Scanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var index = 0
    var openSections = 0
    /// False once a comment was found that never ends: no later one does. Looking again each time would be quadratic.
    var mayCommentEnd = true

    /// Goes to the next `<!`, or to the next `]]>` where a section may end.
    mutating func next() -> Int? {
      while index < bytes.count {
        if bytes[index] == UInt8(ascii: "<"), isAt("<!") { return index }
        if openSections > 0, bytes[index] == UInt8(ascii: "]"), isAt("]]>") { return index }
        index += 1
      }
      return nil
    }

    /// Passes over what `next` went to, and tells what was removed with its content.
    mutating func take() -> String? {
      let isSectionStart = skip("<![CDATA[")
      if isSectionStart || skip("]]>") {
        openSections += isSectionStart ? 1 : -1
        return nil
      }
      if isAt("<!--") {
        takeComment()
        return "comment"
      }
      let isDocumentType = isAt("<!DOCTYPE")
      takeDeclaration(stoppingAt: isDocumentType ? UInt8(ascii: "[") : nil)
      if isDocumentType, skip("[") { takeSubset() }
      return isDocumentType ? "DOCTYPE" : "declaration"
    }

    /// A comment that never ends is no reason to lose the rest: only its mark goes.
    private mutating func takeComment() {
      index += 4
      if skip(">") || skip("->") || !mayCommentEnd { return }
      let start = index
      while index < bytes.count {
        if bytes[index] == UInt8(ascii: "-"), skip("-->") || skip("--!>") { return }
        index += 1
      }
      mayCommentEnd = false
      index = start
    }

    /// To the `>` that ends it, or before a `<` or another `stop`: no declaration holds one. Else only its mark goes.
    ///
    /// One with quotes is looked at to a bound: its text is read again where it proves to be none.
    private mutating func takeDeclaration(stoppingAt stop: UInt8? = nil, passingQuotes: Bool = false) {
      index += 2
      let start = index
      let bytes =
        passingQuotes ? UnsafeBufferPointer(rebasing: bytes.prefix(start + Limit.declarationBytes.value)) : bytes
      while index < bytes.count {
        let byte = bytes[index]
        if byte == UInt8(ascii: "<") || byte == stop { return }
        index += 1
        if byte == UInt8(ascii: ">") { return }
        if passingQuotes, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"),
          let end = bytes[index...].firstIndex(of: byte)
        {
          index = end + 1
        }
      }
      index = start
    }

    /// Declarations up to `]>` (XML 1.0 §2.8). What cannot be one is the body's.
    private mutating func takeSubset() {
      while index < bytes.count {
        if isAt("<!--") {
          takeComment()
        } else if isAt("<!") || isAt("<?") {
          takeDeclaration(passingQuotes: true)
        } else if bytes[index] == UInt8(ascii: "%"),
          let end = bytes[index...].prefix(100).firstIndex(of: UInt8(ascii: ";"))
        {
          index = end + 1
        } else if bytes[index] <= 0x20 {
          index += 1
        } else {
          break
        }
      }
      if skip("]") {
        index = bytes.skip(from: index) { $0 <= 0x20 }
        _ = skip(">")
      }
    }

    private mutating func skip(_ text: StaticString) -> Bool {
      guard isAt(text) else { return false }
      index += text.utf8CodeUnitCount
      return true
    }

    /// Whether `text`, in upper case, comes next in either.
    private func isAt(_ text: StaticString) -> Bool {
      text.withUTF8Buffer { bytes[index...].starts(with: $0) { $0 == $1 || $1.isLetter && $0 == $1 | 0x20 } }
    }
  }
}
