internal import Syndication

/// A body on its way to CommonMark: less what is not for it, and with a mark in the place of what it may not touch.
///
/// The body is gone through from front to back. What is asked of a place in it holds for what was not copied yet.
struct MaskedMarkdown {
  /// What a mark stands for, until the HTML is made.
  struct Span {
    enum Kind {
      /// Text of the body, put back as it is.
      case text
      /// Text of the body that is HTML, made by a template: a block of its own where it stands alone.
      case html
      /// The item that begins with the mark is a term of a list of definitions, or the definition of one.
      case term, definition
      /// The item that begins with the mark is a box.
      case box
      /// The paragraph that begins with the mark is not shown.
      case hidden

      /// Whether it says what an item of a list is.
      var isOfItem: Bool { self == .term || self == .definition || self == .box }
    }

    var kind = Kind.text
    /// In the body.
    var range: Range<Int>
    /// The text itself, where the body is a quote's.
    var text: [UInt8]?
    /// What is put around it.
    var around: (start: StaticString, end: StaticString)?
  }

  let input: UnsafeBufferPointer<UInt8>
  /// What is for CommonMark.
  private(set) var output: [UInt8] = []
  /// What the marks in `output` stand for, by number.
  private(set) var spans: [Span] = []
  /// The byte before and after the number of a span. Nil in a body that uses up all that could serve: nothing is masked in it.
  let mark: UInt8?
  /// What words of the body mean.
  var abbreviations = MarkdownAbbreviations()
  /// Whether there is a host that is a link by itself: `www.example.org`.
  var hasBareHosts = false
  /// What is not in `output` though readers would miss it, and how often.
  var lost: [String: Int] = [:]
  /// Up to where the input is in `output`, or left out.
  private var copied = 0
  /// How many spans are of the bodies around this one.
  private var outerSpans = 0

  init(_ input: UnsafeBufferPointer<UInt8>) {
    self.input = input
    mark = MaskedMarkdown.freeMark(input)
    output.reserveCapacity(input.count + input.count / 8)
  }

  /// The body of a quote within `outer`, which lends what it knows of the whole.
  init(_ input: UnsafeBufferPointer<UInt8>, within outer: inout MaskedMarkdown) {
    self.input = input
    mark = outer.mark
    outerSpans = outer.spans.count
    exchange(with: &outer)
  }

  /// Writes what was made of a quote, each line behind a `>`, those below the first in the column of their list item.
  mutating func add(quote: inout MaskedMarkdown, column: Int) {
    for number in quote.outerSpans..<quote.spans.count
    where quote.spans[number].text == nil && !quote.spans[number].range.isEmpty {
      quote.spans[number].text = Array(quote.input[quote.spans[number].range])
    }
    exchange(with: &quote)
    var lines = quote.output.split(separator: 10, omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    for (number, line) in lines.enumerated() {
      if number > 0 { output.append(contentsOf: repeatElement(0x20, count: column)) }
      output.append(UInt8(ascii: ">"))
      if !line.isEmpty { output.append(0x20) }
      output.append(contentsOf: line)
      output.append(10)
    }
  }

  private mutating func exchange(with other: inout MaskedMarkdown) {
    swap(&spans, &other.spans)
    swap(&abbreviations, &other.abbreviations)
    swap(&lost, &other.lost)
    swap(&hasBareHosts, &other.hasBareHosts)
  }

  mutating func copy(to end: Int) {
    if copied < end { output.append(contentsOf: input[copied..<end]) }
    copied = max(copied, end)
  }

  mutating func leaveOut(_ range: Range<Int>) {
    copy(to: range.lowerBound)
    copied = max(copied, range.upperBound)
  }

  mutating func replace(_ range: Range<Int>, by text: some Sequence<UInt8>) {
    leaveOut(range)
    output.append(contentsOf: text)
  }

  mutating func insert(_ text: some Sequence<UInt8>, at position: Int) { replace(position..<position, by: text) }

  /// Takes back all of `output` from `start` on.
  mutating func removeOutput(from start: Int) { output.removeSubrange(start...) }

  /// Puts a mark in the place of `range`.
  mutating func mask(
    _ range: Range<Int>, as kind: Span.Kind = .text,
    between around: (start: StaticString, end: StaticString)? = nil
  ) {
    guard let mark else { return }
    leaveOut(range)
    output += [mark] + String(spans.count).utf8 + [mark]
    spans.append(Span(kind: kind, range: range, around: around))
  }

  /// Adds a paragraph of references to footnotes that nobody sees, behind all that the body holds.
  mutating func refer(to labels: [String]) {
    guard mark != nil else { return }
    output += "\n\n".utf8
    mask(input.count..<input.count, as: .hidden)
    for label in labels { output += "[^\(label)]".utf8 }
    output += "\n".utf8
  }

  /// Takes over the HTML that a template wrote at `start`.
  ///
  /// - Returns: where it ends.
  mutating func takeMadeHTML(at start: Int) -> Int {
    let first = start + MadeHTML.start.utf8CodeUnitCount
    guard let last = input.index(of: MadeHTML.end, from: first, to: input.count) else { return first }
    let end = last + MadeHTML.end.utf8CodeUnitCount
    leaveOut(start..<first)
    mask(first..<last, as: .html)
    leaveOut(last..<end)
    return end
  }

  /// The number of the span whose mark stands in `text` at `start`, and where the mark ends.
  func number(at start: Int, in text: [UInt8]) -> (number: Int, end: Int)? {
    guard let mark, start < text.count, text[start] == mark else { return nil }
    let digits = text[(start + 1)...].prefix { $0.isDigit }
    guard digits.endIndex < text.count, text[digits.endIndex] == mark,
      let number = Int(String(decoding: digits, as: UTF8.self)), number < spans.count
    else { return nil }
    return (number, digits.endIndex + 1)
  }

  /// A control character that the body has neither as it is, nor as a reference, nor as an address may hold it.
  ///
  /// XML forbids them all, so no body is the worse for it.
  private static func freeMark(_ input: UnsafeBufferPointer<UInt8>) -> UInt8? {
    var used: UInt32 = 0
    for sign in [UInt8(ascii: "&"), UInt8(ascii: "%")] {
      var index = input.index(of: sign, from: 0)
      while index < input.count {
        if let value = reference(input, at: index) { used |= 1 << UInt32(value) }
        index = input.index(of: sign, from: index + 1)
      }
    }
    return (Array(1...8) + Array(14...31)).first { used & 1 << UInt32($0) == 0 && !input.has($0) }
  }

  /// The control character that `&#1;`, `&#x1;` or `%01` at `start` means.
  private static func reference(_ input: UnsafeBufferPointer<UInt8>, at start: Int) -> UInt8? {
    let isEscape = input[start] == UInt8(ascii: "%")
    let hexadecimal = isEscape ? start + 1 : input.end(of: "&#x", at: start) ?? input.end(of: "&#X", at: start)
    guard let digits = hexadecimal ?? input.end(of: "&#", at: start) else { return nil }
    let text = input[digits...].prefix(isEscape ? 2 : 8).prefix { $0.isDigit || $0.isLetter }
    guard let value = Int(String(decoding: text, as: UTF8.self), radix: hexadecimal == nil ? 10 : 16) else {
      return nil
    }
    return value < 0x20 ? UInt8(value) : nil
  }
}
