internal import Syndication

/// What makes cmark-gfm 0.29 take time or memory out of proportion, counted in one go.
struct MarkdownCost {
  private var addresses = 0
  private var notes = 0
  private var brackets = 0
  private var lines = 0
  private var longestRow = 0
  private var longestDefinition = 0
  private var mostMarkers = 0

  init(_ markdown: [UInt8]) {
    markdown.withUnsafeBufferPointer { input in
      let all = 0..<input.count
      addresses = input.count(of: UInt8(ascii: "@"), in: all)
      notes = input.count(of: UInt8(ascii: "^"), in: all)
      brackets = input.count(of: UInt8(ascii: "]"), in: all)
      var definition: Int?
      var position = 0
      while position < input.count {
        let end = input.lineEnd(from: position)
        let text = input.skip(from: position, to: end, while: \.isSpace)
        if text == end { definition = nil }
        let markers = text..<input.skip(from: text, to: end, while: \.isOfMarkers)
        if markers.count > Limit.markers.value {
          mostMarkers = max(
            mostMarkers,
            markers.count { index in
              // Behind the sign of a quote no space is needed.
              input[index] == UInt8(ascii: ">")
                || input[index].isSpace && !input[index - 1].isSpace && input[index - 1] != UInt8(ascii: ">")
            })
        }
        if definition == nil, input.index(of: "]:", from: text, to: end) != nil { definition = text }
        if let definition { longestDefinition = max(longestDefinition, end - definition) }
        longestRow = max(longestRow, input.count(of: UInt8(ascii: "|"), in: text..<end))
        lines += 1
        position = end + 1
      }
    }
  }

  /// What is more than people write: long rows and quotes in quotes take quadratic time, addresses in runs a thousand times
  /// that of text; every row is filled up to the table's width, and every reference repeats what it refers to.
  var excess: Limit? {
    let counts: KeyValuePairs<Limit, Int> = [
      .mailSigns: addresses, .noteSigns: notes, .markers: mostMarkers, .rowBars: longestRow,
      .tableBars: longestRow * lines, .referenceBytes: longestDefinition * brackets,
    ]
    return counts.first { limit, count in count > limit.value }?.key
  }
}

extension UInt8 {
  /// Of what may stand before the text of a line: quotes and list markers.
  fileprivate var isOfMarkers: Bool {
    switch self {
    case UInt8(ascii: ">"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"), UInt8(ascii: "."),
      UInt8(ascii: ")"), 0x20, 9:
      true
    default: isDigit
    }
  }
}
