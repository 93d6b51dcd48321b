internal import Syndication

/// Front matter as nearly all of it is written: a name and a text a line, or a list of texts. What is not certainly the
/// same in YAML is left to the library.
enum PlainYAML {
  /// Nil where there is more to it. Of a name that is given twice the last counts.
  static func read(_ text: UnsafeBufferPointer<UInt8>) -> (fields: JSONValue, repeated: [String])? {
    var reader = Reader(text: text)
    guard isPlain(text), reader.read() else { return nil }
    return (.object(reader.members), reader.repeated)
  }

  /// YAML 1.2.2 §10.3.2, without numbers, which stay text.
  static func value(ofPlain text: String) -> JSONValue {
    switch text {
    case "", "~", "null", "Null", "NULL": .null
    case "true", "True", "TRUE": .boolean(true)
    case "false", "False", "FALSE": .boolean(false)
    default: .string(text)
    }
  }

  /// Whether no character breaks a line but LF and CR LF, and none is forbidden: YAML 1.2.2 §5.1, and 1.1 §5.4.
  private static func isPlain(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    func next(_ index: Int) -> UInt8 { index < text.count ? text[index] : 0 }
    for (index, byte) in text.enumerated() where byte < 0x20 || byte >= 0x7F {
      switch byte {
      case 0x0A: break
      // One that a line begins with is nowhere as in YAML.
      case 0x09: if text[..<index].last(where: { $0 != 0x20 }).map({ $0 == 0x0A }) ?? true { return false }
      case 0x0D: if next(index + 1) != 0x0A { return false }
      case ..<0x20, 0x7F: return false
      case 0xC2: if next(index + 1) < 0xA0 { return false }
      case 0xE2: if next(index + 1) == 0x80, next(index + 2) & 0xFE == 0xA8 { return false }
      case 0xEF: if next(index + 1) == 0xBB || next(index + 1) == 0xBF, next(index + 2) >= 0xBE { return false }
      default: break
      }
    }
    return true
  }

  private struct Reader {
    let text: UnsafeBufferPointer<UInt8>
    var index = 0
    var members: [JSONValue.Member] = []
    var repeated: [String] = []
    /// How far the names are indented.
    var indentation: Int?
    /// Where a list may begin or go on: below a name without a value.
    var list: (indentation: Int, values: [JSONValue])?

    init(text: UnsafeBufferPointer<UInt8>) { self.text = text }

    mutating func read() -> Bool {
      while index < text.count {
        let line = nextLine()
        let indentation = line.prefix { $0 == 0x20 }.count
        let content = line[(line.startIndex + indentation)...]
        guard let first = content.first, first != UInt8(ascii: "#") else { continue }
        if first == UInt8(ascii: "-"), content.count == 1 || content[content.startIndex + 1] == 0x20 {
          guard readElement(content.dropFirst(), indentation: indentation) else { return false }
        } else {
          endList()
          guard indentation == self.indentation ?? indentation, readMember(content) else { return false }
          self.indentation = indentation
        }
      }
      endList()
      return true
    }

    /// Without its end, and without white space before that.
    private mutating func nextLine() -> Slice<UnsafeBufferPointer<UInt8>> {
      let end = text[index...].firstIndex(of: 0x0A) ?? text.count
      var line = text[index..<end]
      index = end + 1
      while let last = line.last, last == 0x0D || last == 0x20 || last == 0x09 { line.removeLast() }
      return line
    }

    private mutating func readMember(_ line: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
      let name = line.prefix { byte in
        (97...122).contains(byte | 0x20) || (48...57).contains(byte) || byte == UInt8(ascii: "_")
          || byte == UInt8(ascii: "-")
      }
      var rest = line[name.endIndex...]
      // YAML 1.2.2 §7.4.2: the `:` has to follow within 1024 characters.
      guard (1...1_000).contains(name.count), rest.first == UInt8(ascii: ":") else { return false }
      rest.removeFirst()
      guard rest.isEmpty || rest.first == 0x20 || rest.first == 0x09 else { return false }
      let value: JSONValue
      if let text = PlainYAML.withoutSpace(rest), text.first == UInt8(ascii: "[") {
        guard let list = flowList(text) else { return false }
        value = list
      } else {
        guard let scalar = scalar(rest, endingAt: nil)?.value else { return false }
        value = scalar
      }
      let key = String(decoding: name, as: UTF8.self)
      if let known = members.firstIndex(where: { $0.name == key }) {
        members.remove(at: known)
        repeated.append(key)
      }
      members.append(JSONValue.Member(name: key, value: value))
      if isEnd(rest) { list = (-1, []) }
      return true
    }

    private mutating func readElement(_ content: Slice<UnsafeBufferPointer<UInt8>>, indentation: Int) -> Bool {
      guard var list, let outer = self.indentation, indentation >= outer,
        list.indentation < 0 || list.indentation == indentation,
        PlainYAML.withoutSpace(content)?.first != UInt8(ascii: "["), let value = scalar(content, endingAt: nil)?.value
      else { return false }
      list.indentation = indentation
      list.values.append(value)
      self.list = list
      return true
    }

    private mutating func endList() {
      if let list, list.indentation >= 0 { members[members.count - 1].value = .array(list.values) }
      list = nil
    }

    private func flowList(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> JSONValue? {
      var rest = text.dropFirst()
      var values: [JSONValue] = []
      while true {
        guard let next = PlainYAML.withoutSpace(rest) else { return nil }
        rest = next
        if rest.first == UInt8(ascii: "]") { break }
        guard let (value, after) = scalar(rest, endingAt: [UInt8(ascii: ","), UInt8(ascii: "]")]), value != .null,
          let separator = after.first
        else { return nil }
        values.append(value)
        rest = after
        if separator == UInt8(ascii: ",") { rest.removeFirst() }
      }
      return isEnd(rest.dropFirst()) ? .array(values) : nil
    }

    /// The scalar that `text` begins with, and what follows it: where it stands in a list, one of `ends`; else nothing.
    private func scalar(
      _ text: Slice<UnsafeBufferPointer<UInt8>>, endingAt ends: [UInt8]?
    ) -> (value: JSONValue, rest: Slice<UnsafeBufferPointer<UInt8>>)? {
      guard let text = PlainYAML.withoutSpace(text), let first = text.first else {
        return (.null, text[text.endIndex...])
      }
      if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") { return quoted(text, endingAt: ends) }
      if first == UInt8(ascii: "#") { return ends == nil ? (.null, text[text.endIndex...]) : nil }
      guard
        !"&*!|>%@`{}[],?-:".utf8.contains(first)
          || first == UInt8(ascii: "-") && text.dropFirst().first.map({ $0 > 0x20 }) == true
      else { return nil }
      var end = text.startIndex
      while end < text.endIndex {
        let byte = text[end]
        if byte == UInt8(ascii: ":") {
          // `a: b` is a mapping; in a list, so may be what only has a colon.
          guard end + 1 < text.endIndex, text[end + 1] > 0x20, ends == nil || !"[]{},".utf8.contains(text[end + 1])
          else { return nil }
        } else if byte == UInt8(ascii: "#"), text[end - 1] <= 0x20 {
          guard ends == nil else { return nil }
          break
        } else if let ends {
          if ends.contains(byte) { break }
          if "[]{}".utf8.contains(byte) { return nil }
        } else if byte < 0x20, byte != 0x09 {
          return nil
        }
        end += 1
      }
      if ends == nil, isFollowedByMore { return nil }
      var word = text[text.startIndex..<end]
      while let last = word.last, last == 0x20 || last == 0x09 { word.removeLast() }
      return (
        PlainYAML.value(ofPlain: String(decoding: word, as: UTF8.self)),
        ends == nil ? text[text.endIndex...] : text[end...]
      )
    }

    private func quoted(
      _ text: Slice<UnsafeBufferPointer<UInt8>>, endingAt ends: [UInt8]?
    ) -> (value: JSONValue, rest: Slice<UnsafeBufferPointer<UInt8>>)? {
      let quote = text[text.startIndex]
      var bytes: [UInt8] = []
      var index = text.startIndex + 1
      while index < text.endIndex {
        let byte = text[index]
        index += 1
        if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") { return nil }
        if byte != quote {
          bytes.append(byte)
        } else if quote == UInt8(ascii: "'"), index < text.endIndex, text[index] == quote {
          bytes.append(byte)
          index += 1
        } else {
          let rest = PlainYAML.withoutSpace(text[index...]) ?? text[text.endIndex...]
          let isWhole = ends.map { ends in rest.first.map { ends.contains($0) } ?? false } ?? isEnd(text[index...])
          return isWhole ? (.string(String(decoding: bytes, as: UTF8.self)), rest) : nil
        }
      }
      return nil
    }

    /// Whether nothing follows but a comment.
    private func isEnd(_ rest: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
      guard let text = PlainYAML.withoutSpace(rest), let first = text.first else { return true }
      return first == UInt8(ascii: "#") && text.startIndex > rest.startIndex
    }

    /// Whether the next line goes on with the text of this one: it is indented further than the names.
    private var isFollowedByMore: Bool {
      var index = index
      while index < text.count {
        let indentation = text[index...].prefix { $0 == 0x20 }.count
        let start = index + indentation
        guard start < text.count else { return false }
        if text[start] == 0x0A || text[start] == 0x0D {
          index = (text[start...].firstIndex(of: 0x0A) ?? text.count) + 1
          continue
        }
        if text[start] == 0x09 { return true }
        // The elements of a list may be indented, what follows a text may not.
        if list != nil, text[start] == UInt8(ascii: "-") { return false }
        return indentation > (self.indentation ?? 0) && (self.indentation != nil || !members.isEmpty)
      }
      return false
    }
  }

  private static func withoutSpace(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Slice<UnsafeBufferPointer<UInt8>>? {
    let rest = text.drop { $0 == 0x20 || $0 == 0x09 }
    return rest.isEmpty ? nil : rest
  }
}
