internal import Syndication

/// What a program that is a configuration writes out: texts, numbers, lists and objects of JavaScript and Python. It is
/// never run.
struct WrittenOut {
  private var rest: Substring.UnicodeScalarView
  /// The names in objects whose values are made by the program, as far as they have one.
  private(set) var unread: [String] = []
  /// Whether it is Python, whose lines end outside of brackets; else JavaScript.
  private let isPython: Bool
  /// What names mean in Python.
  private let known: [String: DataValue]
  /// In how many brackets `rest` begins.
  private var depth = 0
  /// How many more values there may be, those that names stand for among them.
  private var room: Int
  /// Whether what holds the value cannot be read either: it is beyond a bound, or has no end.
  private var isLost = false

  private init(
    _ text: Substring, isPython: Bool = false, known: [String: DataValue] = [:], room: Int = Limit.fileValues.value
  ) {
    rest = text.unicodeScalars
    self.isPython = isPython
    self.known = known
    self.room = room
  }

  /// What a program of Python gives to names, and which of them it gives what only it knows, in whole or in part.
  ///
  /// - Parameter known: what names mean where it begins.
  static func assignments(
    in text: String, beside known: [String: DataValue] = [:]
  ) -> (values: [String: DataValue], unread: [String]) {
    var values = known
    // With the number of the last that is.
    var unread: [String: Int] = [:]
    var count = 0
    var room = Limit.fileValues.value
    let start =
      /(?m)^([ \t]*)([A-Za-z_]\w*)[ \t]*(\+?=(?!=)|:[^=\n]*=(?!=)|\.(?:append|extend|insert|remove|update|setdefault|pop|clear)\b|\[)/
    for match in text.matches(of: start) {
      var names = [String(match.2)]
      var end = match.range.upperBound
      // `A = B = 'x'`
      while let next = text[end...].prefixMatch(of: /[ \t]*([A-Za-z_]\w*)[ \t]*=(?!=)/) {
        names.append(String(next.1))
        end = next.range.upperBound
      }
      var found: (value: DataValue?, isWhole: Bool) = (nil, false)
      if match.1.isEmpty, match.3.hasSuffix("=") {
        let before = match.3 == "+=" ? values[names[0]] ?? .null : nil
        found = assigned(text[end...], to: before, known: values, &room)
      }
      for name in names {
        if let value = found.value { values[name] = value }
        count += 1
        unread[name] = found.isWhole ? nil : count
      }
    }
    return (values, unread.sorted { $0.value < $1.value }.map(\.key))
  }

  /// The value that `text` begins with, and whether nothing in it is made by the program.
  ///
  /// - Parameters:
  ///   - before: what it is added to; nil where it stands for itself.
  ///   - room: how many values there may be.
  private static func assigned(
    _ text: Substring, to before: DataValue?, known: [String: DataValue], _ room: inout Int
  ) -> (value: DataValue?, isWhole: Bool) {
    var reader = WrittenOut(text, isPython: true, known: known, room: room)
    var value = reader.value()
    if let before { value = value.flatMap { reader.joined(before, $0) } }
    room = reader.room
    return (value, value != nil && reader.unread.isEmpty)
  }

  /// What stands behind `name:` of an object of JavaScript, the first of it that is written out.
  static func property(_ name: String, in text: String) -> DataValue? {
    guard let expression = try? Regex("(?:^|[^\\w.$])[\"']?\(name)[\"']?\\s*:") else { return nil }
    // What is not written out is passed over again and again.
    var patience = 8 * text.utf8.count + 80_000
    for match in text.matches(of: expression) where patience > 0 {
      var reader = WrittenOut(text[match.range.upperBound...])
      if let value = reader.value() { return value }
      patience -= text.utf8.distance(from: match.range.upperBound, to: reader.rest.startIndex)
    }
    return nil
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
  private mutating func value() -> DataValue? {
    guard var value = literal() else { return nil }
    skipBlanks()
    // `'a' + 'b'` and `'a' 'b'`
    while isPython, rest.first == "+" || isAtText {
      if rest.first == "+" { rest.removeFirst() }
      guard let next = literal(), let joined = self.joined(value, next) else { return nil }
      value = joined
      skipBlanks()
    }
    guard let next = rest.first else { return value }
    return (isPython && depth == 0 ? ";\n" : ",}]);").unicodeScalars.contains(next) ? value : nil
  }

  /// Whether a text of Python comes next.
  private var isAtText: Bool {
    let marks = rest.prefix { "rRuUbBfF".unicodeScalars.contains($0) }
    return marks.count <= 2 && rest[marks.endIndex...].first.map { $0 == "\"" || $0 == "'" } ?? false
  }

  private mutating func literal() -> DataValue? {
    skipBlanks()
    guard let first = rest.first else { return nil }
    guard depth < Limit.valueDepth.value, room > 0 else {
      isLost = true
      return nil
    }
    room -= 1
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
    case _ where isPython && isAtText:
      let marks = takeWord().lowercased()
      return text(isRaw: marks.contains("r"), isFormat: marks.contains("f")).map { .string($0) }
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
      default:
        guard let value = known[word] else { return nil }
        return repeated(value)
      }
    }
  }

  /// `value`, where there is room for it once more.
  private mutating func repeated(_ value: DataValue) -> DataValue? {
    value.take(from: &room, depth: Limit.valueDepth.value - depth) ? value : nil
  }

  /// `first + second`, as Python has it of texts and lists; nil of others.
  private mutating func joined(_ first: DataValue, _ second: DataValue) -> DataValue? {
    switch (first, second) {
    case (.string(let text), .string(let more)): repeated(.string(text + more))
    case (.array(let values), .array(let more)): repeated(.array(values + more))
    default: nil
    }
  }

  private mutating func takeWord() -> String {
    let word = rest.prefix { $0.properties.isAlphabetic || $0 == "_" || $0 == "$" || ("0"..."9").contains($0) }
    rest.removeFirst(word.count)
    return String(word)
  }

  /// - Parameters:
  ///   - isRaw: whether a backslash is one.
  ///   - isFormat: whether braces hold names.
  private mutating func text(isRaw: Bool = false, isFormat: Bool = false) -> String? {
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
      if isFormat, next == "{" || next == "}" {
        if rest.first == next {
          result.append(rest.removeFirst())
          continue
        }
        guard let named = known[takeWord()], let value = repeated(named)?.text, rest.popFirst() == "}" else {
          return nil
        }
        result.append(contentsOf: value.unicodeScalars)
        continue
      }
      if next == "\\", !isRaw {
        guard let escaped = rest.popFirst() else { return nil }
        switch escaped {
        case "n": result.append("\n")
        case "r": result.append("\r")
        case "t": result.append("\t")
        case "u", "x":
          let digits = rest.prefix(escaped == "u" ? 4 : 2)
          guard let code = UInt32(String(digits), radix: 16), let scalar = Unicode.Scalar(code) else { return nil }
          rest.removeFirst(digits.count)
          result.append(scalar)
        case "\n": break
        case "\\", "'", "\"": result.append(escaped)
        // A number, or a name, of a character.
        case "0"..."7", "N", "U": if isPython { return nil } else { result.append(escaped) }
        default: result.append(contentsOf: isPython ? ["\\", escaped] : [escaped])
        }
        continue
      }
      if next == "\n", quote != "`", !isTriple { return nil }
      result.append(next)
    }
    return nil
  }

  private mutating func list(to end: Unicode.Scalar) -> DataValue? {
    depth += 1
    defer { depth -= 1 }
    var values: [DataValue] = []
    // Round brackets may be about one value.
    var isList = end == "]"
    while true {
      skipBlanks()
      guard let next = rest.first else { return nil }
      if next == end {
        rest.removeFirst()
        return isList || values.count != 1 ? .array(values) : values[0]
      }
      guard let value = value() else { return nil }
      values.append(value)
      if rest.first == "," {
        rest.removeFirst()
        isList = true
      }
    }
  }

  private mutating func object() -> DataValue? {
    depth += 1
    defer { depth -= 1 }
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
      let name = isPython ? literal()?.text ?? "" : next == "\"" || next == "'" ? text() ?? "" : takeWord()
      skipBlanks()
      let before = rest
      if rest.first == ":" {
        rest.removeFirst()
        if let value = value() {
          members.append(DataValue.Member(name: name, value: value))
          continue
        }
        if isLost { return nil }
        rest = before
      }
      unread.append(name.isEmpty ? "…" : name)
      // A bracket that is not the object's own has no beginning.
      guard skipMember(), rest.first == "," || rest.first == "}" else {
        isLost = true
        return nil
      }
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
        let before = rest.startIndex
        skipBlanks()
        if rest.startIndex != before { continue }
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
  private mutating func skipBlanks() {
    let endsAtLine = isPython && depth == 0
    while let next = rest.first {
      if next == "#" || !isPython && next == "/" && rest.dropFirst().first == "/" {
        rest = rest.drop { $0 != "\n" }
      } else if isPython, next == "\\", rest.dropFirst().first?.properties.isWhitespace == true {
        // The line goes on.
        rest = rest.drop { $0 != "\n" }.dropFirst()
      } else if !isPython, next == "/", rest.dropFirst().first == "*" {
        rest.removeFirst(2)
        while !rest.isEmpty, !rest.starts(with: ["*", "/"]) { rest.removeFirst() }
        rest = rest.dropFirst(2)
      } else if next.properties.isWhitespace, !endsAtLine || next != "\n" {
        rest.removeFirst()
      } else {
        return
      }
    }
  }
}
