internal import Syndication

/// What a tag is given: `"a.png" alt="A cat" width=200`.
struct TagArguments {
  enum Value {
    case quoted(String)
    /// A number, a name, or text without quotes.
    case bare(String)

    var text: String {
      switch self {
      case .quoted(let text), .bare(let text): text
      }
    }
  }

  var positional: [Value] = []
  var named: [(name: String, value: Value)] = []

  init(positional: [Value] = [], named: [(name: String, value: Value)] = []) {
    self.positional = positional
    self.named = named
  }

  /// Reads all that is left: values and `name=value` or `name: value`, apart by white space or commas.
  init(_ scanner: inout TagScanner) {
    while true {
      while let byte = scanner.next, byte.isSpace || byte == UInt8(ascii: ",") { scanner.position += 1 }
      guard !scanner.isAtEnd else { return }
      var ahead = scanner
      if let name = ahead.identifier() {
        ahead.skipSpace()
        if ahead.take("=") || ahead.isNext(":") && !ahead.isNext("://") && ahead.take(":") {
          ahead.skipSpace()
          scanner = ahead
          named.append((name.lowercased(), TagArguments.value(&scanner)))
          continue
        }
      }
      positional.append(TagArguments.value(&scanner))
    }
  }

  private static func value(_ scanner: inout TagScanner) -> Value {
    if let text = scanner.quoted() { return .quoted(text) }
    let start = scanner.position
    let word = scanner.bareWord(stops: ",")
    // A comma, or a quote that nothing closes.
    if scanner.position == start, !scanner.isAtEnd { scanner.position += 1 }
    return .bare(word)
  }

  /// The first of `names` that has a value which is not empty.
  func first(_ names: [String]) -> String? {
    for name in names {
      if let text = named.last(where: { $0.name == name })?.value.text, !text.isEmpty { return text }
    }
    return nil
  }
}
