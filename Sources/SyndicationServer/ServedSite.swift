internal import Syndication

/// All that is served at one moment: one value, of one publication.
final class ServedSite: Sendable {
  enum Route: Sendable {
    case document(ServedDocument)
    /// To an address that is relative to the one asked for, so that it holds wherever the folder is served.
    case moved(to: String)
    case gone
    /// A feed in each of its formats, for who asks for one by its type; and the way to the page, where there is one.
    case feed([ServedDocument], page: String?)
  }

  /// By path; as sent and as decoded where these are one.
  let routes: [String: Route]
  let documents: [DocumentPath: ServedDocument]
  /// What lies in the folder for other programs alone.
  let withheld: Set<DocumentPath>
  let whereabouts: Whereabouts
  let wording: Wording

  init(
    _ documents: [DocumentPath: ServedDocument], withholding withheld: Set<DocumentPath>, _ whereabouts: Whereabouts,
    said wording: Wording
  ) {
    self.documents = documents
    self.withheld = withheld
    self.whereabouts = whereabouts
    self.wording = wording
    var routes: [String: Route] = [:]
    let base = AbsoluteURL.percentDecoded(wording.url.path) ?? "/"
    /// At the root, and where the feeds' address has it.
    func add(_ path: String, _ route: Route) {
      for root in Set(["/", base]) { routes[root + path] = route }
    }
    var feeds: [String: [ServedDocument]] = [:]
    // One that says where its feed is now is no form of it.
    for document in documents.values where document.kind.format != nil && whereabouts.redirects[document.path] == nil {
      let path = document.path.string
      let ending = document.path.fileExtension
      if !ending.isEmpty { feeds[String(path.dropLast(ending.count + 1)), default: []].append(document) }
    }
    let page = DocumentPath("index.html").flatMap { documents[$0] }
    for (path, documents) in feeds {
      let order = FeedFormats.all.map(\.name)
      let sorted = documents.sorted { order.firstIndex(of: $0.kind.format!)! < order.firstIndex(of: $1.kind.format!)! }
      add(path, .feed(sorted, page: page.map { ServedSite.reference(from: path, to: $0.path.string) }))
    }
    for path in whereabouts.gone {
      add(path.string, .gone)
      if let name = ServedSite.feedName(of: path), feeds[name] == nil { add(name, .gone) }
    }
    for document in documents.values { add(document.path.string, .document(document)) }
    for (path, destination) in whereabouts.redirects {
      add(path.string, .moved(to: ServedSite.reference(from: path.string, to: destination.string)))
    }
    // Of several formats' ways, the first's stays.
    for (path, destination) in whereabouts.redirects.sorted(by: { $0.key > $1.key }) {
      guard let name = ServedSite.feedName(of: path), feeds[name] == nil else { continue }
      let other = String(destination.string.dropLast(destination.fileExtension.count + 1))
      if feeds[other] != nil { add(name, .moved(to: ServedSite.reference(from: name, to: other))) }
    }
    if let page { add("", .document(page)) }
    if base != "/" {
      let name = base.dropLast()
      routes[String(name)] = .moved(to: ServedSite.reference(from: "", to: "\(name.split(separator: "/").last!)/"))
    }
    self.routes = routes
  }

  /// Under which a feed is found in any format, where a path tells the format.
  private static func feedName(of path: DocumentPath) -> String? {
    let ending = path.fileExtension
    return FeedFormats.all.contains { $0.name == ending } ? String(path.string.dropLast(ending.count + 1)) : nil
  }

  /// The last part of a path, as an address that is relative to the others in its folder.
  static func name(of path: DocumentPath) -> String {
    AbsoluteURL.percentEncoded(String(path.string.split(separator: "/").last ?? ""))
  }

  /// RFC 3986 §4.2.
  private static func reference(from path: String, to other: String) -> String {
    let depth = path.utf8.count { $0 == UInt8(ascii: "/") }
    let encoded = AbsoluteURL.percentEncoded(other, keeping: "/")
    return (depth == 0 ? "./" : String(repeating: "../", count: depth)) + encoded
  }
}
