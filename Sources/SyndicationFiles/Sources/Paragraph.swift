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
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, Paragraph.isBulletOrSpace(first) { scalars.removeFirst() }
    while let last = scalars.last, Paragraph.isBulletOrSpace(last) { scalars.removeLast() }
    return String(scalars)
  }

  /// Whether it comes from the reader view: how long reading takes, the way back to the page, a lone bullet.
  fileprivate var isNoise: Bool {
    let text = self.text
    if text.unicodeScalars.allSatisfy(Paragraph.isBulletOrSpace) { return true }
    // Looked at closely only where it is as short as noise is.
    guard text.utf8.count < 60 else { return false }
    let noise = /(\d+([-–]\d+)? min(ute)?s? read)?( ?[·•|])?( ?original article ↗)?/
    return text.lowercased().wholeMatch(of: noise) != nil || text.lowercased().hasSuffix(" min read original article")
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
      let line = String(decoding: bytes, as: UTF8.self).singleSpaced
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

  private static func isBulletOrSpace(_ scalar: Unicode.Scalar) -> Bool { " •·‣▪◦".unicodeScalars.contains(scalar) }
}

extension [Paragraph] {
  /// What stands after noise begins a block where the noise did; nothing comes before the first.
  fileprivate var withoutNoise: [Paragraph] {
    var result: [Paragraph] = []
    var noiseBeginsBlock = false
    for var paragraph in self {
      paragraph.beginsBlock = (paragraph.beginsBlock || noiseBeginsBlock) && !result.isEmpty
      noiseBeginsBlock = paragraph.isNoise && paragraph.beginsBlock
      if !paragraph.isNoise { result.append(paragraph) }
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

extension String {
  /// The words with one space between, and none around; a no-break space parts words like any other.
  fileprivate var singleSpaced: String {
    unicodeScalars.split(whereSeparator: \.properties.isWhitespace).map(String.init).joined(separator: " ")
  }
}
