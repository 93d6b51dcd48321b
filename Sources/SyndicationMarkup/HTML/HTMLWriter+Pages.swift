internal import Syndication

/// What pages add to what their authors wrote: the marks of headings, numbers of lines, placeholders of images.
extension HTMLWriter {
  /// A heading that is being written.
  struct Heading {
    let id: String?
    /// What is to go, unless it is all that the heading says.
    var marks: [Range<Int>] = []
  }

  /// A table that holds code, with the numbers of its lines beside it or none: its cells are written without it.
  struct CodeTable {
    /// Whether the first of a row holds numbers.
    let hasNumbers: Bool
    var cells = 0
  }

  /// An image or what stands for a player, in the output.
  struct Shown {
    let range: Range<Int>
    let address: String
    /// Whether a script was to load it.
    var isLazy = false
    /// Whether it seems to keep the place of another.
    var isPlaceholder = false
  }

  /// What a link to a place on its page is, perhaps.
  enum LinkKind {
    /// The mark of a heading, by its classes.
    case mark
    /// A link of a heading to itself.
    case own
    case other
  }

  var isInCode: Bool { written.contains { $0 == "pre" || $0 == "code" } }

  /// Whether the tag of an element is written.
  ///
  /// - Parameter open: learns what is to be done at its end.
  mutating func isWritten(_ element: String, _ given: GivenAttributes, _ open: inout Open) -> Bool {
    switch element {
    case "a": return isLinkWritten(given, &open)
    case "div" where written.contains("pre"):
      // Lines of code are blocks to some: each gets its end.
      if let outer = input.lastIndex(where: { if case .codeLine = $0.ending { true } else { false } }),
        case .codeLine(let start, _) = input[outer].ending
      {
        input[outer].ending = .codeLine(start: start, isInnermost: false)
      }
      open.ending = .codeLine(start: buffer.count, isInnermost: true)
      return false
    case "pre": return codeTable == nil || !written.contains("pre")
    case "table" where codeTable == nil:
      let words = (given["class"] ?? "").split(separator: " ").map(String.init)
      let known = words.lazy.compactMap { UnseenHTML.codeTables[$0] }.first
      guard known != nil || written.contains("pre") || input.last?.isHighlight == true else { return true }
      codeTable = CodeTable(hasNumbers: known ?? false)
      open.ending = .codeTable
      return false
    case "tr" where codeTable != nil:
      codeTable?.cells = 0
      open.ending = .row
      return false
    case "table", "thead", "tbody", "tfoot", "td", "th", "colgroup": return codeTable == nil
    case "figure":
      open.isHighlight = (given["class"] ?? "").split(separator: " ").contains("highlight")
      return true
    default: return true
    }
  }

  /// Whether it is a cell with the numbers of lines. To be asked once a cell.
  mutating func isNumbers(_ element: String) -> Bool {
    guard element == "td", var table = codeTable else { return false }
    table.cells += 1
    codeTable = table
    return table.hasNumbers && table.cells == 1
  }

  /// Ends a line of code that no newline ends. One without anything is a line too.
  mutating func endCodeLine(from start: Int, isInnermost: Bool) {
    var end = buffer.count
    // Behind its newline elements may have ended.
    while end > start, buffer.bytes[end - 1] == UInt8(ascii: ">"),
      let tag = buffer.bytes[start..<end].lastIndex(of: UInt8(ascii: "<"))
    {
      end = tag
    }
    let isEnded = end > 0 && buffer.bytes[end - 1] == UInt8(ascii: "\n")
    if !isEnded || isInnermost && end <= start { buffer.append(UInt8(ascii: "\n")) }
  }

  // MARK: - Marks of headings

  private mutating func isLinkWritten(_ given: GivenAttributes, _ open: inout Open) -> Bool {
    guard let reference = given["href"], let fragment = fragment(of: reference) else { return true }
    let isMark = given["class"].map(UnseenHTML.isMark) ?? false
    guard heading != nil || isMark else { return true }
    let isOwn = fragment == heading?.id || fragment == given["id"]
    endImplied(before: "a")
    open.ending = .link(beginSpan(), isMark ? .mark : isOwn ? .own : .other)
    // The text of a heading may lead to itself; no link is wanted there.
    return heading == nil || !isMark && !isOwn
  }

  /// What a reference names on the page itself; nil for one that leads elsewhere.
  private func fragment(of reference: String) -> String? {
    if reference.hasPrefix("#") { return String(reference.dropFirst()) }
    guard let sign = reference.lastIndex(of: "#"), let url = base.resolving(String(reference[..<sign])), url == base
    else { return nil }
    return String(reference[reference.index(after: sign)...])
  }

  mutating func endLink(_ range: Range<Int>, _ kind: LinkKind) {
    let text = text(of: range)
    if heading == nil {
      if UnseenHTML.isSigns(text), !showsPicture(range) { remove(range) }
    } else if kind == .mark || kind == .own && UnseenHTML.isSigns(text) || ["", "#", "¶", "§", "🔗"].contains(text) {
      heading?.marks.append(range)
    }
  }

  mutating func removeMarks(in range: Range<Int>) {
    guard let marks = heading?.marks, !marks.isEmpty else { return }
    var rest = range.lowerBound
    var says = false
    for mark in marks + [range.upperBound..<range.upperBound] {
      says = says || mark.lowerBound > rest && !UnseenHTML.isSigns(text(of: rest..<mark.lowerBound))
      rest = mark.upperBound
    }
    guard says else { return }
    var end = range.upperBound
    for mark in marks.reversed() {
      var mark = mark
      if mark.upperBound == end {
        while mark.lowerBound > range.lowerBound, buffer.bytes[mark.lowerBound - 1] <= 0x20 {
          mark = mark.lowerBound - 1..<mark.upperBound
        }
      } else if mark.lowerBound == range.lowerBound {
        while mark.upperBound < end, buffer.bytes[mark.upperBound] <= 0x20 {
          mark = mark.lowerBound..<mark.upperBound + 1
        }
      }
      remove(mark)
      end -= mark.count
    }
  }

  // MARK: - Images and what stands for them

  /// Whether a drawing is one of those that nobody misses: the sign of a link, or as small as such.
  func isIcon(_ given: GivenAttributes) -> Bool {
    let size = [given["width"], given["height"]].compactMap { $0.flatMap { Int($0.replacing("px", with: "")) } }.max()
    let isInLink = written.last == "a" || input.last.map { if case .link = $0.ending { true } else { false } } ?? false
    return isInLink || (size ?? .max) <= BodyImage.iconSize || given["class"]?.contains("icon") == true
  }

  mutating func write(image attributes: HTMLAttributes, _ given: GivenAttributes) {
    let address = attributes["src"] ?? ""
    // An image without an address is no HTML, and shows nothing.
    guard attributes["src"] != nil || attributes["srcset"] != nil else { return note("img") }
    let isWrittenOut = address.hasPrefix("data:")
    if isWrittenOut, given["aria-hidden"] == "true" { return }
    if let last = lastShown, let parent = input.lastIndex(where: \.isFallback), follows(last) {
      let isPixel = ["0", "1"].contains(attributes["width"]) && ["0", "1"].contains(attributes["height"])
      if isPixel || last.isLazy || last.address == address {
        input[parent].showAgain()
        return
      }
      if last.isPlaceholder, parent == input.count - 1 {
        remove(last.range)
        input[parent].moveUp(by: last.range.count)
      }
    }
    endImplied(before: "img")
    let start = buffer.count
    startTag("img", attributes)
    let words = (given["class"] ?? "").lowercased()
    lastShown = Shown(
      range: start..<buffer.count, address: address, isLazy: attributes.isLazy,
      isPlaceholder: isWrittenOut || words.contains("lazy")
        || ["placeholder", "lazyload", "spacer.", "blank.", "transparent.", "1x1.", "loading."]
          .contains(where: address.lowercased().contains)
    )
  }

  /// Whether the last that was shown is at `address` too, and this in its place where no script runs.
  mutating func isShownAgain(at address: String) -> Bool {
    guard let last = lastShown, last.address == address, let parent = input.lastIndex(where: \.isFallback),
      follows(last)
    else { return false }
    input[parent].showAgain()
    return true
  }

  /// Whether nothing that is seen was written since `shown`.
  private func follows(_ shown: Shown) -> Bool {
    let range = shown.range.upperBound..<buffer.count
    return range.count < 200 && !showsPicture(range) && text(of: range).allSatisfy(\.isWhitespace)
  }

  /// - Parameter showsAgain: whether an image in it was left out, as it stands before it.
  mutating func endFallback(_ range: Range<Int>, showsAgain: Bool) {
    if showsPicture(range) { return }
    let text = text(of: range)
    if showsAgain && text.allSatisfy(\.isWhitespace)
      || text.lowercased().contains("javascript") && text.utf8.count < 300
    {
      remove(range)
    }
  }

  // MARK: -

  private mutating func remove(_ range: Range<Int>) {
    buffer.remove(range)
    if let last = lastShown, last.range.upperBound > range.lowerBound { lastShown = nil }
  }

  private func text(of range: Range<Int>) -> String {
    let html = String(decoding: buffer.bytes[range], as: UTF8.self)
    return Excerpt.plainText(ofHTML: html)
  }

  private func showsPicture(_ range: Range<Int>) -> Bool {
    ["<img ", "<video", "<audio", "<math"].contains { name in
      buffer.bytes.index(of: name, from: range.lowerBound, to: range.upperBound) != nil
    }
  }
}

extension HTMLWriter.Open {
  var isFallback: Bool { if case .fallback = ending { true } else { false } }

  mutating func showAgain() {
    if case .fallback(let span, _) = ending { ending = .fallback(span, showsAgain: true) }
  }

  mutating func moveUp(by count: Int) {
    if case .fallback(var span, let showsAgain) = ending {
      span.start -= count
      ending = .fallback(span, showsAgain: showsAgain)
    }
  }
}
