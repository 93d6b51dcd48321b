internal import Syndication

/// Fills in the tags of a language that has no more than tags: shortcodes, and components.
enum Shortcodes {
  /// A tag as it opens, with what it is given.
  struct Tag {
    var name: String
    var arguments = TagArguments()
    /// `shortcode`, `component`.
    var kind: StaticString
    /// Where it stands, from its first byte to its last.
    var range: Range<Int>
  }

  /// A piece of a body.
  enum Piece {
    /// Stays as it is.
    case text(Range<Int>)
    /// Stands in the body's place.
    case written(String)
    /// The address of a page that the body names by its file.
    case page(String)
    /// Something that is no tag, and gone.
    case gone(String)
    case open(Tag)
    /// A tag that can have no content.
    case alone(Tag)
    /// Ends the last tag of this name that is open, or the last one.
    case close(String?, Range<Int>)
  }

  /// A tag that is open, and where in the output its content begins.
  private struct Open {
    var tag: Tag
    var start: Int
  }

  /// How many tags that have an end may be open at once; deeper ones are gone, their content stays.
  private static let depth = 32

  static func expanded(_ expansion: Expansion, tags: (inout Expansion) -> [Piece]) -> Expansion {
    var expansion = expansion
    let pieces = tags(&expansion)
    let paired = pairs(in: pieces)
    var open: [Open] = []
    for (index, piece) in pieces.enumerated() {
      switch piece {
      case .text(let range): expansion.write(range)
      case .written(let text): expansion.write(text)
      case .page(let reference): expansion.write(expansion.address(of: reference))
      case .gone(let kind): expansion.note(kind)
      case .open(let tag) where paired[index]: open.append(Open(tag: tag, start: expansion.output.count))
      case .open(let tag), .alone(let tag):
        if !expansion.writeShortcode(tag, content: nil) { expansion.note("\(tag.kind) “\(tag.name)”") }
      case .close(_, let range):
        guard paired[index], let last = open.popLast() else { continue }
        var tag = last.tag
        tag.range = tag.range.lowerBound..<range.upperBound
        let content = Array(expansion.output[last.start...])
        expansion.output.removeSubrange(last.start...)
        if !expansion.writeShortcode(tag, content: content) {
          expansion.output += content
          expansion.note("\(tag.kind) “\(tag.name)”")
        }
      }
    }
    return expansion
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
      write(code: code, language: String(language.prefix { !$0.isWhitespace && $0 != "`" }), tag: tag.range)
    case "details":
      let summary = tag.arguments.first(["summary", "title"]) ?? positional.first ?? "Details"
      write("<details><summary>\(HTMLText.line(summary))</summary>\n\n")
      output += content ?? []
      write("\n\n</details>")
    case "qr", "comment": break
    default:
      guard let html = Embed.html(of: tag.name, tag.arguments) else { return false }
      // A caption may stand between the tags, too.
      if let content, html.hasSuffix("</figure>"), !html.contains("<figcaption>") {
        let caption = HTMLText.line(String(decoding: content, as: UTF8.self)).trimmingPrefix { $0 == " " }
        let figcaption = caption.isEmpty ? "" : "<figcaption>\(caption)</figcaption>"
        write(html: html.dropLast("</figure>".count) + figcaption + "</figure>", tag: tag.range)
      } else {
        write(html: html, tag: tag.range)
      }
    }
    return true
  }
}
