internal import CLibXML2
internal import Syndication

/// Writes the events of libxml2's HTML parser as clean HTML.
///
/// What it writes parses as it was written: where libxml2 would end an open element before another begins, so does the
/// writer. One pass is enough, and a second changes nothing (rule B3).
struct HTMLWriter: ~Copyable {
  var buffer = ByteBuffer()
  private(set) var removed: [String: Int] = [:]
  let base: AbsoluteURL

  /// The elements open in the output.
  private(set) var written: [String] = []
  /// How many of them are `pre`, `code` and `math`.
  private var (openPre, openCode, openMaths) = (0, 0, 0)
  /// How many were open where a text was made larger than that around it.
  private var enlarged: [Int] = []
  /// The ids that have a mark before them now, as they were.
  private var markedIDs: Set<String> = []
  /// The elements open in the input.
  var input: [Open] = []
  /// The depth in the input of the element that is being removed with its content.
  private var removedDepth: Int?
  /// The depth in the input of the element of which pictures alone are kept.
  private var mutedDepth: Int?
  /// Whether what is being removed may have text that is told, as none of the page's readers is known to miss it.
  private var isConcealed = false
  private var unknownNames: Set<String> = []
  /// How few elements were open in the output since the last span began.
  private var lowest = Int.max
  var heading: Heading?
  var codeTable: CodeTable?
  var listing: Listing?
  var lastShown: Shown?
  /// The last address of a `source` of the `picture` that is open.
  var pictureSource: String?
  var player: Player?
  /// What MathJax has drawn, in the output.
  var drawing: Range<Int>?
  /// Where the box of a task was written.
  private var box: Int?
  /// Whether KaTeX has written its maths, which it then draws.
  private var hasMaths = false

  /// How many unknown elements are told by name.
  private static let namesTold = 4

  /// Whether every `svg` has an end tag.
  private let areDrawingsEnded: Bool

  init(base: AbsoluteURL, areDrawingsEnded: Bool = true) {
    self.base = base
    self.areDrawingsEnded = areDrawingsEnded
  }

  /// An element open in the input.
  struct Open {
    /// How many were open in the output when it began.
    var written = 0
    var ending = Ending.nothing
    /// What may be taken out again at its end.
    var span: Span?
    var isHighlight = false
    var isForm = false
  }

  /// What is done at the end of an element.
  enum Ending {
    case nothing
    case suffix(StaticString)
    case heading
    case link(LinkKind)
    case fallback(showsAgain: Bool)
    case codeLine(start: Int, isInnermost: Bool)
    case codeTable
    case row
    case cell
    case listing
    case picture
    case drawing
    case decoration
    case button
    case player
    case tex(start: Int, end: StaticString)
  }

  /// A piece of the output that may be taken out again, if it proves to be balanced.
  struct Span {
    var start: Int
    let written: Int
    let outerLowest: Int
  }

  /// What was written.
  var utf8: [UInt8] {
    markedIDs.isEmpty ? Array(buffer) : DocumentMembers.relinked(Array(buffer), to: markedIDs, of: base)
  }

  var isInPre: Bool { openPre > 0 }
  var isInCode: Bool { openPre + openCode > 0 }

  /// Remembers that something was taken out.
  mutating func note(_ kind: String, _ count: Int = 1) {
    if count > 0 { removed[kind, default: 0] += count }
  }

  mutating func take(_ event: HTMLEvent) {
    switch event.kind {
    case .start(let name, let attributes): start(name, attributes, depth: event.depth)
    case .end: end(to: event.depth - 1)
    case .text(let text): self.text(text, depth: event.depth)
    case .comment: break
    case .processingInstruction: note("processing instruction")
    }
  }

  /// - Parameters:
  ///   - attributes: as `HTMLAttributes` takes them.
  ///   - depth: how many elements are open in the input, this one among them.
  private mutating func start(
    _ name: UnsafePointer<UInt8>, _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, depth: Int
  ) {
    end(to: depth - 1)
    guard removedDepth == nil else {
      if isConcealed, isUntold(String(cString: name)) { isConcealed = false }
      return input.append(Open(written: written.count))
    }
    let given = GivenAttributes(attributes)
    let name = String(cString: name)
    let element = HTMLAllowList.components[name] ?? name
    let isInCode = codeTable != nil || isInCode
    let isConcealed = UnseenHTML.conceals(element) { given[$0] }
    if isConcealed || UnseenHTML.hides(element, isInCode: isInCode, { given[$0] }) || isNumbers(element)
      || isCopying(element, given, isInCode: isInCode)
    {
      removedDepth = depth
      self.isConcealed = isConcealed && !isUntold(element)
      heading?.marks.append(buffer.count..<buffer.count)
      return input.append(Open(written: written.count))
    }
    let isDrawn = element == "span" && drawsMaths(given)
    let isPassedOver = !isDrawn && UnseenHTML.isPassedOver(element) { given[$0] }
    let isUnseen = isDrawn ? hasMaths : isPassedOver && isDecoration(element, given, isInCode: isInCode)
    if mutedDepth == nil, isUnseen {
      mutedDepth = depth
      heading?.marks.append(buffer.count..<buffer.count)
    } else if mutedDepth != nil, !HTMLAllowList.pictures.contains(element) {
      return input.append(Open(written: written.count))
    }
    begin(element, given, attributes, depth: depth, isPassedOver: isPassedOver && !isUnseen && !isInCode)
  }

  private mutating func begin(
    _ name: String, _ given: GivenAttributes, _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, depth: Int,
    isPassedOver: Bool
  ) {
    var element = name
    var isOpened = false
    var open = Open()
    var enlarges = false
    if isPassedOver { beginDecoration(element, &open) }
    var treatment = mutedDepth == depth ? .ignored : HTMLAllowList.treatments[element]
    // In maths, HTML would end it, or stand out of what holds it.
    if openMaths > 0, !HTMLAllowList.mathML.contains(element) {
      switch treatment {
      case .kept, .keptVoid, .listing: treatment = .unwrapped
      case .linked, .player, .script: treatment = .removed
      default: break
      }
    }
    switch treatment {
    case .kept:
      if element == "math" { hasMaths = true }
      if isWritten(element, given, &open) {
        var attributes = self.attributes(attributes, of: element)
        enlarges = attributes.enlarges || element == "big"
        if enlarges, enlarged.count >= Limit.enlargedTexts.value {
          enlarges = false
          note("style attribute")
          attributes.remove("style")
          if element == "big" { break }
        }
        isOpened = startTag(element, attributes)
      }
    case .keptVoid:
      let attributes = self.attributes(attributes, of: element)
      if element == "source", let address = attributes.firstCandidate { pictureSource = address }
      if element == "img" {
        write(image: attributes, given)
      } else if attributes["src"] != nil || attributes["srcset"] != nil || !HTMLAllowList.showing.contains(element) {
        startTag(element, attributes)
      } else {
        note(element)
      }
    case .linked:
      let isLinked = link(self.attributes(attributes, of: element))
      if !isLinked { note(element) }
      if element == "iframe" || element == "object" && isLinked { removedDepth = depth }
    case .player:
      let source = given["src"].flatMap(base.resolving).flatMap { $0.isWebAddress ? $0.string : nil }
      if let video = VideoPage(element: element, given, source: source) {
        player = Player(video: video, given: VideoPage.title(given, text: ""))
        open.ending = .player
        removedDepth = depth
      } else {
        note(element)
      }
    case .removed:
      note(element)
      removedDepth = depth
    case .drawing:
      if !isIcon(given) { note(element) }
      if areDrawingsEnded { removedDepth = depth }
    case .unwrapped:
      note(element)
      open.isForm = element == "form"
    case .ignored: break
    case .fallback:
      // One in another is a part of it.
      if input.contains(where: \.isFallback) { break }
      open.span = beginSpan()
      open.ending = .fallback(showsAgain: false)
    case .button:
      // Beside another their words would be one.
      if buffer.bytes.last.map({ $0 > 0x20 && $0 != UInt8(ascii: ">") }) ?? false { buffer.append(UInt8(ascii: " ")) }
      open.span = beginSpan()
      open.ending = .button
    case .input:
      if given["type"] == "checkbox", given["disabled"] != nil || written.last == "li" {
        buffer.append(given["checked"] == nil ? "☐" : "☑" as StaticString)
        box = buffer.count
      } else {
        note(element)
      }
      removedDepth = depth
    case .script: removedDepth = isWritten(script: given, &open) ? nil : depth
    case .generated: removedDepth = depth
    case .citation:
      let keys = given["key"] ?? given["bibtex-key"] ?? ""
      let list = keys.split { $0 == "," || $0.isWhitespace }.joined(separator: ", ")
      if !list.isEmpty { buffer.append("[\(list)]", .html) }
    case .footnote:
      buffer.append(buffer.bytes.last.map { $0 > 0x20 } ?? false ? " (" as StaticString : "(")
      open.ending = .suffix(")")
    case .maths:
      let sign: StaticString = given["block"] == nil ? "$" : "$$"
      buffer.append(sign)
      open.ending = .suffix(sign)
    case .listing:
      element = given["block"] == nil ? "code" : "pre"
      isOpened = startTag(element, self.attributes(attributes, of: element))
    case nil:
      if unknownNames.count < HTMLWriter.namesTold { unknownNames.insert(element) }
      note(unknownNames.contains(element) ? "unknown element \"\(element)\"" : "more unknown elements")
    }
    open.written = written.count
    if isOpened {
      push(element)
      if enlarges { enlarged.append(written.count) }
      if HTMLAllowList.headings.contains(element) {
        heading = Heading(id: given["id"])
        open.ending = .heading
        open.span = beginSpan()
      } else if listing != nil, ["td", "th"].contains(element) {
        open.ending = .cell
        open.span = beginSpan()
      }
    }
    input.append(open)
  }

  /// Whether an element of KaTeX draws maths, that stands before it as MathML where KaTeX writes both.
  private mutating func drawsMaths(_ given: GivenAttributes) -> Bool {
    guard let classes = given["class"], classes.contains("katex") else { return false }
    let words = classes.split(separator: " ")
    if words.contains("katex") { hasMaths = false }
    return words.contains("katex-html")
  }

  private mutating func text(_ text: UnsafeBufferPointer<UInt8>, depth: Int) {
    end(to: depth)
    guard removedDepth == nil, mutedDepth == nil else { return passOver(text) }
    if let box, box == buffer.count, let first = text.first, first > 0x20 { buffer.append(UInt8(ascii: " ")) }
    guard XMLCharacters.needsCleaning(text) else {
      buffer.append(text, .html)
      return
    }
    let (text, dropped) = HTMLCharacters.cleaned(String(decoding: text, as: UTF8.self))
    note("characters", dropped)
    buffer.append(text, .html)
  }

  private mutating func passOver(_ text: UnsafeBufferPointer<UInt8>) {
    if isConcealed, text.contains(where: { $0.isLetter || $0 >= 0x80 }) {
      note("hidden text")
      isConcealed = false
    }
    // A title is short.
    if let said = player?.said, said.utf8.count < 300 {
      player?.said += String(decoding: text.prefix(300), as: UTF8.self)
    }
  }

  /// Ends the elements of the input that are nested deeper than `depth`.
  mutating func end(to depth: Int) {
    while input.count > depth, let element = input.popLast() { end(element) }
    if let removed = removedDepth, removed > depth { (removedDepth, isConcealed) = (nil, false) }
    if let muted = mutedDepth, muted > depth { mutedDepth = nil }
  }

  private mutating func end(_ element: Open) {
    var range: Range<Int>?
    if let span = element.span {
      endWritten(to: span.written)
      range = end(span)
      end(element.ending, range)
    }
    endWritten(to: element.written)
    switch element.ending {
    case .suffix(let text): buffer.append(text)
    case .codeLine(let start, let isInnermost): endCodeLine(from: start, isInnermost: isInnermost)
    case .codeTable: codeTable = nil
    case .row: endRow()
    case .player: endPlayer()
    case .tex(let start, let end): endTeX(from: start, end)
    default: break
    }
  }

  /// - Parameter range: what was written since the span began; nil where that is not balanced.
  private mutating func end(_ ending: Ending, _ range: Range<Int>?) {
    defer {
      if case .heading = ending { heading = nil }
      if case .listing = ending { listing = nil }
    }
    guard let range else { return }
    switch ending {
    case .heading: removeMarks(in: range)
    case .link(let kind): endLink(range, kind)
    case .fallback(let showsAgain): endFallback(range, showsAgain: showsAgain)
    case .cell: endCell(range)
    case .listing: endListing(range)
    case .picture: endPicture(range)
    case .drawing: drawing = range
    case .decoration: endDecoration(range)
    case .button: endButton(range)
    default: break
    }
  }

  // MARK: - Spans

  mutating func beginSpan() -> Span {
    defer { lowest = written.count }
    return Span(start: buffer.count, written: written.count, outerLowest: lowest)
  }

  /// What was written since the span began; nil where that is not balanced.
  private mutating func end(_ span: Span) -> Range<Int>? {
    defer { lowest = min(lowest, span.outerLowest) }
    return lowest >= span.written && written.count == span.written ? span.start..<buffer.count : nil
  }

  // MARK: -

  private mutating func attributes(
    _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, of element: String
  ) -> HTMLAttributes {
    let attributes = HTMLAttributes(attributes, of: element, base: base)
    for kind in attributes.removed { note(kind) }
    return attributes
  }

  /// Whether the tag was written: one that is nested too deep is not.
  @discardableResult
  mutating func startTag(_ element: String, _ attributes: HTMLAttributes) -> Bool {
    endImplied(before: element)
    if written.count >= Limit.elementDepth.value {
      note("deeply nested element")
      return false
    }
    buffer.append("<" + element)
    markedIDs.formUnion(attributes.markedIDs)
    for (name, value) in attributes.list {
      buffer.append(" " + name + "=\"")
      buffer.append(value, .html)
      buffer.append("\"" as StaticString)
    }
    buffer.append(">" as StaticString)
    return true
  }

  /// Ends what the parser would end before an element.
  mutating func endImplied(before element: String) {
    while let last = written.last, HTMLWriter.ends(last, before: element) { endWritten(to: written.count - 1) }
  }

  private mutating func endWritten(to count: Int) {
    while written.count > count {
      let element = written.removeLast()
      tell(element, by: -1)
      buffer.append("</" + element + ">")
    }
    while let last = enlarged.last, last > count { enlarged.removeLast() }
    lowest = min(lowest, count)
  }

  private mutating func push(_ element: String) {
    written.append(element)
    tell(element, by: 1)
  }

  private mutating func tell(_ element: String, by step: Int) {
    switch element {
    case "pre": openPre += step
    case "code": openCode += step
    case "math": openMaths += step
    default: break
    }
  }

  /// Puts a link in the place of what cannot be shown; false where its address is none of the web.
  private mutating func link(_ attributes: HTMLAttributes) -> Bool {
    guard let address = attributes["src"] else { return false }
    let video = VideoPage(at: address)
    link(to: video?.page ?? address, attributes["title"] ?? "", picture: video?.picture)
    return true
  }

  mutating func link(to address: String, _ title: String, picture: String?) {
    if isShownAgain(at: address) { return }
    let start = buffer.count
    var link = HTMLAttributes(nil, of: "a", base: base)
    link.set("href", address)
    let isLink = startTag("a", link)
    if let picture {
      var image = HTMLAttributes(nil, of: "img", base: base)
      image.set("src", picture)
      image.set("alt", "")
      startTag("img", image)
      startTag("br", HTMLAttributes(nil, of: "br", base: base))
    }
    buffer.append(title.allSatisfy(\.isWhitespace) ? address : title, .html)
    if isLink { buffer.append("</a>" as StaticString) }
    lastShown = Shown(range: start..<buffer.count, address: address)
  }

  /// Whether an open `outer` has to end where `inner` begins, for the parser to read both as they are written.
  static func ends(_ outer: String, before inner: String) -> Bool {
    outer == inner
      ? HTMLAllowList.notWithinThemselves.contains(inner) : parserEnds(outer, before: inner)
  }

  /// Whether the parser ends an open `outer` where `inner` begins.
  static func parserEnds(_ outer: String, before inner: String) -> Bool {
    inner.withCString { inner in
      inner.withMemoryRebound(to: UInt8.self, capacity: 1) {
        var node = xmlNode()
        node.name = $0
        return htmlAutoCloseTag(nil, outer, &node) != 0
      }
    }
  }
}
