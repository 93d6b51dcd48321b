internal import Glibc
public import Syndication
internal import SyndicationFiles
internal import SyndicationSources

/// Why a post is in a feed or not.
public struct Explanation: Sendable {
  /// A post of a source.
  public struct Post: Sendable {
    /// Where it stands, and why.
    public let standing: Standing
    /// Why its source keeps it back, where that can be told.
    public var hiding: String?
    /// What is wrong with it.
    public var problems: [Problem] = []
    /// The feeds of which a document has it in summary form.
    public var shortened: [String] = []
    /// Those of which a document has no room for it.
    public var omitted: [String] = []
  }

  /// As it was asked.
  public let query: String
  /// Those of sources that are meant, ten at most.
  public internal(set) var posts: [Post] = []
  /// What the ledger remembers of entries that no source holds any more.
  public internal(set) var gone: [Ledger.Row] = []
  /// Of a file that is there, and holds no post: what there is to tell of it.
  public internal(set) var file: (path: String, reason: String, problems: [Problem])?
  /// Where nothing is found: what could be meant, by title and address.
  public internal(set) var nearest: [String] = []
  /// Whether the sources could be read.
  public internal(set) var isRead = true
  /// What keeps all from being published.
  public internal(set) var problems: [Problem] = []
  /// How many more posts are meant than are told of.
  public internal(set) var others = 0

  /// Whether there is anything to tell.
  public var isFound: Bool { !posts.isEmpty || !gone.isEmpty || file != nil }
}

extension Build {
  /// Why what `query` means is in feeds or not; touches nothing, and waits for nobody.
  ///
  /// - Parameter query: an address, an id, a title, or a file, `posts.txt:12` its line, as seen from the working directory.
  /// - Throws: as `run`.
  public func explanation(of query: String, at instant: Timestamp) async throws -> Explanation {
    var explanation = Explanation(query: query)
    var report = BuildReport(of: self)
    guard let gathered = try await gathered(at: instant, into: &report) else {
      explanation.problems = report.problems
      explanation.isRead = false
      return explanation
    }
    if !gathered.isFit { explanation.problems = report.problems.filter { $0.severity == .error } }
    let (items, edition) = (gathered.items, gathered.edition)
    let (meant, gone) = edition.matches(for: query, among: items, remembering: gathered.ledger)
    let ofFile = self.positions(ofFile: query, among: items)
    let positions = meant + ofFile.filter { !meant.contains($0) }
    explanation.gone = gone
    explanation.others = max(0, positions.count - Explanation.most)
    var posts = try positions.prefix(Explanation.most).map { position in
      Explanation.Post(
        standing: try edition.standing(
          ofItemAt: position, among: items, adopting: gathered.adopted, remembering: gathered.ledger,
          feeds: gathered.pipeline.feeds, tags: gathered.pipeline.tags, at: instant))
    }
    for index in posts.indices {
      let item = posts[index].standing.item
      posts[index].problems = report.problems.filter { $0.place.isOf(item.place) }
      if case .hidden = posts[index].standing.state {
        posts[index].hiding = try reasonForHiding(item.place.file, of: item.source)
      }
    }
    explanation.posts = try lossesNoted(posts, in: edition)
    if !explanation.isFound {
      explanation.file = try file(query, beside: report.problems)
      if explanation.file == nil { explanation.nearest = nearest(to: query, among: edition.names(of: items)) }
    }
    return explanation
  }

  /// Those that lie in a file, or at a line of it, or where a JSON pointer leads to: as messages name places.
  private func positions(ofFile query: String, among items: [SourceItem]) -> [Int] {
    var path = query[...]
    var pointer: Substring?
    var line: Int?
    if let mark = path.firstRange(of: "#/") {
      (path, pointer) = (path[..<mark.lowerBound], path[path.index(after: mark.lowerBound)...])
    }
    if let colon = path.lastIndex(of: ":"), let number = Int(path[path.index(after: colon)...]) {
      (path, line) = (path[..<colon], number)
    }
    let wanted = Path.plain(Path.shown(String(path)))
    let name = "/\(wanted)"
    let ofFile = items.indices.filter { index in
      let place = items[index].place
      if let pointer, place.pointer.map({ $0[...] == pointer }) != true { return false }
      let file = Path.plain(Path.shown(place.file))
      return file == wanted || wanted.contains("/") && file.hasSuffix(name)
    }
    guard let line, pointer == nil else { return Array(ofFile) }
    // What begins last above the line.
    return ofFile.filter { items[$0].place.line ?? 1 <= line }
      .max { items[$0].place.line ?? 1 < items[$1].place.line ?? 1 }.map { [$0] } ?? []
  }

  /// Why the post of a file is kept back, or none.
  private func reasonForHiding(_ file: String, of name: String? = nil) throws -> String? {
    for source in sources {
      guard let markdown = source as? MarkdownSource, name == nil || markdown.name == name,
        let reason = try markdown.reasonForHiding(file)
      else { continue }
      return reason
    }
    return nil
  }

  /// A file that is there, and what is told of it.
  private func file(
    _ query: String, beside problems: [Problem]
  ) throws -> (path: String, reason: String, problems: [Problem])? {
    guard stat(query)?.isFile == true else { return nil }
    let wanted = Path.plain(Path.shown(query))
    let told = problems.filter { Path.plain(Path.shown($0.place.file)) == wanted }
    // A source knows it by the path that the configuration gives.
    let path =
      told.first?.place.file
      ?? sources.flatMap(\.files).first { Path.isInside(query, $0) }.map { folder in
        let names = Path.segments(Directory.resolved(query)).dropFirst(Path.segments(Directory.resolved(folder)).count)
        return names.isEmpty ? folder : Path.join(folder, names.joined(separator: "/"))
      }
    guard let path else {
      return (query, "no source reads it: none of \"sources\" in the configuration holds it", told)
    }
    guard told.isEmpty else { return (query, "what is told of it says why", told) }
    return (query, try reasonForHiding(path) ?? "no post is read from it", told)
  }

  /// The titles and addresses that are most like what was asked for: that share most words with it, else letters.
  private func nearest(to query: String, among names: [(title: String, address: String)]) -> [String] {
    let home = configuration.site.url.string
    func words(_ text: String) -> Set<Substring> {
      let text = text.hasPrefix(home) ? text.dropFirst(home.count) : text[...]
      // Years and days are those of many.
      return Set(text.lowercased()[...].split { !$0.isLetter && !$0.isNumber }.filter { Int($0) == nil })
    }
    let wanted = words(query)
    func likeness(_ text: String) -> Double {
      let own = words(text)
      let shared = Double(wanted.intersection(own).count)
      return shared == 0 ? 0 : shared / Double(max(wanted.count, own.count))
    }
    let ranked = names.map { name in (name, max(likeness(name.title), likeness(name.address))) }
      .filter { $0.1 >= 0.3 }.sorted { $0.1 > $1.1 }
    let best = ranked.first.map { $0.1 } ?? 0
    var found = ranked.filter { $0.1 > 0.7 * best }.prefix(3).map(\.0)
    if found.isEmpty {
      func near(_ texts: [String]) -> String? {
        Suggestion.nearest(to: query, among: Array(texts.lazy.filter { !$0.isEmpty }.prefix(10_000)))
      }
      let alike = near(names.map(\.title)) ?? near(names.map(\.address))
      found = names.filter { [$0.title, $0.address].contains(alike) }.prefix(1).map(\.self)
    }
    return found.map { [$0.title, $0.address].filter { !$0.isEmpty }.joined(separator: ", ") }
  }

  /// With what documents have no room for: those of the feeds that are to hold one of the posts are made.
  private func lossesNoted(_ posts: [Explanation.Post], in edition: Edition) throws -> [Explanation.Post] {
    let wanted = Set(posts.flatMap { $0.standing.holdings.flatMap(\.documents) })
    guard !wanted.isEmpty else { return posts }
    let paths = edition.publication.paths
    let isUnwanted: @Sendable (Int, ContentHash) -> Bool = { index, _ in !wanted.contains(paths[index]) }
    let rendered = try edition.publication.makeDocuments(unless: isUnwanted) { _ in }
    return posts.map { post in
      guard let id = post.standing.id?.0 else { return post }
      var post = post
      post.shortened = rendered.losses.filter { $0.shortened.contains(id) }.map(\.feed)
      post.omitted = rendered.losses.filter { $0.omitted.contains(id) }.map(\.feed)
      return post
    }
  }
}

extension Explanation {
  /// How many posts are told of: a file may hold thousands.
  fileprivate static let most = 10
}

extension Place {
  /// Whether what is here is of an item that begins at `start`.
  fileprivate func isOf(_ start: Place) -> Bool {
    guard file == start.file else { return false }
    if let pointer, let own = start.pointer { return pointer == own || pointer.hasPrefix("\(own)/") }
    // A file that is one post's.
    guard let own = start.line, own > 1 else { return true }
    return line == own
  }
}
