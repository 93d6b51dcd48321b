import Testing

@testable import Syndication

private func parse(_ text: String) throws(JSONError) -> DataValue { try DataValue(json: Array(text.utf8)) }

private func reading<T>(_ text: String, _ read: (inout JSONReader) throws -> T) rethrows -> T {
  try Array(text.utf8).withUnsafeBufferPointer {
    var reader = JSONReader($0)
    return try read(&reader)
  }
}

@Suite("RFC 8259") struct JSONReaderTests {
  static let sample = """
    {"name": "caf\u{E9} \\u00e9 \\ud83c\\udf70 \\"quoted\\"", "list": [1, -2.5e+3, true, false, null, {}, []],
     "object": {"a": {"b": "c"}}}
    """

  @Test("§3 all kinds of values are read")
  func values() throws {
    #expect(
      try parse(Self.sample)
        == .object([
          .init(name: "name", value: .string("café é 🍰 \"quoted\"")),
          .init(
            name: "list",
            value: .array([.number(1), .number(-2500), .boolean(true), .boolean(false), .null, .object([]), .array([])])
          ),
          .init(
            name: "object",
            value: .object([.init(name: "a", value: .object([.init(name: "b", value: .string("c"))]))])),
        ]))
  }

  @Test("a text that ends early is an error wherever it ends, read or skipped")
  func truncation() {
    let bytes = Array(Self.sample.utf8)
    for length in 0..<bytes.count {
      let head = Array(bytes.prefix(length))
      #expect(throws: JSONError.self, "read up to byte \(length)") { try DataValue(json: head) }
      #expect(throws: JSONError.self, "skipped up to byte \(length)") {
        try head.withUnsafeBufferPointer { buffer throws(JSONError) in
          var reader = JSONReader(buffer)
          try reader.skip()
        }
      }
    }
  }

  @Test(
    "what is not JSON is an error that says where and why",
    arguments: [
      ("", 0, "the text ends where a value should follow"),
      ("[1,]", 3, "']' does not begin a value"),
      ("[,1]", 1, "',' does not begin a value"),
      ("[1 2]", 3, "'2' stands where ',' or ']' should"),
      ("{\"a\":1,}", 7, "'}' stands where a member's name in quotes should"),
      ("{\"a\":1 \"b\":2}", 7, "'\"' stands where ',' or '}' should"),
      ("{,}", 1, "',' stands where a member's name in quotes should"),
      ("{a:1}", 1, "'a' stands where a member's name in quotes should"),
      ("{\"a\" 1}", 5, "'1' stands where ':' should"),
      ("{} {}", 3, "'{' follows the end of the value"),
      ("'a'", 0, "''' does not begin a value"),
      ("tru", 0, "'t' is neither true nor false"),
      ("nul", 0, "'n' is not null"),
      ("NaN", 0, "'N' does not begin a value"),
      ("\u{FEFF}1", 0, "byte 0xef does not begin a value"),
      ("\"abc", 0, "the string that begins here is not ended"),
      ("\"a\nb\"", 2, "a control character stands raw in a string: write it as \\u00XX"),
      ("\"0123456789\u{1F}\"", 11, "a control character stands raw in a string: write it as \\u00XX"),
      ("\"\\x\"", 1, "there is no such escape in JSON"),
      ("\"\\u12G4\"", 1, "\\u wants four hexadecimal digits"),
    ])
  func invalid(_ text: String, _ offset: Int, _ message: String) {
    #expect(throws: JSONError(offset, message)) { try parse(text) }
  }

  @Test("§6 numbers", arguments: [("0", 0), ("-0", -0.0), ("12", 12), ("-1.5", -1.5), ("1e2", 100), ("2E-1", 0.2)])
  func numbers(_ text: String, _ number: Double) throws {
    #expect(try parse(text) == .number(number))
  }

  @Test("§6 what is no number", arguments: ["01", "1.", "-", "1e", "1e+", "-a"])
  func noNumbers(_ text: String) {
    #expect(throws: JSONError(0, "this is no number")) { try parse(text) }
  }

  @Test("§6 what no number may begin with", arguments: [".5", "+1", "Infinity"])
  func noBeginnings(_ text: String) {
    #expect(throws: JSONError.self) { try parse(text) }
  }

  @Test("§6 the digits of a number can be had as they stand")
  func digits() throws {
    #expect(try reading(" 123456789012345678901234567890 ") { try $0.numberText() } == "123456789012345678901234567890")
  }

  @Test(
    "§7 escapes",
    arguments: [
      (#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{C}\n\r\t"),
      (#"\u0041\u00e9\u20AC\uffff"#, "Aé€\u{FFFF}"),
      (#"a\ud83c\udff7\ufe0fz"#, "a🏷️z"),
      (#"\u0000"#, "\0"),
      (#"plain text before an escape: \u00e9, and after it"#, "plain text before an escape: é, and after it"),
    ])
  func escapes(_ escaped: String, _ text: String) throws {
    // By scalars: equal strings may differ in them.
    let string = try #require(try parse("\"\(escaped)\"").string)
    #expect(Array(string.unicodeScalars) == Array(text.unicodeScalars))
  }

  @Test(
    "§7 a surrogate without its other half is U+FFFD",
    arguments: [#"\ud83c"#, #"\udff7"#, #"\ud83cx"#, #"\ud83c\n"#, #"\ud83c\u0041"#, #"\ud83c\ud83c\udff7"#])
  func loneSurrogates(_ escaped: String) throws {
    #expect(try parse("\"\(escaped)\"").string?.unicodeScalars.first == "\u{FFFD}")
  }

  @Test("§7 a string's end is found wherever it stands among the eight bytes looked at together")
  func longStrings() throws {
    for length in 0..<40 {
      let text = String(repeating: "é", count: length / 2) + String(repeating: "~", count: length % 2)
      #expect(try parse("[\"\(text)\",\"\"]") == .array([.string(text), .string("")]))
      #expect(try parse("\"\(text)\\n\(text)\"") == .string("\(text)\n\(text)"))
      #expect(throws: JSONError(text.utf8.count + 1, "a control character stands raw in a string: write it as \\u00XX"))
      {
        try parse("\"\(text)\u{1}\(text)\"")
      }
    }
  }

  @Test("§9 values may be nested 256 deep and no deeper")
  func depth() throws {
    func nested(_ depth: Int) -> String { String(repeating: "[", count: depth) + String(repeating: "]", count: depth) }
    _ = try parse(nested(256))
    #expect(throws: JSONError(257, "values are nested more than 256 deep: flatten them", isBeyondBound: true)) {
      try parse(nested(257))
    }
    // Side by side is not nested.
    _ = try parse("[" + String(repeating: "{\"a\":[]},", count: 300) + "0]")
  }

  @Test("the line is known at each value")
  func lines() throws {
    var lines: [Int] = []
    try reading("\n[ 1,\r\n\n{\"a\n\": 2}") { reader in
      _ = try reader.next()
      lines.append(reader.line)
      try reader.beginArray()
      while try reader.nextElement() {
        _ = try reader.next()
        lines.append(reader.line)
        if lines.count == 3 { break }
        try reader.skip()
      }
    }
    #expect(lines == [2, 2, 4])
  }

  @Test("a range of the bytes is read as a text of its own")
  func ranges() throws {
    try Array("xx[1]yy".utf8).withUnsafeBufferPointer { buffer throws(JSONError) in
      var reader = JSONReader(buffer, range: 2..<5, line: 7)
      #expect(try reader.value() == .array([.number(1)]))
      try reader.finish()
      #expect(reader.line == 7)
    }
  }
}
