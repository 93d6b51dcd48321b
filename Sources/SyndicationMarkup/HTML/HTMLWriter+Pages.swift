internal import Syndication

/// What pages add to what their authors wrote: the marks of headings, numbers of lines, placeholders of images.
extension HTMLWriter {
  /// A heading that is being written.
  struct Heading {
    let id: String?
    /// What is to go, unless it is all that the heading says.
    var marks: [Range<Int>] = []

    /// - Parameter range: the last that was written, with the marks in it.
    mutating func mark(_ range: Range<Int>) {
      while let last = marks.last, last.lowerBound >= range.lowerBound { marks.removeLast() }
      marks.append(range)
    }
  }

  /// A table that holds code, with the numbers of its lines beside it or none: its cells are written without it.
  struct CodeTable {
    /// Whether the first of a row holds numbers.
    let hasNumbers: Bool
    var cells = 0
    /// The first cell of the row, in the output.
    var first: Range<Int>?
  }

  /// A table that stands where code does: of its code alone, or of data.
  struct Listing {
    /// The cells of each row, in the output.
    var rows: [[Range<Int>]] = []
  }

  /// An image or what stands for a player, in the output.
  struct Shown {
    var range: Range<Int>
    let address: String
    /// Whether a script was to load it.
    var isLazy = false
    /// Whether it seems to keep the place of another.
    var isPlaceholder = false
    /// Whether it is a small copy of another, as its class says.
    var isPreview = false
    /// Whether it stands where no script runs, and for no image before it.
    var isFallback = false
  }

  /// A player that stands for a video, open in the input.
  struct Player {
    let video: VideoPage
    /// Its title by its attributes; empty where they have none.
    let given: String
    /// What it says.
    var said = ""
  }

  /// What a link to a place on its page is, perhaps.
  enum LinkKind {
    /// The mark of a heading, by its classes.
    case mark
    /// A link of a heading to itself.
    case own
    case other
  }

  /// Whether the tag of an element is written.
  ///
  /// - Parameter open: learns what is to be done at its end.
  mutating func isWritten(_ element: String, _ given: GivenAttributes, _ open: inout Open) -> Bool {
    switch element {
    case "a": return isLinkWritten(given, &open)
    case "span", "div":
      if open.span == nil, !isInPre, isDrawing(given) {
        endImplied(before: element)
        open.span = beginSpan()
        open.ending = .drawing
      }
      guard element == "div" else { return true }
      open.isHighlight = isHighlight(given)
      guard isInPre else { return true }
      // Lines of code are blocks to some: each gets its end.
      if let outer = input.lastIndex(where: { if case .codeLine = $0.ending { true } else { false } }),
        case .codeLine(let start, _) = input[outer].ending
      {
        input[outer].ending = .codeLine(start: start, isInnermost: false)
      }
      open.ending = .codeLine(start: buffer.count, isInnermost: true)
      return false
    case "pre": return codeTable == nil || !isInPre
    case "table" where codeTable == nil:
      let words = (given["class"] ?? "").split(separator: " ").map(String.init)
      let known = words.lazy.compactMap { UnseenHTML.codeTables[$0] }.first
      guard known != nil || isInPre else {
        beginListing(&open)
        return true
      }
      codeTable = CodeTable(hasNumbers: known ?? false)
      open.ending = .codeTable
      return false
    case "tr" where codeTable != nil:
      codeTable?.cells = 0
      open.ending = .row
      return false
    case "tr":
      listing?.rows.append([])
      return true
    case "td" where codeTable != nil, "th" where codeTable != nil:
      open.ending = .cell
      open.span = beginSpan()
      return false
    case "table", "thead", "tbody", "tfoot", "colgroup": return codeTable == nil
    case "figure":
      open.isHighlight = isHighlight(given)
      return true
    case "picture":
      endImplied(before: element)
      pictureSource = nil
      open.span = beginSpan()
      open.ending = .picture
      return true
    default: return true
    }
  }

  private func isHighlight(_ given: GivenAttributes) -> Bool {
    (given["class"] ?? "").split(separator: " ").contains("highlight")
  }

  /// Whether it is a cell with the numbers of lines. To be asked once a cell.
  mutating func isNumbers(_ element: String) -> Bool {
    guard element == "td", var table = codeTable else { return false }
    table.cells += 1
    codeTable = table
    return table.hasNumbers && table.cells == 1
  }

  private mutating func beginListing(_ open: inout Open) {
    guard listing == nil, input.contains(where: \.isHighlight) else { return }
    endImplied(before: "table")
    listing = Listing()
    open.span = beginSpan()
    open.ending = .listing
  }

  mutating func endCell(_ range: Range<Int>) {
    if codeTable?.cells == 1 { codeTable?.first = range }
    if let row = listing?.rows.indices.last { listing?.rows[row].append(range) }
  }

  mutating func endRow() {
    if let table = codeTable, table.cells > 1, let first = table.first, UnseenHTML.isLineNumbers(text(of: first)) {
      remove(first)
    }
    codeTable?.first = nil
    if isInPre { endCodeLine(from: 0, isInnermost: false) }
  }

  /// Leaves of a table the code alone, where it has lines of code and the numbers of these.
  mutating func endListing(_ range: Range<Int>) {
    guard let rows = listing?.rows, !rows.isEmpty else { return }
    var code: [UInt8] = []
    for row in rows {
      // Of a row with one cell the other, with the numbers, is gone.
      guard let last = row.last, row.count <= 2, holds("<pre", in: last), !holds("<table", in: last)
      else { return }
      if row.count == 2 {
        let numbers = text(of: row[0])
        guard numbers.allSatisfy(\.isWhitespace) || UnseenHTML.isLineNumbers(numbers), !showsPicture(row[0]) else {
          return
        }
      }
      code += buffer.bytes[last]
    }
    remove(range)
    code.withUnsafeBufferPointer { buffer.append($0) }
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
    let isPassedOver = heading == nil && given["aria-hidden"] == "true"
    let reference = given["href"]
    let fragment: String? = if let reference { self.fragment(of: reference) } else { nil }
    guard fragment != nil || isPassedOver else { return true }
    let isMark = isPassedOver || given["class"].map(UnseenHTML.isMark) ?? false
    guard heading != nil || isMark else { return true }
    let isOwn = fragment == heading?.id || fragment == given["id"]
    endImplied(before: "a")
    open.span = beginSpan()
    open.ending = .link(isMark ? .mark : isOwn ? .own : .other)
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
      heading?.mark(range)
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
    guard says, let first = marks.first, let last = marks.last else { return }
    // All at once: one by one, each would move what follows.
    var kept: [UInt8] = []
    rest = range.lowerBound
    for mark in marks {
      kept += buffer.bytes[rest..<mark.lowerBound]
      rest = mark.upperBound
    }
    kept += buffer.bytes[rest..<range.upperBound]
    var text = kept[...]
    if last.upperBound == range.upperBound { while text.last.map({ $0 <= 0x20 }) ?? false { text.removeLast() } }
    if first.lowerBound == range.lowerBound { text = text.drop { $0 <= 0x20 } }
    buffer.remove(range)
    text.withUnsafeBufferPointer { buffer.append($0) }
    if let shown = lastShown, shown.range.upperBound > first.lowerBound { lastShown = nil }
  }

  // MARK: - What is hidden from some

  /// Elements in which no text of the page stands.
  func isUntold(_ element: String) -> Bool { ["img", "math", "script", "style", "svg", "template"].contains(element) }

  /// Whether an element that is passed over by who cannot see it is no text, whatever it says.
  func isDecoration(_ element: String, _ given: GivenAttributes, isInCode: Bool) -> Bool {
    if HTMLAllowList.blocks.contains(element) { return false }
    return isInCode || heading != nil && element == "a" || UnseenHTML.isIcon(element) { given[$0] }
      || input.contains { if case .drawing = $0.ending { true } else { false } }
  }

  /// Begins what is taken out if it proves to be without words. What is a part of something has its place there.
  mutating func beginDecoration(_ element: String, _ open: inout Open) {
    let isPart =
      ["a", "caption", "col", "colgroup", "dd", "dt", "li", "summary", "table", "tbody", "td", "tfoot"]
      .contains(element) || ["th", "thead", "tr"].contains(element) || HTMLAllowList.headings.contains(element)
    let isWithin = input.contains { if case .decoration = $0.ending { true } else { false } }
    guard !isPart, !isWithin, HTMLAllowList.treatments[element].map({ $0 == .kept }) ?? true else { return }
    endImplied(before: element)
    open.span = beginSpan()
    open.ending = .decoration
  }

  mutating func endDecoration(_ range: Range<Int>) {
    let text = text(of: range)
    let name = buffer.bytes[range].dropFirst().prefix { $0.isLetter || $0.isDigit }
    let isBlock = HTMLAllowList.blocks.contains(String(decoding: name, as: UTF8.self))
    guard UnseenHTML.isSigns(text) || isBlock && UnseenHTML.isLineNumbers(text, from: 1), !showsPicture(range) else {
      return
    }
    removeOrMark(range)
  }

  // MARK: - Buttons

  /// Whether it is a button that copies code, or that sends a form.
  func isCopying(_ element: String, _ given: GivenAttributes, isInCode: Bool) -> Bool {
    guard element == "button" || given["role"] == "button" else { return false }
    let isCopying = given.mention { word in
      let word = word.lowercased().replacing("copyright", with: "")
      return ["clipboard", "copied", "copy"].contains(where: word.contains)
    }
    guard element == "button", !isCopying else { return isCopying }
    return isInCode || given["type"] != "button" && input.contains(where: \.isForm)
      || buffer.bytes.suffix(20).reversed().drop { $0 <= 0x20 }.starts(with: "</pre>".utf8.reversed())
  }

  /// - Parameter range: all that a button says.
  mutating func endButton(_ range: Range<Int>) {
    guard range.count < 100, case let text = text(of: range).lowercased() else { return }
    if text.hasPrefix("copy"), !text.hasPrefix("copyright") { removeOrMark(range) }
  }

  // MARK: - Maths and scripts

  /// Whether MathJax has drawn in an element.
  private func isDrawing(_ given: GivenAttributes) -> Bool {
    guard let classes = given["class"], classes.contains("MathJax") || classes.contains("mjx-") else { return false }
    let names: Set<Substring> = ["MathJax", "MathJax_CHTML", "MathJax_Display", "MathJax_SVG", "mjx-chtml"]
    return !names.isDisjoint(with: classes.split(separator: " "))
      && !input.contains { if case .drawing = $0.ending { true } else { false } }
  }

  /// Whether a script shows something that its text is written for.
  mutating func isWritten(script given: GivenAttributes, _ open: inout Open) -> Bool {
    switch ShowingScript(type: given["type"], source: given["src"]) {
    case .maths(let isBlock):
      if let drawing, text(of: drawing.upperBound..<buffer.count).allSatisfy(\.isWhitespace) {
        if showsPicture(drawing) { return false }
        remove(drawing)
      }
      drawing = nil
      buffer.append(isBlock ? "\\[" : "\\(" as StaticString)
      open.ending = .tex(start: buffer.count, end: isBlock ? "\\]" : "\\)")
      return true
    case .page(let page):
      if let page = base.resolving(page) { link(to: page.string, given["title"] ?? "", picture: nil) }
    case nil: note("script")
    }
    return false
  }

  /// Ends TeX, which may have been hidden from XML by `% <![CDATA[` and `%]]>`.
  mutating func endTeX(from start: Int, _ end: StaticString) {
    func trim(_ buffer: inout ByteBuffer) {
      while buffer.count > start, buffer.bytes[buffer.count - 1] <= 0x20 {
        buffer.remove(buffer.count - 1..<buffer.count)
      }
    }
    trim(&buffer)
    if buffer.count > start + 1, buffer.bytes[start] == UInt8(ascii: "%"),
      buffer.bytes[buffer.count - 1] == UInt8(ascii: "%")
    {
      buffer.remove(buffer.count - 1..<buffer.count)
      buffer.remove(start..<start + 1)
      trim(&buffer)
    }
    buffer.append(end)
  }

  mutating func endPlayer() {
    guard let player else { return }
    self.player = nil
    let title = player.given.isEmpty ? VideoPage.title(GivenAttributes(nil), text: player.said) : player.given
    link(to: player.video.page, title, picture: player.video.picture)
  }

  // MARK: - Images and what stands for them

  /// Whether a drawing is one of those that nobody misses: the sign of a link, or as small as such.
  func isIcon(_ given: GivenAttributes) -> Bool {
    let size = [given["width"], given["height"]].compactMap { $0.flatMap { Int($0.replacing("px", with: "")) } }.max()
    let isInLink = written.last == "a" || input.last.map { if case .link = $0.ending { true } else { false } } ?? false
    return isInLink || (size ?? .max) <= BodyImage.iconSize || given["class"]?.contains("icon") == true
  }

  mutating func write(image attributes: HTMLAttributes, _ given: GivenAttributes) {
    var attributes = attributes
    if written.last == "picture", attributes["src"].map({ $0.hasPrefix("data:") }) ?? true {
      attributes.set("src", pictureSource)
    }
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
      if last.isPlaceholder { takeOut(last.range) }
    }
    let isFallback = lastShown.map { !follows($0) } ?? true && input.contains(where: \.isFallback)
    if let last = lastShown, last.isFallback, attributes.isLazy, last.address == address, follows(last) {
      lastShown?.isFallback = false
      return
    }
    let words = (given["class"] ?? "").lowercased()
    let isPreview = words.contains("thumbnail") || words.contains("preview")
    if let last = lastShown, last.isPreview, attributes.isLazy, !isPreview, follows(last) { takeOut(last.range) }
    endImplied(before: "img")
    let start = buffer.count
    startTag("img", attributes)
    lastShown = Shown(
      range: start..<buffer.count, address: address, isLazy: attributes.isLazy,
      isPlaceholder: words.contains("lazy") || BodyImage.keepsPlace(address), isPreview: isPreview,
      isFallback: isFallback)
  }

  /// An image in a `picture` is the whole of it.
  mutating func endPicture(_ range: Range<Int>) {
    if let last = lastShown, range.contains(last.range.lowerBound) { lastShown?.range = range }
  }

  /// Removes what was written before what is open now.
  private mutating func takeOut(_ range: Range<Int>) {
    remove(range)
    listing = nil
    for index in input.indices {
      if let start = input[index].span?.start, start >= range.upperBound { input[index].span?.start -= range.count }
    }
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
    return range.count < 2000 && !showsPicture(range) && text(of: range).allSatisfy(\.isWhitespace)
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

  /// Of a heading something is left.
  private mutating func removeOrMark(_ range: Range<Int>) {
    if heading != nil { heading?.mark(range) } else { remove(range) }
  }

  private mutating func remove(_ range: Range<Int>) {
    buffer.remove(range)
    if let last = lastShown, last.range.upperBound > range.lowerBound { lastShown = nil }
  }

  private func text(of range: Range<Int>) -> String {
    let html = String(decoding: buffer.bytes[range], as: UTF8.self)
    return Excerpt.plainText(ofHTML: html)
  }

  private func showsPicture(_ range: Range<Int>) -> Bool {
    for name in ["<img ", "<video", "<audio", "<math"] as [StaticString] where holds(name, in: range) { return true }
    return false
  }

  private func holds(_ text: StaticString, in range: Range<Int>) -> Bool {
    buffer.bytes.index(of: text, from: range.lowerBound, to: range.upperBound) != nil
  }
}

extension HTMLWriter.Open {
  var isFallback: Bool { if case .fallback = ending { true } else { false } }

  mutating func showAgain() {
    if case .fallback = ending { ending = .fallback(showsAgain: true) }
  }
}
