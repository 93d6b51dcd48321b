internal import Syndication

/// Which form of a feed a client is given that names none (RFC 9110 §12.5.1).
enum Negotiation {
  enum Choice {
    case document(ServedDocument)
    /// For people.
    case page
  }

  /// - Parameters:
  ///   - documents: the feed in its formats, the preferred first.
  ///   - page: whether there is one.
  ///   - accept: what the client says of types; nil where it says nothing.
  /// - Returns: nil where it takes none.
  static func choice(among documents: [ServedDocument], page: Bool, accept: String?) -> Choice? {
    guard let accept, !FieldValue.trimmed(accept[...]).isEmpty else { return documents.first.map(Choice.document) }
    let ranges = FieldValue.elements(of: accept).compactMap(FieldValue.weighted)
    var best: (choice: Choice, quality: Int)?
    func offer(_ choice: Choice, _ type: String, _ others: [String]) {
      // What is not its own type it is only for who names that.
      let named = others.compactMap { other in ranges.first { $0.name == other }?.quality }
      let quality = max(Negotiation.quality(of: type, among: ranges), named.max() ?? 0)
      if quality > best?.quality ?? 0 { best = (choice, quality) }
    }
    for document in documents {
      let isJSON = document.kind.format == "json"
      offer(
        .document(document), String(document.kind.mediaType.withoutParameters),
        isJSON ? ["application/json"] : ["application/xml", "text/xml"])
    }
    if page { offer(.page, "text/html", ["application/xhtml+xml"]) }
    return best?.choice
  }

  /// As the most specific range says that it is in.
  private static func quality(of type: String, among ranges: [(name: String, quality: Int)]) -> Int {
    for range in [type, type.prefix { $0 != "/" } + "/*", "*/*"] {
      if let found = ranges.first(where: { $0.name == range }) { return found.quality }
    }
    return 0
  }
}
