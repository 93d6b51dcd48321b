internal import CCMark
internal import Glibc
internal import Syndication

/// A document as cmark-gfm read it, to be made what its dialect takes it for.
struct MarkdownTree {
  private typealias Node = OpaquePointer

  private let document: OpaquePointer
  private let masked: MaskedMarkdown
  /// What is no longer in the document, and holds text of what is: to be freed after it.
  private var emptied: [OpaquePointer] = []
  /// What was taken out, and how often.
  private(set) var lost: [String: Int] = [:]

  init(_ document: OpaquePointer, of masked: MaskedMarkdown) {
    self.document = document
    self.masked = masked
  }

  /// Frees what was taken out, once the document is written.
  func free() { for node in emptied { cmark_node_free(node) } }

  /// Does what the rules of `dialect` ask for that need to know blocks and spans.
  mutating func follow(_ dialect: MarkdownDialect) {
    if dialect.footnotes == .python { numberNotes() }
    let definesTerms = masked.spans.contains { $0.kind.isOfItem }
    guard
      definesTerms || !masked.abbreviations.isEmpty || dialect.omitsHTML || dialect.codeNamesLanguages
        || masked.hasBareHosts
    else { return }
    if !masked.abbreviations.isEmpty { cmark_consolidate_text_nodes(document) }
    // What is changed must not be gone through.
    let nodes = nodes()
    // An element of which nothing is left where its tags are left out.
    var omitted: Substring?
    for (node, type) in nodes {
      switch type {
      case CMARK_NODE_PARAGRAPH, CMARK_NODE_HEADING: omitted = nil
      case CMARK_NODE_TEXT where omitted != nil, CMARK_NODE_CODE where omitted != nil: remove(node)
      case CMARK_NODE_HTML_INLINE where dialect.omitsHTML:
        let tag = String(decoding: literal(node), as: UTF8.self)
        if let match = tag.prefixMatch(of: /<(\/?)(svg|script|style|template)\b/.ignoresCase()), !tag.hasSuffix("/>") {
          let name = match.2.lowercased()[...]
          if match.1.isEmpty { omitted = omitted ?? name } else if name == omitted { omitted = nil }
        }
        omit(node)
      case CMARK_NODE_CODE_BLOCK where dialect.codeNamesLanguages: nameLanguage(of: node)
      case CMARK_NODE_LINK where masked.hasBareHosts: secure(node)
      case CMARK_NODE_TEXT where !masked.abbreviations.isEmpty: expandAbbreviations(in: node)
      case CMARK_NODE_HTML_BLOCK where dialect.omitsHTML: omit(node)
      default: break
      }
    }
    if definesTerms {
      for (node, type) in nodes where type == CMARK_NODE_LIST { makeDefinitions(of: node) }
    }
  }

  private func nodes() -> [(node: Node, type: cmark_node_type)] {
    var nodes: [(Node, cmark_node_type)] = []
    let iterator = cmark_iter_new(document)
    defer { cmark_iter_free(iterator) }
    while case let event = cmark_iter_next(iterator), event != CMARK_EVENT_DONE {
      guard event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) else { continue }
      nodes.append((node, cmark_node_get_type(node)))
    }
    return nodes
  }

  private func literal(_ node: Node) -> [UInt8] {
    cmark_node_get_literal(node).map { text in
      UnsafeBufferPointer(start: text, count: strlen(text)).map { UInt8(bitPattern: $0) }
    } ?? []
  }

  private func text(_ bytes: some Sequence<UInt8>) -> Node? {
    let node = cmark_node_new_with_mem(CMARK_NODE_TEXT, CommonMark.memory)
    set(bytes) { cmark_node_set_literal(node, $0) }
    return node
  }

  private func element(_ type: cmark_node_type, _ start: String, _ end: String) -> Node? {
    let node = cmark_node_new_with_mem(type, CommonMark.memory)
    cmark_node_set_on_enter(node, start)
    cmark_node_set_on_exit(node, end)
    return node
  }

  private func set(_ bytes: some Sequence<UInt8>, _ body: (UnsafePointer<CChar>) -> Int32) {
    let text = bytes.map { CChar(bitPattern: $0) } + [0]
    text.withUnsafeBufferPointer { _ = body($0.baseAddress!) }
  }

  // MARK: Links

  /// Makes the address of a host that is a link by itself one of `https`.
  private func secure(_ link: Node) {
    let address = cmark_node_get_url(link).map { String(cString: $0) } ?? ""
    guard address.hasPrefix("http://www."), let text = cmark_node_first_child(link),
      cmark_node_get_type(text) == CMARK_NODE_TEXT, literal(text).starts(with: "www.".utf8)
    else { return }
    set("https\(address.dropFirst(4))".utf8) { cmark_node_set_url(link, $0) }
  }

  // MARK: Footnotes

  /// Puts footnotes, which are in the order in which they are referred to, into that in which they are defined.
  private func numberNotes() {
    var notes: [Node] = []
    while let note = notes.last.map(cmark_node_previous) ?? cmark_node_last_child(document),
      cmark_node_get_type(note) == CMARK_NODE_FOOTNOTE_DEFINITION
    {
      notes.append(note)
    }
    notes.reverse()
    let order = notes.indices.sorted { cmark_node_get_start_line(notes[$0]) < cmark_node_get_start_line(notes[$1]) }
    guard order != Array(notes.indices) else { return }
    var numbers = Array(repeating: 0, count: notes.count)
    for (number, index) in order.enumerated() {
      numbers[index] = number + 1
      cmark_node_unlink(notes[index])
      cmark_node_append_child(document, notes[index])
    }
    for (node, type) in nodes() where type == CMARK_NODE_FOOTNOTE_REFERENCE {
      guard let number = Int(String(decoding: literal(node), as: UTF8.self)), numbers.indices.contains(number - 1)
      else { continue }
      set(String(numbers[number - 1]).utf8) { cmark_node_set_literal(node, $0) }
    }
  }

  // MARK: Code

  /// Takes off the line that names the language of code: `:::python`, `#!python`; a path behind `#!` is code.
  private func nameLanguage(of code: Node) {
    var (length, offset, character) = (Int32(), Int32(), CChar())
    guard cmark_node_get_fenced(code, &length, &offset, &character) == 0, case let literal = literal(code),
      let end = literal.firstIndex(of: 10)
    else { return }
    let line = String(decoding: literal[..<end], as: UTF8.self)
    guard let match = line.wholeMatch(of: /(?:::+(?:(?:\/\w+)*[\/ ])?|#!)([\w#.+-]*)\s*(?:hl_lines=.*)?/) else {
      return
    }
    set(literal[(end + 1)...]) { cmark_node_set_literal(code, $0) }
    set(match.1.utf8) { cmark_node_set_fence_info(code, $0) }
  }

  // MARK: HTML

  /// The mark that ends a summary says something to us; other comments say nothing to readers.
  private mutating func omit(_ html: Node) {
    let text = String(decoding: literal(html), as: UTF8.self)
    if text.wholeMatch(of: /\s*<!--\s*more\s*-->\s*/.ignoresCase()) != nil { return }
    if !text.replacing(/(?s)<!--.*?-->/, with: "").allSatisfy(\.isWhitespace) { lost["raw HTML", default: 0] += 1 }
    remove(html)
  }

  private func remove(_ node: Node) {
    cmark_node_unlink(node)
    cmark_node_free(node)
  }

  // MARK: Abbreviations

  private func expandAbbreviations(in node: Node) {
    let text = literal(node)
    let parts = masked.abbreviations.parts(of: text)
    guard parts.contains(where: { $0.title != nil }), !isInImage(node) else { return }
    // Cells of tables may hold HTML, and no elements of others' making.
    var pieces: [Node?] = []
    for (range, title) in parts {
      let word = self.text(text[range])
      if let title {
        let value = XMLCharacters.escaped(title, .html).replacing("\"", with: "&quot;")
        pieces += [html("<abbr title=\"\(value)\">"), word, html("</abbr>")]
      } else {
        pieces.append(word)
      }
    }
    guard pieces.allSatisfy({ cmark_node_insert_before(node, $0) == 1 }) else { return }
    cmark_node_unlink(node)
    cmark_node_free(node)
  }

  private func html(_ text: String) -> Node? {
    let node = cmark_node_new_with_mem(CMARK_NODE_HTML_INLINE, CommonMark.memory)
    cmark_node_set_literal(node, text)
    return node
  }

  /// Whether it is a part of what stands for an image, which holds no elements.
  private func isInImage(_ node: Node) -> Bool {
    var parent = cmark_node_parent(node)
    while let next = parent {
      if cmark_node_get_type(next) == CMARK_NODE_IMAGE { return true }
      parent = cmark_node_parent(next)
    }
    return false
  }

  // MARK: Definition lists

  /// Makes a list whose items the scanner marked as terms and definitions one of these, and boxes of those that it marked as
  /// such.
  private mutating func makeDefinitions(of list: Node) {
    guard let first = cmark_node_first_child(list), kind(of: first) != nil else { return }
    var definitions: Node?
    while let item = cmark_node_first_child(list) {
      let kind = kind(of: item)
      let isBox = kind == .box
      let name = isBox ? "div" : kind == .term ? "dt" : "dd"
      if isBox {
        definitions = nil
      } else if definitions == nil {
        definitions = element(CMARK_NODE_CUSTOM_BLOCK, "<dl>", "</dl>")
        cmark_node_insert_before(list, definitions)
      }
      dropMark(of: item)
      let only = cmark_node_first_child(item)
      let isPlain =
        !isBox
        && (only == nil || cmark_node_get_type(only) == CMARK_NODE_PARAGRAPH && cmark_node_next(only) == nil)
      let element =
        isPlain
        ? element(CMARK_NODE_CUSTOM_INLINE, "<\(name)>", "</\(name)>\n")
        : element(CMARK_NODE_CUSTOM_BLOCK, "<\(name)>", "</\(name)>")
      let holder = isPlain ? only : item
      while let child = holder.flatMap({ cmark_node_first_child($0) }) {
        cmark_node_unlink(child)
        if cmark_node_append_child(element, child) == 0 { cmark_node_free(child) }
      }
      if isBox { cmark_node_insert_before(list, element) } else { cmark_node_append_child(definitions, element) }
      cmark_node_unlink(item)
      emptied.append(item)
    }
    cmark_node_unlink(list)
    emptied.append(list)
  }

  private func kind(of item: Node) -> MaskedMarkdown.Span.Kind? {
    guard let paragraph = cmark_node_first_child(item), let text = cmark_node_first_child(paragraph),
      cmark_node_get_type(text) == CMARK_NODE_TEXT, let number = masked.number(at: 0, in: literal(text))?.number
    else { return nil }
    let kind = masked.spans[number].kind
    return kind.isOfItem ? kind : nil
  }

  /// Takes off the mark, and the paragraph where it holds nothing else.
  private mutating func dropMark(of item: Node) {
    guard kind(of: item) != nil, let paragraph = cmark_node_first_child(item),
      let text = cmark_node_first_child(paragraph), case let literal = literal(text),
      let end = masked.number(at: 0, in: literal)?.end
    else { return }
    if end < literal.count {
      set(literal[end...]) { cmark_node_set_literal(text, $0) }
      return
    }
    cmark_node_unlink(text)
    cmark_node_free(text)
    guard cmark_node_first_child(paragraph) == nil else { return }
    cmark_node_unlink(paragraph)
    emptied.append(paragraph)
  }
}
