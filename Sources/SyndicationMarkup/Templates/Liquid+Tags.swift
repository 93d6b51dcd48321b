internal import Syndication

extension Liquid {
  /// Writes what stands for `tag`; false where that is not known.
  mutating func write(_ tag: LiquidTag) -> Bool {
    var scanner = TagScanner(expansion.body, tag.arguments)
    scanner.skipSpace()
    switch tag.name {
    case "post_url", "link":
      let reference = scanner.quoted() ?? scanner.bareWord()
      guard !reference.isEmpty else { return false }
      write(page: expansion.address(of: reference))
    case "include", "include_cached", "include_relative", "remote_include", "render":
      let file = scanner.quoted() ?? scanner.bareWord(stops: ",")
      let arguments = arguments(&scanner)
      guard let html = gallery(file, arguments) ?? embed(file, arguments) else { return false }
      expansion.write(html: html, tag: tag.range)
    default:
      guard let html = embed(tag.name, arguments(&scanner)) else { return false }
      expansion.write(html: html, tag: tag.range)
    }
    return true
  }

  /// As a path of the site: bodies put `{{ site.url }}` or `{{ site.baseurl }}` before, and mean one address.
  private mutating func write(page address: String) {
    let origin = expansion.origin
    guard address.hasPrefix(origin + "/") || address.hasPrefix("/") else { return expansion.write(address) }
    let path = address.hasPrefix("/") ? address[...] : address.dropFirst(origin.count)
    let base = expansion.basePath
    let isBaseThere =
      !base.isEmpty && path.hasPrefix(base + "/") && expansion.output.suffix(base.utf8.count).elementsEqual(base.utf8)
    expansion.write(String(isBaseThere ? path.dropFirst(base.count) : path))
  }

  private mutating func embed(_ name: String, _ arguments: TagArguments) -> String? {
    var resolver = self
    return Embed.html(of: name, arguments) { address in
      resolver.isNunjucks || address.hasPrefix(".") ? address : resolver.relativeURL(address)
    }
  }

  /// The images that the front matter lists: `{% include gallery id="trip" %}`.
  private mutating func gallery(_ name: String, _ arguments: TagArguments) -> String? {
    guard name.contains("gallery"),
      case .array(let images)? = expansion.variable(["page", arguments.first(["id"]) ?? "gallery"])
    else { return nil }
    let figures = images.prefix(100).compactMap { image in
      let members = TagArguments(
        named: ["url", "image_path", "path", "src", "alt", "title"].compactMap { name in
          image[name]?.string.map { (name == "image_path" ? "src" : name, .quoted($0)) }
        })
      return embed("image", members)
    }
    guard !figures.isEmpty else { return nil }
    let caption = arguments.first(["caption"]).map { "<figcaption>\(HTMLText.line($0))</figcaption>" } ?? ""
    return "<figure>\(figures.joined())\(caption)</figure>"
  }

  /// What a tag is given, variables filled in.
  private mutating func arguments(_ scanner: inout TagScanner) -> TagArguments {
    let given = TagArguments(&scanner)
    return TagArguments(
      positional: given.positional.compactMap { filled($0, isNamed: false) },
      named: given.named.compactMap { argument in
        filled(argument.value, isNamed: true).map { (argument.name, $0) }
      })
  }

  private mutating func filled(_ value: TagArguments.Value, isNamed: Bool) -> TagArguments.Value? {
    switch value {
    case .quoted(let text): return .quoted(text.contains("{{") ? filled(text) : text)
    case .bare(let text):
      var scanner = TagScanner(Array(text.utf8), 0..<text.utf8.count)
      guard let term = LiquidExpression.term(&scanner), scanner.isAtEnd else { return .bare(text) }
      if let known = evaluate(term).value { return .bare(known.text) }
      // A bare word may be an identifier; a path that nothing knows is no file either.
      return isNamed && text.contains(".") && !MediaType.isShown(at: text) ? nil : .bare(text)
    }
  }
}
