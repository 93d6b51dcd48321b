public import Syndication

/// What every `CatalogSource` must do, whatever it reads: one suite, to be called from the tests of each.
///
///     @Test func conforms() async throws {
///       let violations = await CatalogSourceConformance.violations(
///         of: { JSONSource(name: "posts", path: folder["posts.json"]) },
///         missing: { JSONSource(name: "posts", path: folder["none.json"]) },
///         change: { try folder.write("[]", to: "posts.json") })
///       #expect(violations == [])
///     }
///
/// What it tries: that each load gives the same posts, in the same order, two at once, too; that each post can be told from
/// the others, has a place, and bodies that stay; that what is missing is an error, not empty; that the revision is the same
/// while nothing changes, and another afterwards.
public enum CatalogSourceConformance {
  /// What a kind of source does otherwise than it must, as sentences; none where it conforms.
  ///
  /// - Parameters:
  ///   - source: makes a source of one or more posts without problems; each call, one of the same posts.
  ///   - missing: makes a source of what is not there.
  ///   - change: changes what the source reads, which is to be old before; nil for one that has no revision.
  public static func violations(
    of source: () throws -> any CatalogSource, missing: () throws -> any CatalogSource,
    change: (() throws -> Void)? = nil
  ) async -> [String] {
    var violations: [String] = []
    do {
      let first = try source()
      let contents = try await first.load()
      let posts = try contents.items.map(fingerprint)
      if posts.isEmpty { violations.append("it holds no post") }
      violations += contents.problems.map { "a good source has a problem: \($0)" }
      violations += faults(of: contents.items)
      for item in contents.items where try [item.summary, item.content].contains(where: { try text($0) != text($0) }) {
        violations.append("a body changes from one reading to the next: \(item.place)")
      }

      if try await first.load().items.map(fingerprint) != posts { violations.append("a second load differs") }
      if try await source().load().items.map(fingerprint) != posts { violations.append("a second source differs") }
      async let one = first.load()
      async let other = first.load()
      for contents in [try await one, try await other] where try contents.items.map(fingerprint) != posts {
        violations.append("one of two loads at once differs")
      }

      let revision = await first.revision()
      for source in [first, try source()] {
        // It may have been too young to be known, and be it no more.
        if let revision, let again = await source.revision(), again != revision {
          violations.append("its revision differs though nothing changed")
        }
      }
      if let change {
        if revision == nil { violations.append("it does not tell its revision") }
        try change()
        if let changed = await first.revision(), changed == revision {
          violations.append("its revision stays though it changed")
        }
      }
    } catch {
      violations.append("a good source throws: \(error)")
    }
    do {
      let contents = try await missing().load()
      violations.append("what is missing does not throw but holds \(contents.items.count) posts")
    } catch {}
    return violations
  }

  private static func faults(of items: [SourceItem]) -> [String] {
    var faults: [String] = []
    var keys: Set<String> = []
    for item in items {
      let place = item.place
      if place.file.isEmpty { faults.append("a post has no file: \(item.title ?? "untitled")") }
      if let line = place.line, line < 1 { faults.append("lines are counted from 1: \(place)") }
      if item.source.isEmpty || item.source != items[0].source { faults.append("a source of many names: \(place)") }
      let key: String
      switch item.identity {
      case .item(let id, let url):
        if id == nil && url == nil { faults.append("a post has neither an id nor a URL: \(place)") }
        key = id ?? url?.string ?? "\(place)"
      case .listed:
        if item.title == nil { faults.append("a listed post has no title: \(place)") }
        if item.published.flatMap(LocalDate.init) == nil { faults.append("a listed post has no day: \(place)") }
        key = "\(item.published ?? "") \(Slug.of(item.title ?? ""))"
      }
      if !keys.insert(key).inserted { faults.append("two posts have one identity: \(place)") }
    }
    return faults
  }

  /// All of a post that a load gives.
  private static func fingerprint(_ item: SourceItem) throws -> [String] {
    // A dictionary has no order of its own.
    let identity =
      switch item.identity {
      case .item(let id, let url): [id ?? "", url.map { "\($0)" } ?? ""]
      case .listed(let rule): [rule.template] + rule.links.map { "\($0.key) \($0.value)" }.sorted()
      }
    return identity + [
      item.source, "\(item.place)", item.title ?? "", try text(item.summary),
      "\(item.content.map { "\($0.markup)" } ?? "")", try text(item.content), "\(item.published ?? "")",
      "\(item.updated ?? "")", item.timeZone?.identifier ?? "", "\(item.isMinorEdit)",
      "\(item.authors)", "\(item.tags)", "\(item.categories)", "\(item.image ?? "")",
      "\(item.bannerImage ?? "")", "\(item.externalURL ?? "")", "\(item.needsNoTitle)",
      "\(item.attachments)", "\(item.language ?? "")", "\(item.isHidden)", "\(item.expires ?? "")",
      "\(item.withdrawn, default: "-")",
      "\(item.aliases)", "\(item.origin, default: "")", "\(item.episode, default: "")", "\(item.asWritten)",
    ]
  }

  private static func text(_ content: Content?) throws -> String { try content.map { "\(try $0.read())" } ?? "" }
}
