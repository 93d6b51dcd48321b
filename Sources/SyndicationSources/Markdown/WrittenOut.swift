internal import Syndication

/// What a program that is a configuration writes out: texts, numbers, lists and objects of JavaScript and Python. It is
/// never run.
struct WrittenOut {
  private var rest: Substring.UnicodeScalarView
  /// The names in objects whose values are made by the program, as far as they have one.
  private(set) var unread: [String] = []

  init(_ text: some StringProtocol) { rest = Substring(String(text)).unicodeScalars }

  /// What stands behind `name =` at the beginning of a line of Python, the last of it.
  static func assigned(_ name: String, in text: String) -> DataValue? {
    guard let expression = try? Regex("(?m)^\(name)\\s*=(?!=)") else { return nil }
    return text.matches(of: expression).last.flatMap { match in
      var reader = WrittenOut(text[match.range.upperBound...])
      return reader.value(endingAtLine: true)
    }
  }

  /// What stands behind `name:` of an object of JavaScript, the first of it that is written out.
  static func property(_ name: String, in text: String) -> DataValue? {
    guard let expression = try? Regex("(?:^|[^\\w.$])[\"']?\(name)[\"']?\\s*:") else { return nil }
    return text.matches(of: expression).lazy.compactMap { match in
      var reader = WrittenOut(text[match.range.upperBound...])
      return reader.value()
    }.first
  }

  /// The object that a module of JavaScript gives, and the names in it that its program makes; nil where that is all.
  static func exported(by text: String) -> (object: DataValue, unread: [String])? {
    let start =
      /(?:export\s+default|module\.exports\s*=)\s*(?:(?:async\s*)?(?:function\s*\w*\s*)?\([^()]*\)\s*(?:=>\s*)?)?/
    guard let match = text.firstMatch(of: start) else { return nil }
    var body = text[match.range.upperBound...]
    let isFunction = match.output.contains("(")
    if isFunction {
      // `({…})`, or `{ return {…} }`.
      guard let open = body.prefixMatch(of: /\s*(?:\(\s*(?=\{)|\{\s*return\s*(?=\{))/) else { return nil }
      body = body[open.range.upperBound...]
    }
    var reader = WrittenOut(body)
    reader.skipBlanks()
    guard reader.rest.first == "{", let object = reader.value() else { return nil }
    return (object, reader.unread)
  }

  /// The value that comes next, where it is written out and nothing is done to it.
  private mutating func value(endingAtLine: Bool = false) -> DataValue? {
    guard let value = literal() else { return nil }
    skipBlanks(keepingLines: endingAtLine)
    guard let next = rest.first else { return value }
    return endingAtLine && next.properties.isWhitespace || ",}]);".unicodeScalars.contains(next) ? value : nil
  }

  private mutating func literal() -> DataValue? {
    skipBlanks()
    guard let first = rest.first else { return nil }
    switch first {
    case "{":
      rest.removeFirst()
      return object()
    case "[":
      rest.removeFirst()
      return list(to: "]")
    case "(":
      rest.removeFirst()
      return list(to: ")")
    case "\"", "'", "`": return text().map { .string($0) }
    case "0"..."9", "-", ".", "+":
      let digits = rest.prefix { "+-.eE_".unicodeScalars.contains($0) || ("0"..."9").contains($0) }
      guard let number = Double(String(digits).replacing("_", with: "")) else { return nil }
      rest.removeFirst(digits.count)
      return Int(exactly: number) != nil ? .number(number) : .string(String(digits))
    default:
      let word = takeWord()
      switch word {
      case "true", "True": return .boolean(true)
      case "false", "False": return .boolean(false)
      case "null", "None", "undefined": return .null
      // Python's marks of texts.
      case "r", "u", "R", "U", "b":
        guard rest.first == "\"" || rest.first == "'" else { return nil }
        return text(isRaw: word.lowercased() == "r").map { .string($0) }
      default: return nil
      }
    }
  }

  private mutating func takeWord() -> String {
    let word = rest.prefix { $0.properties.isAlphabetic || $0 == "_" || $0 == "$" || ("0"..."9").contains($0) }
    rest.removeFirst(word.count)
    return String(word)
  }

  private mutating func text(isRaw: Bool = false) -> String? {
    let quote = rest.removeFirst()
    var isTriple = false
    if rest.starts(with: [quote, quote]), quote != "`" {
      rest.removeFirst(2)
      isTriple = true
    } else if rest.first == quote {
      rest.removeFirst()
      return ""
    }
    var result = String.UnicodeScalarView()
    while let next = rest.popFirst() {
      if next == quote {
        guard isTriple else { return String(result) }
        if rest.starts(with: [quote, quote]) {
          rest.removeFirst(2)
          return String(result)
        }
      }
      if quote == "`", next == "$", rest.first == "{" { return nil }
      if next == "\\", !isRaw {
        guard let escaped = rest.popFirst() else { return nil }
        switch escaped {
        case "n": result.append("\n")
        case "t": result.append("\t")
        case "u", "x":
          let digits = rest.prefix(escaped == "u" ? 4 : 2)
          guard let code = UInt32(String(digits), radix: 16), let scalar = Unicode.Scalar(code) else { return nil }
          rest.removeFirst(digits.count)
          result.append(scalar)
        case "\n": break
        default: result.append(escaped)
        }
        continue
      }
      if next == "\n", quote != "`", !isTriple { return nil }
      result.append(next)
    }
    return nil
  }

  private mutating func list(to end: Unicode.Scalar) -> DataValue? {
    var values: [DataValue] = []
    while true {
      skipBlanks()
      guard let next = rest.first else { return nil }
      if next == end {
        rest.removeFirst()
        return .array(values)
      }
      guard let value = value() else { return nil }
      values.append(value)
      if rest.first == "," { rest.removeFirst() }
    }
  }

  private mutating func object() -> DataValue? {
    var members: [DataValue.Member] = []
    while true {
      skipBlanks()
      guard let next = rest.first else { return nil }
      if next == "}" {
        rest.removeFirst()
        return .object(members)
      }
      if next == "," {
        rest.removeFirst()
        continue
      }
      let name = next == "\"" || next == "'" ? text() ?? "" : takeWord()
      skipBlanks()
      let before = rest
      if rest.first == ":" {
        rest.removeFirst()
        if let value = value() {
          members.append(DataValue.Member(name: name, value: value))
          continue
        }
        rest = before
      }
      unread.append(name.isEmpty ? "…" : name)
      guard skipMember() else { return nil }
    }
  }

  /// Passes over what stands before the next comma, or the end of the object.
  private mutating func skipMember() -> Bool {
    var depth = 0
    while let next = rest.first {
      switch next {
      case "(", "[", "{": depth += 1
      case ")", "]", "}":
        if depth == 0 { return true }
        depth -= 1
      case ",": if depth == 0 { return true }
      case "\"", "'", "`":
        guard skipText() else { return false }
        continue
      case "/":
        let before = rest.count
        skipBlanks()
        if rest.count != before { continue }
      default: break
      }
      rest.removeFirst()
    }
    return false
  }

  /// Passes over a text, whatever is in it.
  private mutating func skipText() -> Bool {
    let quote = rest.removeFirst()
    while let next = rest.popFirst() {
      if next == quote { return true }
      if next == "\\" { _ = rest.popFirst() }
    }
    return false
  }

  /// Passes over white space and comments.
  private mutating func skipBlanks(keepingLines: Bool = false) {
    while let next = rest.first {
      if next == "#" || next == "/" && rest.dropFirst().first == "/" {
        rest = rest.drop { $0 != "\n" }
      } else if next == "/", rest.dropFirst().first == "*" {
        rest.removeFirst(2)
        while !rest.isEmpty, !rest.starts(with: ["*", "/"]) { rest.removeFirst() }
        rest = rest.dropFirst(2)
      } else if next.properties.isWhitespace, !keepingLines || next != "\n" {
        rest.removeFirst()
      } else {
        return
      }
    }
  }
}
