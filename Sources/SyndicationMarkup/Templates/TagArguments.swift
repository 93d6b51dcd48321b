internal import Syndication

/// What a tag is given: `"a.png" alt="A cat" width=200`.
struct TagArguments {
  struct Value {
    var text: String
    /// Otherwise it is a number, a name, or text without quotes.
    var isQuoted = true
    /// Where it is a list of texts, these.
    var items: [String] = []
  }

  var positional: [Value] = []
  var named: [(name: String, value: Value)] = []
}

extension TagArguments {
  /// Reads all that is left: values and `name=value` or `name: value`, apart by white space or commas.
  init(_ scanner: inout TagScanner) {
    while true {
      while let byte = scanner.next, byte.isSpace || byte == UInt8(ascii: ",") { scanner.position += 1 }
      guard !scanner.isAtEnd else { return }
      var ahead = scanner
      if let name = ahead.identifier(), ahead.takeNext("=") || !ahead.isNext("://") && ahead.take(":") {
        ahead.skipSpace()
        scanner = ahead
        named.append((name.lowercased(), TagArguments.value(&scanner)))
      } else {
        positional.append(TagArguments.value(&scanner))
      }
    }
  }

  private static func value(_ scanner: inout TagScanner) -> Value {
    if let text = scanner.quoted() { return Value(text: text) }
    if scanner.isNext("["), var list = scanner.find(within: 4096, { $0.bracketed() }) {
      let items = TagArguments(&list).positional.map(\.text)
      return Value(text: items.joined(separator: ", "), isQuoted: false, items: items)
    }
    let word = scanner.bareWord(stops: ",")
    // A comma, or a quote that nothing closes.
    if word.isEmpty, !scanner.isAtEnd { scanner.position += 1 }
    return Value(text: word, isQuoted: false)
  }

  /// The first of `names` that has a value which is not empty.
  func first(_ names: [String]) -> String? {
    names.lazy.compactMap { name in named.last { $0.name == name }?.value.text }.first { !$0.isEmpty }
  }
}
