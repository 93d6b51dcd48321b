internal import Syndication

/// A paragraph of a listing: lines that no blank line parts.
struct Paragraph {
  /// Where it begins, from 1.
  var line: Int
  /// Each with single spaces for white space within.
  var lines: [String]
  /// Whether two or more blank lines stand before it.
  var beginsBlock: Bool

  var text: String { lines.joined(separator: " ") }

  /// The text without the bullets that a page puts around a title.
  var title: String {
    String(text.unicodeScalars[...].trimming { $0 == " " || Paragraph.isBullet($0) })
  }

  /// Whether it comes from the reader view: how long reading takes, the way back to the page, a lone bullet.
  fileprivate var isNoise: Bool {
    guard text.utf8.count < 60 else { return false }
    var words = text.lowercased().split(separator: " ").filter { !$0.unicodeScalars.allSatisfy(Paragraph.isBullet) }
    if words.last == "↗" { words.removeLast() }
    if words.suffix(2) == ["original", "article"] { words.removeLast(2) }
    return words.isEmpty
      || words.count == 3 && words[0].allSatisfy { $0.isNumber || $0 == "-" || $0 == "–" } && words[2] == "read"
        && ["min", "mins", "minute", "minutes"].contains(words[1])
  }

  /// What it says as a header line, or why it is none though it looks like one; nil where it does not.
  var header: Result<HeaderLine, HeaderError>? {
    if lines.count > 1, let offset = lines.firstIndex(where: HeaderLine.hasBarAfterDate) {
      return .failure(
        HeaderError("a header line stands alone, on one line: put a blank line before and after it", lineOffset: offset)
      )
    }
    guard HeaderLine.isAlike(text) else { return nil }
    return Result { () throws(HeaderError) in try HeaderLine(text) }
  }

  /// The paragraphs of `text` but for a reader view's noise. Lines end at LF, CR LF, CR, NEL, LS and PS, and count so.
  static func all(in text: SourceText) -> [Paragraph] {
    var paragraphs: [Paragraph] = []
    var blankLines = 0
    for (index, bytes) in text.bytes.lines.enumerated() {
      let line = bytes.singleSpaced
      if line.isEmpty {
        blankLines += 1
      } else if blankLines == 0, !paragraphs.isEmpty {
        paragraphs[paragraphs.count - 1].lines.append(line)
      } else {
        paragraphs.append(Paragraph(line: index + 1, lines: [line], beginsBlock: blankLines > 1))
        blankLines = 0
      }
    }
    return paragraphs.withoutNoise
  }

  private static func isBullet(_ scalar: Unicode.Scalar) -> Bool { "•·‣▪◦".unicodeScalars.contains(scalar) }
}

extension [Paragraph] {
  /// What stands after noise begins a block where the noise did; nothing comes before the first.
  fileprivate var withoutNoise: [Paragraph] {
    var result: [Paragraph] = []
    var noiseBeginsBlock = false
    for var paragraph in self {
      paragraph.beginsBlock = (paragraph.beginsBlock || noiseBeginsBlock) && !result.isEmpty
      let isNoise = paragraph.isNoise
      noiseBeginsBlock = isNoise && paragraph.beginsBlock
      if !isNoise { result.append(paragraph) }
    }
    return result
  }
}

extension [UInt8] {
  /// UTF-8 cut where lines end, the ends left out.
  fileprivate var lines: [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = 0
    var index = 0
    while index < count {
      let length = lineEnd(at: index)
      if length > 0 {
        lines.append(self[start..<index])
        start = index + length
      }
      index += Swift.max(length, 1)
    }
    return lines + [self[start...]]
  }

  /// The length of the line end at `index`, 0 where none is.
  private func lineEnd(at index: Int) -> Int {
    switch self[index] {
    case 0x0A: 1
    case 0x0D: index + 1 < count && self[index + 1] == 0x0A ? 2 : 1
    case 0xC2 where index + 1 < count && self[index + 1] == 0x85: 2
    case 0xE2 where index + 2 < count && self[index + 1] == 0x80 && self[index + 2] & 0xFE == 0xA8: 3
    default: 0
    }
  }
}

extension ArraySlice<UInt8> {
  /// The words of UTF-8 with one space between, and none around; a no-break space parts words like any other.
  fileprivate var singleSpaced: String {
    var words: [UInt8] = []
    words.reserveCapacity(count)
    var isPending = false
    var index = startIndex
    while index < endIndex {
      let length = spaceLength(at: index)
      if length > 0 {
        isPending = !words.isEmpty
        index += length
      } else {
        if isPending { words.append(0x20) }
        isPending = false
        words.append(self[index])
        index += 1
      }
    }
    return String(decoding: words, as: UTF8.self)
  }

  /// The length of the character at `index` if it has the Unicode property White_Space, else 0.
  private func spaceLength(at index: Int) -> Int {
    func next(_ offset: Int) -> UInt8 { index + offset < endIndex ? self[index + offset] : 0 }
    return switch (self[index], self[index] < 0x80 ? 0 : next(1)) {
    case (let byte, _) where byte.isSpace: 1
    case (0xC2, 0x85), (0xC2, 0xA0): 2
    case (0xE1, 0x9A) where next(2) == 0x80: 3
    case (0xE2, 0x80) where next(2) <= 0x8A || [0xA8, 0xA9, 0xAF].contains(next(2)): 3
    case (0xE2, 0x81) where next(2) == 0x9F: 3
    case (0xE3, 0x80) where next(2) == 0x80: 3
    default: 0
    }
  }
}
