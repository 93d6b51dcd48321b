internal import Syndication

/// Fills in the tags of a language that has no more than tags: shortcodes, and components.
enum Shortcodes {
  /// A tag as it opens, with what it is given.
  struct Tag {
    var name: String
    var arguments: TagArguments
    /// Where it stands, from its first byte to its last.
    var range: Range<Int>
  }

  /// A piece of a body.
  enum Piece {
    /// Stays as it is.
    case text(Range<Int>)
    /// Stands in the body's place.
    case written(String)
    case open(Tag)
    /// A tag that can have no content.
    case alone(Tag)
    /// Ends the last tag of this name that is open, or the last one.
    case close(String?, Range<Int>)
  }

  /// How many tags that have an end may be open at once; deeper ones are gone, their content stays.
  private static let depth = Limit.shortcodeDepth.value

  /// Finds the one piece that begins where the scanner is, which is then behind it; nil where that is text.
  typealias Reading = (inout TagScanner, inout Expansion) -> Piece?

  /// - Parameter beginnings: the bytes with which something else than text may begin.
  static func expanded(_ expansion: Expansion, from beginnings: String, read: Reading) -> Expansion {
    var expansion = expansion
    let pieces = pieces(of: &expansion, from: Array(beginnings.utf8), read)
    let paired = pairs(in: pieces)
    // Where in the output their content begins.
    var open: [(tag: Tag, start: Int)] = []
    let kind = expansion.template.language == .mdx ? "component" : "shortcode"
    for (index, piece) in pieces.enumerated() {
      switch piece {
      case .text(let range): expansion.write(range)
      case .written(let text): expansion.write(text)
      case .open(let tag) where paired[index]: open.append((tag, expansion.output.count))
      case .open(let tag), .alone(let tag):
        if !expansion.writeShortcode(tag, content: nil) { expansion.note("\(kind) “\(tag.name)”") }
      case .close(_, let range):
        guard paired[index], var last = open.popLast() else { continue }
        last.tag.range = last.tag.range.lowerBound..<range.upperBound
        let content = Array(expansion.output[last.start...])
        expansion.output.removeSubrange(last.start...)
        if !expansion.writeShortcode(last.tag, content: content) {
          expansion.output += expansion.keepingHTML(content, of: last.tag)
          expansion.note("\(kind) “\(last.tag.name)”")
        }
      }
    }
    return expansion
  }

  /// What is read in a body, and the text between.
  private static func pieces(of expansion: inout Expansion, from beginnings: [UInt8], _ read: Reading) -> [Piece] {
    let body = expansion.body
    var pieces: [Piece] = []
    var textStart = 0
    var scanner = TagScanner(body, 0..<body.count)
    let begins = (0...UInt8.max).map(beginnings.contains)
    while let start = body[scanner.position...].firstIndex(where: { begins[Int($0)] }) {
      scanner.position = start
      guard let found = read(&scanner, &expansion) else {
        scanner.position = start + 1
        continue
      }
      pieces += [.text(textStart..<start), found]
      textStart = scanner.position
    }
    pieces.append(.text(textStart..<body.count))
    return pieces
  }

  /// Which pieces open or close a tag that has both.
  private static func pairs(in pieces: [Piece]) -> [Bool] {
    var paired = [Bool](repeating: false, count: pieces.count)
    var open: [(name: String, index: Int)] = []
    var counts: [String: Int] = [:]
    for (index, piece) in pieces.enumerated() {
      switch piece {
      case .open(let tag):
        open.append((tag.name, index))
        counts[tag.name, default: 0] += 1
      case .close(let name, _):
        guard name.map({ counts[$0, default: 0] > 0 }) ?? !open.isEmpty else { continue }
        // Those above it have no end.
        while let last = open.popLast() {
          counts[last.name, default: 0] -= 1
          if name == nil || last.name == name {
            (paired[last.index], paired[index]) = (true, true)
            break
          }
        }
      default: break
      }
    }
    // Content is moved once for each tag around it.
    var ends: [Bool] = []
    for (index, piece) in pieces.enumerated() where paired[index] {
      if case .open = piece {
        paired[index] = ends.count { $0 } < depth && ends.count < 10 * depth
        ends.append(paired[index])
      } else {
        paired[index] = ends.popLast() ?? false
      }
    }
    return paired
  }
}

extension Expansion {
  /// What stands in a shortcode that is not known. Between `{{<` and `>}}` Hugo does not read it as Markdown itself, so HTML is
  /// left out of it nowhere; Markdown is taken for some, as many shortcodes ask for that.
  fileprivate func keepingHTML(_ content: [UInt8], of tag: Shortcodes.Tag) -> [UInt8] {
    guard template.language == .hugo, template.omitsHTML, kind == .markdown, content.contains(UInt8(ascii: "<")),
      body[tag.range.lowerBound + 2] == UInt8(ascii: "<")
    else { return content }
    return MadeHTML.marking(content)
  }

  /// Writes what stands for `tag`; false where that is not known.
  fileprivate mutating func writeShortcode(_ tag: Shortcodes.Tag, content: [UInt8]?) -> Bool {
    let positional = tag.arguments.positional.map(\.text)
    switch tag.name.lowercased() {
    case "ref", "relref":
      write(address(of: tag.arguments.first(["path"]) ?? positional.first ?? ""))
    case "param":
      let name = tag.arguments.first(["name"]) ?? positional.first ?? ""
      let path = name.split(separator: ".").map(String.init)
      guard let value = variable(["page"] + path) ?? variable(["site", "params"] + path) else { return false }
      write(value.text)
    case "highlight", "code":
      guard let code = content ?? tag.arguments.first(["code"]).map({ Array($0.utf8) }) else { return false }
      let language = tag.arguments.first(["lang", "language"]) ?? positional.first ?? ""
      let options = tag.arguments.first(["options"]) ?? positional.dropFirst().first ?? ""
      if options.contains("hl_inline=true") || tag.arguments.first(["hl_inline"]) == "true" {
        let text = String(decoding: code, as: UTF8.self).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        write(made("<code>\(HTMLText.escapedLine(text))</code>"))
        break
      }
      write(code: code, language: String(language.prefix { !$0.isWhitespace && $0 != "`" }), tag: tag.range)
    case "details":
      let summary = tag.arguments.first(["summary", "title"]) ?? positional.first ?? "Details"
      write(made("<details><summary>\(inline(HTMLText.line(summary)))</summary>") + "\n\n")
      output += content ?? []
      write("\n\n" + made("</details>"))
    case "qr", "comment": break
    default:
      guard var html = Embed.html(of: tag.name, tag.arguments, inline: { inline($0) }) else { return false }
      // A caption may stand between the tags, too.
      let caption = inline(
        HTMLText.line(String(decoding: content ?? [], as: UTF8.self)).trimmingPrefix { $0 == " " }.description)
      if !caption.isEmpty, html.hasSuffix("</figure>"), !html.contains("<figcaption>") {
        html = html.dropLast("</figure>".count) + "<figcaption>\(caption)</figcaption></figure>"
      }
      write(html: html, tag: tag.range)
    }
    return true
  }
}
