internal import CLibXML2

/// The entries that a document holds, as its reader tells them apart and sees them change.
public struct HeldEntries: Sendable, Hashable {
  /// By id, the time of update as it is written; empty where the format has none, as RSS.
  let updated: [String: String]

  /// - Parameter updated: by id, the time of update as it is written; empty where the format has none.
  public init(updated: [String: String]) { self.updated = updated }

  /// Of JSON Feed.
  ///
  /// - Throws: where `document` is none.
  init(json document: [UInt8]) throws {
    var updated: [String: String]?
    try document.withUnsafeBufferPointer { bytes in
      var reader = JSONReader(bytes)
      try reader.object { name, reader in
        guard name == "items" else { return try reader.skip() }
        updated = [:]
        try reader.array { _, reader in
          var id: String?
          var time = ""
          try reader.object { name, reader in
            switch name {
            case "id": id = try reader.string()
            case "date_modified": time = try reader.string()
            default: try reader.skip()
            }
          }
          guard let id else { throw JSONError(reader.offset, "this item has no id") }
          updated?[id] = time
        }
      }
      try reader.finish()
    }
    guard let updated else { throw JSONError(0, "this is no feed") }
    self.updated = updated
  }

  /// Of an XML format.
  ///
  /// - Parameters:
  ///   - feed: the names of the elements on the way to the entries, the root's first.
  ///   - entry: the name of an entry's element; its `id` and `updated` are elements in it.
  init?(xml document: [UInt8], feed: [StaticString], entry: StaticString, id: StaticString, updated: StaticString?) {
    let options = XML_PARSE_NONET.rawValue | XML_PARSE_HUGE.rawValue | XML_PARSE_NOERROR.rawValue
    let tree = document.withUnsafeBytes {
      xmlReadMemory(
        $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32($0.count), nil, nil,
        Int32(options | XML_PARSE_NOWARNING.rawValue))
    }
    guard let tree else { return nil }
    defer { xmlFreeDoc(tree) }
    guard var parent = xmlDocGetRootElement(tree), parent.isNamed(feed[0]) else { return nil }
    for name in feed.dropFirst() {
      guard let child = parent.elements.first(where: { $0.isNamed(name) }) else { return nil }
      parent = child
    }
    var times: [String: String] = [:]
    for element in parent.elements where element.isNamed(entry) {
      let members = element.elements
      guard let name = members.first(where: { $0.isNamed(id) })?.text else { return nil }
      times[name] = updated.flatMap { updated in members.first { $0.isNamed(updated) }?.text } ?? ""
    }
    self.updated = times
  }

  /// Whether an entry has another time of update than `time`, as far as both are written.
  func isUpdated(_ id: String, since time: String) -> Bool {
    guard let updated = updated[id] else { return false }
    return updated != time && !updated.isEmpty && !time.isEmpty
  }
}

extension xmlNodePtr {
  fileprivate func isNamed(_ name: StaticString) -> Bool {
    name.withUTF8Buffer { xmlStrEqual(pointee.name, $0.baseAddress) == 1 }
  }

  fileprivate var elements: [xmlNodePtr] {
    xmlFirstElementChild(self).map { Array(sequence(first: $0) { xmlNextElementSibling($0) }) } ?? []
  }

  fileprivate var text: String? {
    guard let text = xmlNodeGetContent(self) else { return nil }
    defer { xml_free(text) }
    return String(cString: text)
  }
}
