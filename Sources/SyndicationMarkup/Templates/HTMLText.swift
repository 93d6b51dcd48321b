internal import Syndication

/// Small pieces of HTML in the place of tags. The cleaner judges them later, as all HTML.
enum HTMLText {
  /// An image with what is said about it.
  ///
  /// - Parameters:
  ///   - caption: HTML.
  ///   - link: where the image leads.
  static func figure(src: String, alt: String, caption: String, link: String?) -> String {
    var html =
      switch MediaType.ofFile(at: src)?.prefix(while: { $0 != "/" }) {
      case "video": "<video src=\"\(attribute(src))\" controls></video>"
      case "audio": "<audio src=\"\(attribute(src))\" controls></audio>"
      default: "<img src=\"\(attribute(src))\" alt=\"\(attribute(alt))\">"
      }
    if let link { html = "<a href=\"\(attribute(link))\">\(html)</a>" }
    if !caption.isEmpty { html += "<figcaption>\(line(caption))</figcaption>" }
    return "<figure>\(html)</figure>"
  }

  /// - Parameter picture: the address of one of what the link leads to.
  static func link(to address: String, text: String?, picture: String? = nil) -> String {
    let image = picture.map { "<img src=\"\(attribute($0))\" alt=\"\"><br>" } ?? ""
    return "<a href=\"\(attribute(address))\">\(image)\(XMLCharacters.escaped(line(text ?? address), .html))</a>"
  }

  /// What is left of HTML as the value of an attribute; references stay.
  static func withoutTags(_ html: String) -> String { html.replacing(/<\/?[A-Za-z][^>]*>/, with: "") }

  /// As the value of an attribute in double quotes. References in it stay what they are: it was written for HTML.
  static func attribute(_ text: String) -> String {
    var value: [UInt8] = []
    value.append(line(text), .htmlValue)
    return String(decoding: value, as: UTF8.self)
  }

  /// On one line, with references for what ends one, and for what Markdown or the look at its cost may take for markup.
  static func escapedLine(_ text: String) -> String {
    var line = ""
    for character in XMLCharacters.escaped(text, .html).unicodeScalars {
      switch character {
      case "\n": line += "&#10;"
      case "\r": break
      case "|", "]", "[", "@", "^", "`", "$", "\\": line += "&#\(character.value);"
      default: line.unicodeScalars.append(character)
      }
    }
    return line
  }

  /// On one line, as a blank line ends a block of HTML in Markdown.
  static func line(_ text: String) -> String {
    text.utf8.contains { $0 == 0x0A || $0 == 0x0D }
      ? text.split(whereSeparator: \.isNewline).joined(separator: " ") : text
  }
}
