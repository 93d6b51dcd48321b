internal import Syndication

extension MarkdownScanner {
  /// Goes through the text of a line, and of further ones while a span is open.
  ///
  /// - Returns: where the next line begins.
  mutating func scanText() -> Int {
    var index = line.text
    while index < input.count {
      switch input[index] {
      case 10: return index + 1
      case UInt8(ascii: "\\"): index = scanBackslash(index)
      case UInt8(ascii: "$"): index = byte(index + 1) == UInt8(ascii: "$") ? scanDisplay(index) : scanDollar(index)
      case UInt8(ascii: "`"): index = scanCode(index)
      case UInt8(ascii: "<"): index = scanTag(index)
      case UInt8(ascii: "{"): index = scanBrace(index)
      case UInt8(ascii: "["):
        if byte(index + 1) == UInt8(ascii: "^"), !beginsNoteLabel(index + 2) {
          replace(index..<index + 1, by: "\\[".utf8)
        }
        index += 1
      case UInt8(ascii: "]"): index = scanLink(index)
      case UInt8(ascii: ":") where index >= linkEnd && input.end(of: "://", at: index) != nil:
        index = skipAddress(from: index)
      case UInt8(ascii: ":"), UInt8(ascii: "@"), UInt8(ascii: "w"):
        if index < linkEnd, isTakenForAddress(index) { mask(index..<index + 1) }
        index += 1
      default: index += 1
      }
    }
    return index
  }

  /// Goes through a line of raw HTML, where maths is left alone but for what would be taken for a tag: `$y_{<i}$`.
  ///
  /// - Returns: where the next line begins.
  mutating func scanHTML() -> Int {
    var index = line.start
    while index < input.count {
      switch input[index] {
      case 10:
        endHTML(at: index + 1)
        return index + 1
      case UInt8(ascii: "<"):
        guard let end = search.tagEnd(index) else {
          index += 1
          continue
        }
        let tag = index..<end
        count(tag)
        index = end
        if dialect == .mdx ? isBlank(from: index) : asksForMarkdown(tag) {
          endHTML(behindTag: tag.upperBound)
          return tag.upperBound
        }
      case UInt8(ascii: "$"):
        guard let end = endOfMathsInHTML(index) else {
          index += byte(index + 1) == UInt8(ascii: "$") ? 2 : 1
          continue
        }
        if isTakenForTag(index..<end) { mask(index..<end) }
        index = end
      default: index += 1
      }
    }
    return index
  }

  private mutating func count(_ tag: Range<Int>) {
    let isEnd = input[tag.lowerBound + 1] == UInt8(ascii: "/")
    guard isEnd || input[tag.upperBound - 2] != UInt8(ascii: "/") else { return }
    let name = tagName(tag.lowerBound + (isEnd ? 2 : 1))
    guard !MarkdownScanner.voidElements.contains(name) else { return }
    openTags += isEnd ? -1 : 1
    guard let open = element, open.name == name else { return }
    element = isEnd && open.open <= 1 ? nil : (name, open.open + (isEnd ? -1 : 1))
    if element == nil { openTags = 0 }
  }

  /// Whether a tag asks kramdown to read what is in its element as Markdown.
  private func asksForMarkdown(_ tag: Range<Int>) -> Bool {
    guard dialect == .kramdown, input[tag.lowerBound + 1] != UInt8(ascii: "/"),
      let name = input.index(of: " markdown=", from: tag.lowerBound, to: tag.upperBound)
    else { return false }
    let value = input[(name + 10)..<tag.upperBound].drop { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "'") }
    return value.starts(with: "1".utf8) || value.starts(with: "block".utf8) || value.starts(with: "span".utf8)
  }

  private mutating func endOfMathsInHTML(_ start: Int) -> Int? {
    if byte(start + 1) == UInt8(ascii: "$") {
      guard let end = search.endAnywhere(of: "$$", from: start + 2), !input.hasBlankLine(in: start..<end) else {
        return nil
      }
      return end
    }
    guard let next = byte(start + 1), !next.isSpace else { return nil }
    let end = input[(start + 1)...].prefix { $0 != 10 }.firstIndex(of: UInt8(ascii: "$"))
    return end.flatMap { input[$0 - 1].isSpace ? nil : $0 + 1 }
  }

  /// Whether there is a `<` that is no tag's, though a parser would take it for one, and nothing that is HTML.
  private func isTakenForTag(_ range: Range<Int>) -> Bool {
    let starts = range.filter { input[$0] == UInt8(ascii: "<") && byte($0 + 1)?.isLetter == true }
    return !starts.isEmpty && !input[range].contains(UInt8(ascii: "&"))
      && !starts.contains { search.tagEnd($0).map { $0 <= range.upperBound } ?? false }
  }

  /// Whether what stands at `start` is all of one line: cmark-gfm 0.29 takes a label that is not for as many bytes as its ends
  /// are columns apart.
  private func beginsNoteLabel(_ start: Int) -> Bool {
    let end = input[start...].firstIndex { $0 == UInt8(ascii: "]") || $0 == UInt8(ascii: "[") || $0 == 10 }
    return end.map { input[$0] == UInt8(ascii: "]") } ?? false
  }

  // MARK: Maths

  private mutating func scanDollar(_ start: Int) -> Int {
    guard let end = search.dollarEnd(from: start + 1) else { return start + 1 }
    guard input[start + 1].isSpace else {
      mask(start..<end)
      return end
    }
    // Where Markdown knows no maths, it is written with escapes for Markdown: `$ x\_1 $`. They are left to it, and signs
    // alone are kept from becoming emphasis.
    var index = start
    while index < end {
      if input[index] == UInt8(ascii: "\\") {
        index += 2
      } else {
        if "_*~".utf8.contains(input[index]) { mask(index..<index + 1) }
        index += 1
      }
    }
    return end
  }

  private mutating func scanDisplay(_ start: Int) -> Int {
    guard let end = displayEnd(start), end - start > 4 else { return start + 2 }
    mask(start..<end)
    return end
  }

  /// A block of maths may hold what looks like other blocks; blank lines too, if its dollars stand on lines of their own.
  private mutating func displayEnd(_ start: Int) -> Int? {
    if start == line.text, let end = search.endAnywhere(of: "$$", from: start + 2) {
      let isAlone = isBlank(from: start + 2) && isBlank(from: end)
      if isAlone || !input.hasBlankLine(in: start..<end) { return end }
    }
    return search.end(of: "$$", from: start + 2)
  }

  private mutating func scanBackslash(_ start: Int) -> Int {
    guard let next = byte(start + 1) else { return start + 1 }
    switch next {
    case 10: return start + 1
    case UInt8(ascii: "("):
      guard let end = search.end(of: "\\)", from: start + 2), !isProse(start + 2..<end - 2) else { return start + 2 }
      mask(start..<end)
      return end
    case UInt8(ascii: "["):
      // `\[text\](` is no maths but a link that is none.
      guard let end = search.end(of: "\\]", from: start + 2), byte(end) != UInt8(ascii: "("),
        !isProse(start + 2..<end - 2)
      else { return start + 2 }
      mask(start..<end)
      return end
    case UInt8(ascii: "\\"):
      // kramdown's way to write `\(`: what ends it is left to Markdown, which makes `\)` of `\\)`.
      let third = byte(start + 2)
      let end =
        switch third {
        case UInt8(ascii: "("): search.end(of: "\\\\)", from: start + 3)
        case UInt8(ascii: "["): search.end(of: "\\\\]", from: start + 3)
        default: nil as Int?
        }
      guard let end else { return start + 2 }
      leaveOut(start..<start + 1)
      mask(start + 1..<end - 3)
      return end
    case UInt8(ascii: "b") where start == line.text:
      guard let end = environmentEnd(start) else { return start + 2 }
      mask(start..<end)
      return end
    default: return start + 2
    }
  }

  /// Whether brackets that were only kept from being Markdown's hold it, as in `\[sic\]` and `\[1\]`: nothing of TeX, and a
  /// word, or not even a letter.
  private func isProse(_ range: Range<Int>) -> Bool {
    guard range.count < 200 else { return false }
    var word = 0
    var longest = 0
    for byte in input[range] {
      if "\\^_={}&+<>|*/".utf8.contains(byte) { return false }
      word = byte.isLetter || byte >= 0x80 ? word + 1 : 0
      longest = max(longest, word)
    }
    return longest == 0 || longest > 2
  }

  private mutating func environmentEnd(_ start: Int) -> Int? {
    for (begin, end) in MarkdownScanner.environments {
      if let text = input.end(of: begin, at: start) { return search.end(of: end, from: text) }
    }
    return nil
  }

  /// Those of LaTeX and amsmath that are maths by themselves.
  private static let environments: [(StaticString, StaticString)] = [
    ("\\begin{align}", "\\end{align}"), ("\\begin{align*}", "\\end{align*}"),
    ("\\begin{alignat}", "\\end{alignat}"), ("\\begin{alignat*}", "\\end{alignat*}"),
    ("\\begin{equation}", "\\end{equation}"), ("\\begin{equation*}", "\\end{equation*}"),
    ("\\begin{eqnarray}", "\\end{eqnarray}"), ("\\begin{eqnarray*}", "\\end{eqnarray*}"),
    ("\\begin{gather}", "\\end{gather}"), ("\\begin{gather*}", "\\end{gather*}"),
    ("\\begin{multline}", "\\end{multline}"), ("\\begin{multline*}", "\\end{multline*}"),
    ("\\begin{split}", "\\end{split}"), ("\\begin{cases}", "\\end{cases}"),
  ]

  // MARK: What holds no maths

  private mutating func scanCode(_ start: Int) -> Int {
    var end = start
    while byte(end) == UInt8(ascii: "`") { end += 1 }
    return search.codeEnd(end - start, from: end) ?? end
  }

  private mutating func scanTag(_ start: Int) -> Int {
    if input.end(of: "<!--", at: start) != nil { return search.end(of: "-->", from: start + 4) ?? start + 1 }
    guard let end = search.tagEnd(start) else { return start + 1 }
    if start >= linkEnd, byte(start + 1).map({ $0 | 0x20 }) == UInt8(ascii: "a"), byte(start + 2)?.isSpace == true {
      linkEnd = search.end(of: "</a>", from: end) ?? linkEnd
    }
    return end
  }

  /// Whether CommonMark would make a link here: of a `:`, an `@` or a `www.`, which stand in a link already.
  private func isTakenForAddress(_ index: Int) -> Bool {
    switch input[index] {
    case UInt8(ascii: ":"): input.end(of: "://", at: index) != nil
    case UInt8(ascii: "@"): true
    default: input.end(of: "www.", at: index) != nil
    }
  }

  /// The address of a link: `[text](address "title")`, `[label]: address`.
  private func scanLink(_ start: Int) -> Int {
    var index = start + 2
    switch byte(start + 1) {
    case UInt8(ascii: "("):
      var depth = 0
      while let byte = byte(index), !byte.isSpace {
        if byte == UInt8(ascii: "(") { depth += 1 }
        if byte == UInt8(ascii: ")") {
          if depth == 0 { return index }
          depth -= 1
        }
        index += byte == UInt8(ascii: "\\") && self.byte(index + 1) != 10 ? 2 : 1
      }
      return index
    case UInt8(ascii: ":")
    where input[line.text] == UInt8(ascii: "[") && byte(line.text + 1) != UInt8(ascii: "^"):
      while byte(index) == 0x20 { index += 1 }
      while let byte = byte(index), !byte.isSpace { index += 1 }
      return index
    default: return start + 1
    }
  }

  private func skipAddress(from start: Int) -> Int {
    var index = start
    while let byte = byte(index), !byte.isSpace, byte != UInt8(ascii: "<"), byte != UInt8(ascii: ")"),
      byte != UInt8(ascii: "]"), byte != UInt8(ascii: "`"), byte != UInt8(ascii: "{")
    {
      index += 1
    }
    return index
  }

  func isBlank(from start: Int) -> Bool {
    var index = start
    while let byte = byte(index), byte != 10 {
      guard byte.isSpace else { return false }
      index += 1
    }
    return true
  }
}

extension UnsafeBufferPointer<UInt8> {
  fileprivate func hasBlankLine(in range: Range<Int>) -> Bool {
    var isBlank = false
    for byte in self[range] {
      if byte == 10 {
        if isBlank { return true }
        isBlank = true
      } else if !byte.isSpace {
        isBlank = false
      }
    }
    return false
  }
}
