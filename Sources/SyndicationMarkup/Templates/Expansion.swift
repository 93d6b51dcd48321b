internal import Syndication

/// A body on its way through a template: what is known about it, and what has been written so far.
struct Expansion {
  let body: [UInt8]
  let kind: BodyMarkup.Kind
  let template: Template
  let permalink: AbsoluteURL
  let site: Site
  /// How Markdown is read.
  var dialect = MarkdownDialect.commonMark
  /// What the body becomes.
  var output: [UInt8] = []
  /// How many tags of each kind could not be filled in.
  private(set) var unfilled: [String: Int] = [:]
  /// Where braces mean themselves.
  private(set) lazy var literals = LiteralRanges(of: body)

  mutating func note(_ kind: String, _ count: Int = 1) { unfilled[kind, default: 0] += count }

  mutating func write(_ text: String) { output += text.utf8 }

  mutating func write(_ range: Range<Int>) { output += body[range] }

  /// HTML as it has to stand in the body.
  func made(_ html: String) -> String {
    kind == .markdown && template.omitsHTML && !html.isEmpty ? MadeHTML.marked(html) : html
  }

  /// A text of a tag, such as a caption, as HTML: Hugo reads it as Markdown.
  func inline(_ text: String) -> String {
    template.language == .hugo ? Markdown.inline(HTMLText.line(text), as: .goldmark) : text
  }

  /// A text in Markdown as HTML that may stand in the body.
  func html(ofMarkdown text: String) -> String {
    let html = String(decoding: Markdown.html(Array(text.utf8), as: dialect), as: UTF8.self)
    // In Markdown, a blank line may end a block of HTML.
    return kind == .markdown ? html.replacing("\n\n", with: "\n&#10;") : html
  }

  // MARK: Addresses

  /// The site's scheme and host: `https://example.org`.
  var origin: String { String(site.url.string.dropLast(pathAndMore.count)) }

  /// The site's path without the slash at its end: empty for most.
  var basePath: String {
    let path = pathAndMore.prefix { $0 != "?" && $0 != "#" }
    return String(path.hasSuffix("/") ? path.dropLast() : path)
  }

  /// What follows the host in the site's address.
  private var pathAndMore: Substring {
    let url = site.url.string
    let slash = url.utf8.dropFirst(site.url.scheme.utf8.count + 3).firstIndex(of: UInt8(ascii: "/"))
    return url[(slash ?? url.endIndex)...]
  }

  /// Where the page lives that `reference` names, with the fragment that is asked for; where it is not known, this entry.
  mutating func address(of reference: String) -> String {
    let path = reference.prefix { $0 != "#" }
    let fragment = reference[path.endIndex...]
    if path.isEmpty { return String(fragment) }
    // Hugo looks beside the page first.
    if template.language == .hugo, let file = template.file,
      let address = template.pages?.address(ofLink: reference, in: file, below: nil)
    {
      return address
    }
    if let address = template.pages?.address(of: String(path)) { return address + fragment }
    note("link to an unknown page")
    return permalink.string
  }

  /// The variable of this name, `page.author.name`; nil where there is none.
  func variable(_ path: [String]) -> DataValue? {
    path.reduce(template.variables) { $0?[$1] }
  }

  // MARK: Markup

  /// Writes `code`, in which nothing is markup.
  ///
  /// - Parameter tag: where the tag stands that the code belongs to.
  mutating func write(code: [UInt8], language: String, tag: Range<Int>) {
    let newline = UInt8(ascii: "\n")
    var code = String(decoding: code.first == newline ? code.dropFirst() : code[...], as: UTF8.self)
    let start = language.isEmpty ? "<pre><code>" : "<pre><code class=\"language-\(HTMLText.attribute(language))\">"
    guard kind == .markdown else { return write("\(start)\(XMLCharacters.escaped(code, .html))</code></pre>") }
    if !code.hasSuffix("\n") { code += "\n" }
    // A block of HTML may begin where the tag stood: behind spaces, the marker of an item of a list, or within other HTML. On
    // one line it is sure to be read as one, whatever the code looks like.
    let line = output[(output.lastIndex(of: newline).map { $0 + 1 } ?? 0)...]
    if !line.split(separator: UInt8(ascii: " ")).allSatisfy(Expansion.isMarker) { write("\n") }
    write(made("\(start)\(HTMLText.escapedLine(code))</code></pre>"))
    if tag.upperBound < body.count, body[tag.upperBound] != newline, body[tag.upperBound] != UInt8(ascii: "\r") {
      output.append(newline)
    }
  }

  /// Whether it begins an item of a list, or goes on with a quotation.
  private static func isMarker(_ word: ArraySlice<UInt8>) -> Bool {
    switch word.last {
    case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"): word.count == 1
    case UInt8(ascii: "."), UInt8(ascii: ")"): word.count > 1 && word.dropLast().allSatisfy(\.isDigit)
    default: word.allSatisfy { $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "\t") }
    }
  }

  /// Writes `html` in the place of a tag.
  mutating func write(html: String, tag: Range<Int>) {
    write(made(html))
    // A block of HTML in Markdown ends at a blank line: text right behind or below the tag would become a part of it.
    guard kind == .markdown, html.hasPrefix("<figure"), tag.upperBound + 1 < body.count,
      tag.lowerBound == 0 || body[tag.lowerBound - 1] == UInt8(ascii: "\n")
    else { return }
    let isLast = body[tag.upperBound] == UInt8(ascii: "\n")
    let next = body[isLast ? tag.upperBound + 1 : tag.upperBound]
    if isLast ? !" \t\r\n<".utf8.contains(next) : !"\r<{".utf8.contains(next) { write(isLast ? "\n" : "\n\n") }
  }
}
