internal import Syndication

/// The attributes of an element, as they may leave: rules B1 and B2.
struct HTMLAttributes {
  private(set) var list: [(name: String, value: String)] = []
  /// What was taken out, by kind.
  private(set) var removed: [String] = []
  /// The first address of `srcset`: what an image without `src` can show.
  private(set) var firstCandidate: String?
  /// Whether it is an image that a script loads.
  private(set) var isLazy = false
  /// Whether its text is larger than that around it.
  private(set) var enlarges = false
  /// Its id, or name, as it was, where a mark stands before it now.
  private(set) var markedIDs: [String] = []
  private let base: AbsoluteURL
  private let element: String

  /// - Parameter attributes: names and values in turn, ended by a null name; a null value where there is none.
  init(_ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?, of element: String, base: AbsoluteURL) {
    self.base = base
    self.element = element
    guard var next = attributes else { return }
    var later: (src: String?, srcset: String?)
    // Scripts that load images give the address any name.
    var file: String?
    let isImage = element == "img"
    let isLoaded = isImage || element == "iframe"
    while let name = next[0] {
      let (value, dropped) = HTMLCharacters.cleaned(next[1].map { String(cString: $0) } ?? "")
      if dropped > 0 { removed.append("characters") }
      switch String(cString: name) {
      case "src" where value.isEmpty: break
      case "data-src": later.src = later.src ?? value
      case "data-srcset", "data-lazy-srcset", "data-original-set": later.srcset = later.srcset ?? value
      case "data-actualsrc", "data-cfsrc", "data-echo", "data-flickity-lazyload", "data-lazy", "data-lazy-src",
        "data-original":
        // What they say of others is no address.
        if isLoaded, value.contains(where: { $0 == "." || $0 == "/" }) {
          later.src = later.src ?? value
        }
      case let name:
        if isImage, file == nil, name.hasPrefix("data-"), BodyImage.isFile(value) { file = value }
        add(name, value)
      }
      next += 2
    }
    guard HTMLAllowList.showing.contains(element) else { return }
    // Pages load such images with a script. Before it runs, `src` holds nothing, or a placeholder.
    if later.src == nil, later.srcset == nil, self["src"].map(BodyImage.keepsPlace) ?? (firstCandidate == nil) {
      later.src = file
    }
    if let address = later.src, isImage || self["src"] == nil { add("src", address) }
    if let addresses = later.srcset {
      let before = firstCandidate
      firstCandidate = nil
      add("srcset", addresses)
      if isImage, later.src == nil { set("src", firstCandidate) }
      // It may hold none that can be used: then what was there stays.
      firstCandidate = firstCandidate ?? before
    }
    isLazy = isImage && (later.src ?? later.srcset) != nil
    // Nobody misses a placeholder.
    if isLazy { removed.removeAll { $0 == "data: address" } }
    if element == "img", self["src"] == nil { set("src", firstCandidate) }
  }

  subscript(name: String) -> String? { list.first { $0.name == name }?.value }

  private mutating func add(_ name: String, _ value: String) {
    switch name {
    case "style":
      guard let value = UnseenHTML.shown(style: value) else { return }
      let (style, isWhole) = HTMLStyle.allowed(value, on: element)
      if !isWhole { removed.append("style attribute") }
      set(name, style)
      enlarges = style.map(HTMLStyle.enlarges) ?? false
    case "id": set(name, marked(value))
    case "name": if element == "a" { set(name, marked(value)) }
    case "headers":
      let ids = value.split(whereSeparator: \.isWhitespace)
      set(name, ids.map { DocumentMembers.mark(String($0)) ?? String($0) }.joined(separator: " "))
    case _ where HTMLStyle.isSize(name):
      if HTMLStyle.allows(value, as: name, of: element) { set(name, value) } else { removed.append("size") }
    case "href" where element != "a": break
    case "href", "cite", "longdesc", "poster":
      set(name, address(value, schemes: name == "href" ? HTMLAllowList.linkSchemes : HTMLAllowList.schemes))
    case "src", "data":
      // What `object` calls `data` is what others call `src`.
      guard HTMLAllowList.showing.contains(element), name == "src" || element == "object" else { return }
      let image = element == "img" ? HTMLAttributes.image(value) : nil
      set("src", image ?? address(value, schemes: HTMLAllowList.schemes))
    case "srcset":
      let candidates = candidates(value)
      set(name, candidates.isEmpty ? nil : candidates)
    case _ where HTMLAllowList.attributes.contains(name): set(name, value)
    case _ where name.hasPrefix("on"): removed.append("on… attribute")
    default: break
    }
  }

  private mutating func marked(_ id: String) -> String {
    guard let marked = DocumentMembers.mark(id) else { return id }
    markedIDs.append(id)
    return marked
  }

  mutating func set(_ name: String, _ value: String?) {
    guard let value else { return }
    if let index = list.firstIndex(where: { $0.name == name }) {
      list[index].value = value
    } else {
      list.append((name, value))
    }
  }

  mutating func remove(_ name: String) { list.removeAll { $0.name == name } }

  // MARK: Addresses

  private mutating func address(_ reference: some StringProtocol, schemes: Set<String>) -> String? {
    let reference = String(reference)
    if let url = base.resolving(reference), schemes.contains(url.scheme) { return url.string }
    let scheme = URIParts(reference)?.scheme?.lowercased() ?? ""
    removed.append(["data", "javascript", "vbscript"].contains(scheme) ? "\(scheme): address" : "unusable address")
    return nil
  }

  /// The candidates of a `srcset` that can be used: an address, then a width or a density.
  private mutating func candidates(_ srcset: String) -> String {
    var candidates: [String] = []
    var rest = srcset[...]
    while true {
      rest = rest.drop { $0.isWhitespace || $0 == "," }
      if rest.isEmpty { return candidates.joined(separator: ", ") }
      var reference = rest.prefix { !$0.isWhitespace }
      rest = rest[reference.endIndex...]
      // An address may hold commas; one at its end is no part of it.
      let text = reference.hasSuffix(",") ? "" : rest.prefix { $0 != "," }
      while reference.hasSuffix(",") { reference.removeLast() }
      rest = rest.dropFirst(text.count)
      let descriptors = text.split(whereSeparator: \.isWhitespace)
      let areValid = descriptors.allSatisfy { descriptor in
        // An image of a low density is shown large.
        descriptor.utf8.allSatisfy { "0123456789.whx".utf8.contains($0) }
          && (!descriptor.hasSuffix("x") || Double(descriptor.dropLast()).map { $0 >= 0.1 } ?? false)
      }
      if areValid, let url = address(reference, schemes: HTMLAllowList.schemes) {
        if candidates.isEmpty { firstCandidate = url }
        candidates.append(([url] + descriptors.map(String.init)).joined(separator: " "))
      }
    }
  }

  /// An image that is written out in its address.
  private static func image(_ address: String) -> String? {
    let bytes = address.utf8.drop { $0 <= 0x20 }
    guard String(bytes.prefix(5))?.lowercased() == "data:", let comma = bytes.firstIndex(of: UInt8(ascii: ",")),
      let head = String(bytes[..<comma])?.lowercased(), HTMLAllowList.images.contains(head)
    else { return nil }
    let base64 = bytes[comma...].dropFirst().filter { $0 > 0x20 }
    let isBase64 = base64.allSatisfy { $0.isDigit || $0.isLetter || "+/=".utf8.contains($0) }
    return isBase64 ? "\(head),\(String(decoding: base64, as: UTF8.self))" : nil
  }
}
