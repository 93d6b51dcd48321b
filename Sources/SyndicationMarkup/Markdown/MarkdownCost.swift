internal import Syndication

/// What makes cmark-gfm 0.29 take time or memory out of proportion, counted in one go.
struct MarkdownCost {
  private var addresses = 0
  private var notes = 0
  private var brackets = 0
  private var lines = 0
  private var longestRow = 0
  private var longestDefinition = 0
  private var mostQuotes = 0

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
        mostQuotes = max(mostQuotes, input.count(of: UInt8(ascii: ">"), in: markers))
        if definition == nil, input.index(of: "]:", from: text, to: end) != nil { definition = text }
        if let definition { longestDefinition = max(longestDefinition, end - definition) }
        longestRow = max(longestRow, input.count(of: UInt8(ascii: "|"), in: text..<end))
        lines += 1
        position = end + 1
      }
    }
  }

  /// Whether people write so: long rows and quotes in quotes take quadratic time, addresses in runs a thousand times that of
  /// text; every row is filled up to the table's width, and every reference repeats what it refers to.
  var isBearable: Bool {
    addresses <= 5_000 && notes <= 5_000 && mostQuotes <= 500 && longestRow <= 2_000 && longestRow * lines <= 2_000_000
      && longestDefinition * brackets <= 200_000_000
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
