internal import Synchronization
public import Syndication
public import SyndicationMarkup

/// A publisher in miniature: posts, settings, and the ledger that one build leaves to the next.
public struct Blog: Sendable {
  /// Its settings, to be changed before a build.
  public var pipeline: Pipeline
  /// What its sources hold, to be changed between builds.
  public var items: [SourceItem]
  /// Entries of feeds that its sources had before, by the names of these.
  public var adopted: [SourceItem] = []
  /// Of the last build.
  public var ledger = Ledger()

  /// Its site is at `https://example.com/`, its feeds below `/feeds/`; all else has the defaults.
  public init(_ items: [SourceItem] = []) {
    self.items = items
    let url = AbsoluteURL("https://example.com/")!
    pipeline = Pipeline(
      site: Site(title: "Example Notes", url: url, timeOfDay: 12 * 3600),
      feeds: FeedSettings(url: url.appending(path: "feeds/")),
      tags: TagSettings(), configuration: "config.json")
  }

  /// What a build at `instant` gives, remembered for the next.
  @discardableResult
  public mutating func build(at instant: String = Blog.today) throws -> BuiltBlog {
    let built = try preview(at: instant)
    ledger = built.ledger
    return built
  }

  /// What a build at `instant` would give, documents and all.
  public func preview(at instant: String = Blog.today) throws -> BuiltBlog {
    try BuiltBlog(pipeline.edition(of: items, adopting: adopted, remembering: ledger, at: Timestamp(instant)))
  }

  /// The instant of a build where none is given: after the posts' default date.
  public static let today = "2022-06-01T00:00:00Z"
}

extension SourceItem {
  /// A post as a `json` source gives it.
  public static func post(
    _ id: String? = nil, url: String? = nil, title: String? = "A title", on published: String? = "2022-03-26T08:00:00Z",
    updated: String? = nil, summary: String? = nil, text: String? = nil, html: String? = nil, authors: [Person] = [],
    tags: [String] = [], source: String = "json"
  ) -> SourceItem {
    var item = SourceItem(
      source: source, place: Place(file: "posts.json", pointer: "/items/\(id ?? url ?? "")"),
      identity: .item(id: id, url: url.map { .written($0) }))
    item.title = title
    item.published = published
    item.updated = updated
    item.summary = summary.map(Content.text)
    item.content = html.map { Content(.html, .text($0)) } ?? text.map { Content(.text, .text($0)) }
    item.authors = authors
    item.tags = tags
    return item
  }

  /// A post as a `listing` source gives it: a date, no id.
  public static func listed(
    _ title: String, on date: String = "2022-03-26", summary: String? = nil, tags: [String] = [],
    authors: [String] = [], template: String = "/{year}/{month}/{day}/{slug}/", links: [String: String] = [:],
    source: String = "listing"
  ) -> SourceItem {
    let rule = PermalinkRule(template: template, links: links.compactMapValues { AbsoluteURL($0) })
    var item = SourceItem(source: source, place: Place(file: "listing.txt"), identity: .listed(rule))
    item.title = title
    item.published = date
    item.summary = summary.map(Content.text)
    item.authors = authors.map { Person(name: $0) }
    item.tags = tags
    return item
  }
}

extension PreparedEntry {
  /// `entry` as it is written, and what was taken out of it.
  public init(_ entry: Entry, on site: Site, problems: inout [Problem]) throws {
    let input = try RenderInput.Entry(entry, on: Shared(site))
    let (prepared, warnings) = PreparedEntry.prepared(from: input)
    problems += warnings.map { $0.problem(at: entry.item.place) }
    self = prepared
  }
}

/// A test's address is written.
extension SourceItem.Address: ExpressibleByStringInterpolation {
  /// An address that the author wrote.
  public init(stringLiteral address: String) { self = .written(address) }
}

extension Content {
  /// What `BodyMarkup` takes it for; nil where something else reads it.
  public var kind: BodyMarkup.Kind? { (markup as? BodyMarkup)?.kind }
  /// As `BodyMarkup` has it.
  public var base: String? { (markup as? BodyMarkup)?.base }
}

extension Timestamp {
  /// The instant of an RFC 3339 text that a test gives.
  public init(_ rfc3339: String) {
    guard case .instant(let instant)? = SourceDate(rfc3339) else { preconditionFailure("\(rfc3339) is no instant") }
    self = instant
  }
}

/// An edition with all its documents in memory.
@dynamicMemberLookup
public struct BuiltBlog: Sendable {
  /// What was to be published.
  public let edition: Edition
  /// What came of it.
  public let rendered: RenderedEdition
  /// All documents, in their order.
  public let documents: [Publication.Item]
  /// Of all that each document is made of.
  public let fingerprints: [DocumentPath: ContentHash]

  /// - Throws: what making the documents throws.
  public init(_ edition: Edition) throws {
    self.edition = edition
    let paths = edition.publication.paths
    let known = Mutex<[DocumentPath: ContentHash]>([:])
    (documents, rendered) = try edition.publication.documents { index, fingerprint in
      known.withLock { $0[paths[index]] = fingerprint }
    }
    fingerprints = known.withLock { $0 }
  }

  /// What the edition has of it.
  public subscript<Value>(dynamicMember path: KeyPath<Edition, Value>) -> Value { edition[keyPath: path] }

  /// Of the documents that were made.
  public var plan: FeedPlan { rendered.plan ?? edition.plan }
  /// What is remembered then.
  public var ledger: Ledger { rendered.ledger }
  /// Which entries came, changed and went.
  public var changes: Ledger.Changes { rendered.changes }
  /// Of the data, then those that making the documents found.
  public var problems: [Problem] { edition.problems + rendered.problems }

  /// The bytes of the document at `path`; nil where the edition has none.
  public func bytes(of path: String) -> [UInt8]? {
    document(path).map { $0.parts.flatMap(\.self) }
  }

  /// The document at `path` as text; empty where the edition has none.
  public func text(of path: String) -> String { String(decoding: bytes(of: path) ?? [], as: UTF8.self) }

  /// The one at a path; nil where there is none.
  public func document(_ path: String) -> Document? { documents.first { $0.path.string == path }?.document }

  /// Of all documents, in the order of publication.
  public var paths: [String] { edition.publication.paths.map(\.string) }

  /// The entry of the plan with this title.
  public func entry(_ title: String) -> Entry? { plan.entries.first { $0.item.title == title } }

  /// The feed of the scope with this name: `tags/graphs`; nil where the edition has none.
  public func feed(_ scope: String) -> Feed? { plan.feeds.first { $0.scope.name == scope } }

  /// The titles that a feed holds, in its order.
  public func titles(in scope: String = "all") -> [String] {
    feed(scope)?.entries.map { plan.entries[$0].item.title ?? "" } ?? []
  }

  /// The problems' rules, as they were found.
  public var rules: [String] { problems.map(\.rule) }
}
