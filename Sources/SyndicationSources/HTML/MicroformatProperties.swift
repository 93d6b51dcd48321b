internal import Syndication

/// The properties of a microformat, read as https://microformats.org/wiki/microformats2-parsing says.
struct MicroformatProperties {
  let root: HTMLElement
  let base: AbsoluteURL
  /// All that are properties of the root, and not of a microformat within.
  private let elements: [HTMLElement]
  /// Of each class.
  private let byClass: [String: [HTMLElement]]

  init(of root: HTMLElement, base: AbsoluteURL) {
    self.root = root
    self.base = base
    // A microformat may itself be a property; what it holds is not.
    elements = root.elements(notInto: Microformats.isRoot)
    var byClass: [String: [HTMLElement]] = [:]
    for element in elements {
      for name in Set(element.words("class")) { byClass[name, default: []].append(element) }
    }
    self.byClass = byClass
  }

  /// Those of the first name that has one.
  func elements(_ names: String...) -> [HTMLElement] { names.lazy.compactMap { byClass[$0] }.first ?? [] }

  func text(_ names: String...) -> String? {
    names.lazy.compactMap { byClass[$0] }.first?.lazy.map(text).first { !$0.isEmpty }
  }

  /// As it is published, and as it stands in the page.
  func pageText(_ names: String...) -> PageText? {
    names.lazy.compactMap { byClass[$0] }.first?.lazy.compactMap(pageText).first
  }

  private func pageText(of element: HTMLElement) -> PageText? {
    let line = text(of: element)
    return PageText(line: line, written: line == element.text ? element.rawText : line)
  }

  /// As `p-` properties are read.
  func text(of element: HTMLElement) -> String {
    Self.values(in: element)?.joined() ?? Self.stated(by: element) ?? ""
  }

  private static func stated(by element: HTMLElement) -> String? {
    switch element.name {
    case "abbr", "link": element["title"] ?? element.text
    case "data", "input", "meta": element["value"] ?? element["content"] ?? element.text
    case "img", "area": element["alt"]
    default: element.text
    }
  }

  /// As `u-` properties are read: as it stands, and good for an address.
  func reference(_ name: String) -> String? { byClass[name]?.lazy.compactMap(reference).first }

  func reference(of element: HTMLElement) -> String? {
    let reference =
      switch element.name {
      case "a", "area", "link": element["href"]
      case "img", "iframe", "source": element["src"]
      case "audio", "video": element["src"] ?? element.first { $0.name == "source" }?["src"]
      case "object": element["data"]
      default: element["content"] ?? Optional(text(of: element))
      }
    return reference.flatMap { $0.isEmpty || base.resolving($0) == nil ? nil : $0 }
  }

  /// As `dt-` properties are read, with the value class pattern: a day and a time may stand in places of their own.
  func date(_ names: String...) -> PageDate? {
    guard let element = names.lazy.compactMap({ byClass[$0]?.first }).first else { return nil }
    let text: String
    if let values = Self.values(in: element) {
      let date = values.first { $0.contains("-") && !$0.hasPrefix("-") }
      let time = values.first { $0 != date && $0.contains(":") && !$0.hasPrefix("-") && !$0.hasPrefix("+") }
      let zone = values.first { $0 != date && $0 != time }
      text = [date, time.map { "T\($0)" }, zone].compactMap(\.self).joined()
    } else {
      text = Self.datetime(of: element)
    }
    return PageDate(text, line: element.line)
  }

  /// What an element that stands for a date says.
  static func datetime(of element: HTMLElement) -> String {
    element["datetime"] ?? (element.name == "abbr" ? element["title"] : element["value"] ?? element["content"])
      ?? element.text
  }

  /// The address of the root itself, or of the only link right in it, where no property is one.
  var impliedReference: String? {
    if byClass.keys.contains(where: { $0.hasPrefix("u-") }) { return nil }
    if root["href"] != nil { return reference(of: root) }
    // A link that is another property, a category say, would be one by the letter of the rule.
    return onlyElement { link in
      ["a", "area"].contains(link.name) && link["href"] != nil
        && link.words("class").allSatisfy { !$0.hasPrefix("p-") || $0 == "p-name" }
    }.flatMap(reference)
  }

  /// The text of the root, where no property is a name, or holds one.
  var impliedName: PageText? {
    let hasProperties = byClass.keys.contains { $0.hasPrefix("p-") || $0.hasPrefix("e-") || $0 == "entry-content" }
    guard !hasProperties, !elements.contains(where: Microformats.isRoot) else { return nil }
    let name =
      onlyElement { ["img", "area"].contains($0.name) && $0["alt"] != nil }?.pageText(of: "alt") ?? pageText(of: root)
    return name.flatMap { $0.line.utf8.count > 300 ? nil : $0 }
  }

  private func onlyElement(where isWanted: (HTMLElement) -> Bool) -> HTMLElement? {
    if isWanted(root) { return root }
    let children = root.children
    let wanted = children.filter(isWanted)
    if wanted.count == 1 { return Microformats.isRoot(wanted[0]) ? nil : wanted[0] }
    guard wanted.isEmpty, children.count == 1, !Microformats.isRoot(children[0]) else { return nil }
    let inner = children[0].children.filter(isWanted)
    return inner.count == 1 ? inner[0] : nil
  }

  /// The address of what a property cites, perhaps in an `h-cite`.
  func cited(_ name: String) -> String? {
    guard let element = elements(name).first else { return nil }
    guard Microformats.isRoot(element) else { return reference(of: element) }
    let cited = MicroformatProperties(of: element, base: base)
    return cited.reference("u-url") ?? cited.impliedReference
  }

  var bookmark: String? { elements.first { $0.has(rel: "bookmark") }.flatMap(reference) }
  var tagLinks: [HTMLElement] { elements.filter { $0.has(rel: "tag") } }

  var authors: [Person] { elements("p-author", "u-author", "author").compactMap(person).uniqued() }

  private func person(_ element: HTMLElement) -> Person? {
    // The card may also stand within the property.
    let card =
      Microformats.isRoot(element) ? element : element.first { $0.has(class: "h-card") || $0.has(class: "vcard") }
    guard let card else {
      let link = element.name == "a" ? element : element.first { $0.has(rel: "author") }
      let name = text(of: element)
      return name.isEmpty ? nil : Person(name: name, url: link.flatMap(reference))
    }
    let properties = MicroformatProperties(of: card, base: base)
    var person = Person(name: properties.text("p-name", "fn") ?? text(of: card))
    person.url =
      properties.reference("u-url") ?? properties.elements("url").first.flatMap(reference)
      ?? properties.impliedReference
    if let email = properties.elements("u-email", "p-email", "email").first {
      let address = email["href"] ?? text(of: email)
      person.email =
        address.lowercased().hasPrefix("mailto:") ? String(address.dropFirst(7).prefix { $0 != "?" }) : address
    }
    person.affiliation = properties.text("p-org", "org")
    if person.name.isEmpty { person.name = person.url.flatMap { base.resolving($0)?.string } ?? "" }
    return person.name.isEmpty ? nil : person
  }

  func attachment(of element: HTMLElement, _ kind: String) -> Attachment? {
    guard let url = reference(of: element) else { return nil }
    let type = element["type"] ?? element.first { $0.name == "source" }?["type"]
    return Attachment(url: url, mediaType: type ?? MediaType.ofFile(at: url, kind: kind), title: element["title"])
  }

  /// The value class pattern (https://microformats.org/wiki/value-class-pattern); nil where there is none.
  private static func values(in element: HTMLElement) -> [String]? {
    guard element.range.count <= 200 else { return nil }
    let values = element.elements().compactMap { inner -> String? in
      if inner.has(class: "value-title") { return inner["title"] }
      guard inner.has(class: "value") else { return nil }
      return ["time", "ins", "del"].contains(inner.name) ? inner["datetime"] ?? inner.text : stated(by: inner)
    }
    return values.isEmpty ? nil : values
  }
}

extension MediaType {
  /// Of a file that is heard or seen, where nothing else says it.
  ///
  /// - Parameter kind: `audio` or `video`, which decides where the extension does not.
  fileprivate static func ofFile(at address: String, kind: String) -> String {
    guard let type = ofFile(at: address), type.hasPrefix("audio/") || type.hasPrefix("video/") else {
      return kind == "audio" ? "audio/mpeg" : "video/mp4"
    }
    if type.hasPrefix(kind) { return type }
    // Apple's own names of MPEG-4 are of one kind each.
    let format = type.split(separator: "/")[1]
    return "\(kind)/\(format.hasPrefix("x-m4") ? "mp4" : format)"
  }
}
