internal import Syndication

/// What a file says of itself before its text begins.
struct FrontMatter {
  /// How it is written.
  enum Language: Sendable, Hashable {
    /// Between lines `---`.
    case yaml
    /// Between lines `+++`.
    case toml
    /// An object in braces, or between `---json` and `---`.
    case json
    /// Lines `Title: …` up to the first empty one, as Pelican and MultiMarkdown have them.
    case headers
    /// Lines `.. title: …`, most often within a comment, as Nikola has them.
    case dotted
    /// `title` and `meta` in the head of a page, as Pelican has them.
    case head
    /// A language that is run and not read, between `---js` and `---`.
    case code(String)
  }

  var language: Language
  /// An object: the fields by name, their values as they are written.
  var fields: DataValue
  /// What the generator's parser makes of them.
  var meant: DataValue
  /// Where the text begins, in bytes.
  var end: Int
  /// Names that are given twice: the last counts.
  var repeated: [String] = []

  /// Nil where `bytes`, which are UTF-8, begin with none.
  ///
  /// - Parameters:
  ///   - mayBeHeaders: whether lines `Name: value` are meant as such.
  ///   - mayBeDotted: whether lines `.. name: value` are.
  ///   - scalars: how YAML is taken.
  ///   - hasPlainLines: whether what stands between `---` is lines `name: value`, and not YAML.
  ///   - mayBeHead: whether the head of a page is meant as such.
  ///   - file: that problems name.
  /// - Throws: a `Problem` with the line that cannot be read.
  init?(
    _ bytes: UnsafeBufferPointer<UInt8>, mayBeHeaders: Bool, mayBeDotted: Bool = false, scalars: YAMLScalars? = nil,
    hasPlainLines: Bool = false, mayBeHead: Bool = false, file: String
  ) throws(Problem) {
    let scanner = Scanner(bytes: bytes)
    guard
      let found = mayBeHead
        ? scanner.head() : scanner.find(mayBeHeaders: mayBeHeaders, mayBeDotted: mayBeDotted)
    else { return nil }
    language = found.language
    end = found.end
    let firstLine = scanner.line(at: found.text.lowerBound)
    let text = UnsafeBufferPointer(rebasing: bytes[found.text])
    var other: DataValue?
    do throws(MetadataError) {
      switch language {
      case .yaml where hasPlainLines: fields = try Metadata.lines(text, atMost: .postValues)
      case .yaml: (fields, other, repeated) = try YAMLReader.fields(of: text, as: scalars, atMost: .postValues)
      case .toml: fields = try TOMLReader.fields(of: text, atMost: .postValues)
      case .json: fields = try Metadata.json(text, atMost: .postValues)
      case .headers: fields = try Metadata.headers(text, atMost: .postValues)
      case .dotted: fields = try Metadata.dotted(text, atMost: .postValues)
      case .head: fields = try Metadata.head(text, atMost: .postValues)
      case .code: fields = .object([])
      }
      meant = other ?? fields
    } catch {
      // The end of a text is a line more to some libraries.
      let lastLine = scanner.line(at: max(found.text.lowerBound, found.text.upperBound - 1))
      let line = min(firstLine + error.line - 1, lastLine)
      throw .error(at: Place(file: file, line: line), rule: "front matter", error.message)
    }
    if found.isOpen {
      throw .error(
        at: Place(file: file, line: firstLine), rule: "front matter",
        "the front matter has no end: close it with a line like the one that opens it")
    }
  }

  /// Where front matter lies in a file.
  private struct Scanner {
    let bytes: UnsafeBufferPointer<UInt8>

    struct Found {
      var language: Language
      var text: Range<Int>
      var end: Int
      var isOpen = false
    }

    func line(at offset: Int) -> Int { 1 + bytes[..<offset].count { $0 == 0x0A } }

    func find(mayBeHeaders: Bool, mayBeDotted: Bool) -> Found? {
      var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      // Some editors leave empty lines above the first.
      while start < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[start]) { start += 1 }
      guard start < bytes.count else { return nil }
      if bytes[start] == UInt8(ascii: "{") { return object(from: start) }
      if mayBeDotted, let found = dotted(from: start) { return found }
      let opening = line(from: start)
      let mark = text(opening)
      let fence = String(mark.prefix(3))
      guard fence == "---" || fence == "+++" else { return mayBeHeaders ? headers(from: start) : nil }
      let language = Scanner.language(fence: fence, name: mark.dropFirst(3).trimmed)
      return language.map { fenced($0, by: fence, from: opening.upperBound) }
    }

    /// What stands before the content of `body`.
    func head() -> Found? {
      let text = String(decoding: bytes, as: UTF8.self)
      guard let body = text.firstMatch(of: /(?i)<body(?:\s[^>]*)?>/) else { return nil }
      let start = text.utf8.distance(from: text.startIndex, to: body.range.lowerBound)
      let end = text.utf8.distance(from: text.startIndex, to: body.range.upperBound)
      return Found(language: .head, text: 0..<start, end: end)
    }

    private static func language(fence: String, name: String) -> Language? {
      switch name.lowercased() {
      case "" where fence == "+++", "toml" where fence == "---": .toml
      case _ where fence == "+++": nil
      case "", "yaml", "yml": .yaml
      case "json": .json
      // A line of dashes is a rule, or the underline of a heading.
      case let name where name.utf8.count > 12 || name.contains(" ") || name.hasPrefix("-") || name.hasPrefix("+"): nil
      case let name: .code(name)
      }
    }

    private func fenced(_ language: Language, by fence: String, from start: Int) -> Found {
      let closing = lines(from: start).first { isFence($0, fence) || fence == "---" && isFence($0, "...") }
      let (last, end) = (closing?.lowerBound ?? bytes.count, closing?.upperBound ?? bytes.count)
      return Found(language: language, text: start..<last, end: end, isOpen: closing == nil)
    }

    /// To the brace that closes the first.
    private func object(from start: Int) -> Found? {
      var depth = 0
      var isInString = false
      var index = start
      while index < bytes.count {
        switch bytes[index] {
        case UInt8(ascii: "\\") where isInString: index += 1
        case UInt8(ascii: "\""): isInString.toggle()
        case UInt8(ascii: "{") where !isInString: depth += 1
        case UInt8(ascii: "}") where !isInString:
          depth -= 1
          if depth == 0 { return Found(language: .json, text: start..<index + 1, end: line(from: index).upperBound) }
        default: break
        }
        index += 1
      }
      return nil
    }

    /// Lines up to the end of the comment that they stand in, else up to the first empty one.
    private func dotted(from start: Int) -> Found? {
      let lines = Array(lines(from: start).prefix(200))
      let isComment = text(lines[0]).hasPrefix("<!--")
      guard text(lines[isComment ? min(1, lines.count - 1) : 0]).hasPrefix(".. ") else { return nil }
      let last = lines.firstIndex { isComment ? text($0).hasSuffix("-->") : text($0).trimmed.isEmpty }
      guard !isComment || last != nil else { return nil }
      let end = last.map { lines[$0] } ?? bytes.count..<bytes.count
      return Found(language: .dotted, text: start..<end.lowerBound, end: end.upperBound)
    }

    private func headers(from start: Int) -> Found? {
      var end = start
      for line in lines(from: start) {
        let text = text(line)
        if text.trimmed.isEmpty { break }
        let isContinuation = end > start && (text.hasPrefix("    ") || text.hasPrefix("\t"))
        guard isContinuation || Metadata.header(in: text) != nil else { return nil }
        end = line.upperBound
      }
      return end > start ? Found(language: .headers, text: start..<end, end: end) : nil
    }

    /// Whether a line holds the fence and nothing else but spaces.
    private func isFence(_ line: Range<Int>, _ fence: String) -> Bool {
      let start = bytes[line].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? line.upperBound
      let rest = bytes[start..<line.upperBound]
      return rest.starts(with: fence.utf8) && rest.dropFirst(fence.utf8.count).allSatisfy { $0 <= 0x20 }
    }

    /// The line that begins at `start`, its end included.
    private func line(from start: Int) -> Range<Int> {
      start..<(bytes[start...].firstIndex(of: 0x0A).map { $0 + 1 } ?? bytes.count)
    }

    private func lines(from start: Int) -> some Sequence<Range<Int>> {
      sequence(state: start) { next in
        if next == bytes.count { return nil }
        let line = line(from: next)
        next = line.upperBound
        return line
      }
    }

    private func text(_ line: Range<Int>) -> String {
      String(decoding: bytes[line].trimming { $0 == 0x0A || $0 == 0x0D }, as: UTF8.self)
    }
  }
}
