internal import Synchronization

/// HTML that may be shown, every address in it absolute. Atom and RSS have it as text, which is escaped once for both.
public final class SafeHTML: Sendable, Hashable {
  /// Well-formed UTF-8.
  public let utf8: [UInt8]
  private let escaped = Mutex<(text: [UInt8], known: LookedAtText?)?>(nil)

  /// - Parameter utf8: HTML that was cleaned; it is not looked at again.
  public init(_ utf8: [UInt8]) { self.utf8 = utf8 }

  /// As the text of an XML element.
  var xmlText: [UInt8] {
    escaped.withLock { escaped in
      if let escaped { return escaped.text }
      let text = XMLWriter.escaped(utf8)
      escaped = (text, LookedAtText(text))
      return text
    }
  }

  /// The same, looked at; nil where it was not written yet, or is none.
  var lookedAtText: LookedAtText? { escaped.withLock { $0?.known } }

  /// Whether the bytes are the same.
  public static func == (a: SafeHTML, b: SafeHTML) -> Bool { a.utf8 == b.utf8 }

  /// Of the bytes.
  public func hash(into hasher: inout Hasher) { hasher.combine(utf8) }
}
