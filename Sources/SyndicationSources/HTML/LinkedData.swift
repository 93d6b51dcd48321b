internal import Syndication

/// The posts that a page tells of in JSON-LD (https://schema.org/BlogPosting).
struct LinkedData {
  /// Of each that gives its text, that is its body, without markup.
  private(set) var posts: [PagePost] = []
  /// Of scripts that are not JSON: they are passed over.
  private(set) var problems: [Problem] = []
  private let base: AbsoluteURL
  /// Of the posts.
  private var addresses: Set<String> = []
  /// What is said of each thing that is named: a graph refers to it elsewhere by its `@id` alone.
  private var things: [String: DataValue] = [:]

  init(in root: HTMLElement, base: AbsoluteURL, file: String) {
    self.base = base
    var scripts: [(value: DataValue, line: Int)] = []
    for script in root.elements()
    where script.name == "script" && script["type"]?.lowercased().hasPrefix("application/ld+json") == true {
      let text = Self.bare(script.rawText)
      if text.isEmpty { continue }
      do throws(JSONError) {
        scripts.append((try DataValue(json: text), script.line))
      } catch {
        let line = script.line + text[..<min(error.offset, text.count)].count { $0 == UInt8(ascii: "\n") }
        problems.append(
          .warning(
            at: Place(file: file, line: line), rule: "RFC 8259",
            "the JSON-LD is not JSON, and is not read: \(error.message)"))
      }
    }
    for script in scripts { remember(script.value) }
    for script in scripts { collect(script.value, line: script.line) }
  }

  /// Without the marks of comments and CDATA that were put around scripts once, and line breaks in strings made spaces.
  private static func bare(_ text: String) -> [UInt8] {
    let marks = ["//<![CDATA[", "//]]>", "/*<![CDATA[*/", "/*]]>*/", "<![CDATA[", "]]>", "<!--", "-->"]
    let bare = marks.reduce(text) { $0.contains($1) ? $0.replacing($1, with: "") : $0 }
    var isInString = false
    var isEscaped = false
    var bytes = Array(bare.utf8)
    for (index, byte) in bytes.enumerated() {
      if isInString, byte < 0x20 { bytes[index] = 0x20 }
      if byte == UInt8(ascii: "\""), !isEscaped { isInString.toggle() }
      isEscaped = isInString && byte == UInt8(ascii: "\\") && !isEscaped
    }
    return bytes.allSatisfy { $0 <= 0x20 } ? [] : bytes
  }

  private mutating func remember(_ value: DataValue) {
    if case .array(let values) = value { for value in values { remember(value) } }
    if let id = value["@id"]?.string, value.members.count > 1, things[id] == nil { things[id] = value }
    for member in value.members { remember(member.value) }
  }

  private mutating func collect(_ value: DataValue, line: Int) {
    if case .array(let values) = value {
      for value in values { collect(value, line: line) }
    } else if Self.isPost(value) {
      let post = post(value, line: line)
      // Some pages say the same twice.
      if post.url.map({ addresses.insert($0.string).inserted }) ?? true { posts.append(post) }
    } else {
      let names = [
        "@graph", "mainEntity", "mainEntityOfPage", "blogPost", "blogPosts", "itemListElement", "item", "hasPart",
      ]
      for inner in names.compactMap({ value[$0] }) { collect(inner, line: line) }
    }
  }

  private static func isPost(_ value: DataValue) -> Bool {
    strings(value["@type"]).contains { type in
      let name = type.split { $0 == "/" || $0 == ":" || $0 == "#" }.last ?? ""
      return name.hasSuffix("Article") || ["BlogPosting", "LiveBlogPosting", "SocialMediaPosting"].contains(name)
    }
  }

  private func post(_ value: DataValue, line: Int) -> PagePost {
    var post = PagePost(line: line)
    post.title = pageText(value["headline"]) ?? pageText(value["name"])
    let addresses = [value["url"], value["mainEntityOfPage"], value["mainEntityOfPage"]?["@id"], value["@id"]]
    post.url = addresses.lazy.compactMap { $0?.string }.compactMap(reference).first.flatMap(base.address)
    post.published = (text(value["datePublished"]) ?? text(value["dateCreated"])).map { PageDate($0, line: line) }
    post.updated = text(value["dateModified"]).map { PageDate($0, line: line) }
    post.summary = pageText(value["description"]) ?? pageText(value["abstract"])
    post.authors = (value["author"] ?? value["creator"])?.values.compactMap(person) ?? []
    let keywords = Self.strings(value["keywords"])
    post.tags = (keywords.count == 1 ? PageHead.list(keywords[0]) : keywords).compactMap { text(.string($0)) }
    post.tags = (post.tags + Self.strings(value["articleSection"]).compactMap { text(.string($0)) }).uniqued()
    post.image = image(value["image"]) ?? image(value["thumbnailUrl"])
    post.language = text(value["inLanguage"]) ?? text(value["inLanguage"]?["alternateName"])
    if let body = value["articleBody"]?.string, !body.allSatisfy(\.isWhitespace) { post.body = .text(body) }
    return post
  }

  private func person(_ value: DataValue) -> Person? {
    if let name = text(value) {
      return AbsoluteURL(name) == nil ? Person(name: name) : things[name].flatMap(person)
    }
    let whole = value["name"] == nil ? value["@id"]?.string.flatMap { things[$0] } ?? value : value
    guard let name = text(whole["name"]) else { return nil }
    var person = Person(name: name, url: whole["url"]?.string.flatMap(reference))
    person.email = whole["email"]?.string.map { $0.lowercased().hasPrefix("mailto:") ? String($0.dropFirst(7)) : $0 }
    person.affiliation =
      (whole["affiliation"] ?? whole["worksFor"])?.values.lazy.compactMap { text($0) ?? text($0["name"]) }.first
    return person
  }

  /// A string, a list, an `ImageObject`, or the name of one.
  private func image(_ value: DataValue?) -> String? {
    let value = value?.values.first
    let thing = value?["@id"]?.string.flatMap { things[$0] }
    let urls = [value, value?["url"], value?["contentUrl"], thing?["url"], thing?["contentUrl"]]
    return urls.lazy.compactMap { $0?.string }.first.flatMap(reference)
  }

  /// `text`, where it leads to something on the web.
  private func reference(_ text: String) -> String? {
    text.isEmpty || base.resolving(text)?.isWebAddress != true ? nil : text
  }

  private func pageText(_ value: DataValue?) -> PageText? {
    text(value).flatMap { PageText(line: $0, written: value?.string ?? $0) }
  }

  /// A string in one line; nil where there is none. Many pages escape it for HTML a second time.
  private func text(_ value: DataValue?) -> String? {
    guard let text = value?.string else { return nil }
    let plain = text.contains("&") ? HTMLTree(Array(text.replacing("<", with: "&lt;").utf8)).root?.text : nil
    let line = plain ?? PlainText.line(text).text
    return line.isEmpty ? nil : line
  }

  private static func strings(_ value: DataValue?) -> [String] { value?.values.compactMap(\.string) ?? [] }
}
