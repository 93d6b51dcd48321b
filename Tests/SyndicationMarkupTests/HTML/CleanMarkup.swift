import Syndication
import Testing

/// Reads clean HTML as strictly as it is written, and says what is wrong with it. It knows nothing of the cleaner.
struct CleanMarkup {
  private(set) var faults: [String] = []
  private(set) var elements: [String] = []
  private(set) var addresses: [String] = []
  private(set) var deepest = 0
  private var rest: Substring

  init(_ html: String) {
    rest = Substring(html)
    for scalar in html.unicodeScalars where !CleanMarkup.isAllowed(scalar) {
      faults.append("U+\(String(scalar.value, radix: 16))")
    }
    var open: [String] = []
    while let mark = rest.firstIndex(of: "<") {
      check(text: rest[..<mark])
      rest = rest[rest.index(after: mark)...]
      guard let end = rest.firstIndex(of: ">") else {
        faults.append("a tag without end")
        break
      }
      let tag = rest[..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("/") {
        let name = String(tag.dropFirst())
        if open.popLast() != name { faults.append("</\(name)> ends nothing") }
      } else {
        let name = start(tag)
        if !CleanMarkup.voids.contains(name) { open.append(name) }
        deepest = max(deepest, open.count)
      }
    }
    check(text: rest)
    if !open.isEmpty { faults.append("never ended: \(open)") }
  }

  private mutating func start(_ tag: Substring) -> String {
    let name = String(tag.prefix { $0 != " " })
    elements.append(name)
    if name.isEmpty || !name.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) })
      || CleanMarkup.forbidden.contains(name)
    {
      faults.append("<\(name)>")
    }
    var attributes = tag.dropFirst(name.count)
    var names: Set<String> = []
    while !attributes.isEmpty {
      guard attributes.removeFirst() == " ", let equals = attributes.firstIndex(of: "=") else {
        faults.append("attributes of <\(tag)>")
        return name
      }
      let attribute = String(attributes[..<equals])
      attributes = attributes[equals...].dropFirst()
      guard attributes.first == "\"", let end = attributes.dropFirst().firstIndex(of: "\"") else {
        faults.append("value of \(attribute) in <\(tag)>")
        return name
      }
      let value = attributes[..<end].dropFirst()
      attributes = attributes[end...].dropFirst()
      check(text: value)
      check(attribute, String(value).replacing("&amp;", with: "&"), of: name)
      if !names.insert(attribute).inserted { faults.append("\(attribute) twice in <\(tag)>") }
    }
    return name
  }

  private mutating func check(_ attribute: String, _ value: String, of element: String) {
    if attribute.hasPrefix("on") || ["srcdoc", "action", "formaction", "background", "data"].contains(attribute) {
      faults.append("\(attribute) of <\(element)>")
    }
    if attribute == "style", value.lowercased().contains(/position|expression|url\(|@import|javascript|\\/) {
      faults.append("style \(value)")
    }
    switch attribute {
    case "href", "src", "cite", "longdesc", "poster": check(address: value, of: attribute, in: element)
    case "srcset":
      for candidate in value.split(separator: ", ") {
        check(address: String(candidate.prefix { $0 != " " }), of: attribute, in: element)
      }
    default: break
    }
  }

  private mutating func check(address: String, of attribute: String, in element: String) {
    addresses.append(address)
    let isImage =
      element == "img" && attribute == "src"
      && address.wholeMatch(of: /data:image\/(png|jpeg|gif|webp);base64,[\w+\/=]*/) != nil
    let isLink = attribute == "href" && address.contains(/^(mailto:|tel:|ftp:\/\/)/)
    if !isImage, !isLink, !address.contains(/^https?:\/\/[^\/]/) { faults.append("\(attribute)=\(address)") }
  }

  private mutating func check(text: Substring) {
    if text.contains(">") || text.contains("<") { faults.append("raw < or > in \(text)") }
    for piece in text.split(separator: "&", omittingEmptySubsequences: false).dropFirst()
    where !["amp;", "lt;", "gt;", "quot;"].contains(where: piece.hasPrefix) {
      faults.append("raw & before \(piece.prefix(10))")
    }
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0x20...0x7E, 0xA0...0xFFFC, 0x10000...: true
    default: false
    }
  }

  private static let voids: Set<String> = ["br", "col", "hr", "img", "source", "track", "wbr"]
  private static let forbidden: Set<String> = [
    "script", "style", "iframe", "embed", "object", "form", "input", "button", "select", "textarea", "svg", "meta",
    "base",
    "link", "title", "template", "noscript", "xmp", "plaintext", "html", "head", "body",
  ]
}
