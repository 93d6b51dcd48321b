internal import Syndication
internal import SyndicationSite

extension PlanReport {
  /// For people: a small table.
  func table(seconds: Duration) -> [String] {
    let width = max(36, (changes.map { name(of: $0).count }.max() ?? 0) + 4)
    func row(_ name: String, _ cells: [String]) -> String {
      name.padded(to: width) + cells.map { String(repeating: " ", count: max(1, 13 - $0.count)) + $0 }.joined()
    }
    var lines = [build.title]
    if !changes.isEmpty { lines.append(row("", Self.columns)) }
    for change in changes {
      lines.append(row("  \(name(of: change))", counts(of: change).map { $0 == 0 ? "·" : String($0) }))
    }
    for loss in losses { lines.append("  \(loss.line)") }
    for query in queries { lines.append("  \(query.line)") }
    if unchanged > 0 {
      lines.append("  \(counted(unchanged, changes.isEmpty ? "feed" : "other feed")): nothing changes")
    }
    lines.append(
      "  \(build.folder)".padded(to: width) + documents(separator: " · ").padded(to: 48) + shown(seconds) + " s")
    return lines
  }

  /// For a pipe: a fact a line.
  func lines(seconds: Duration) -> [String] {
    func facts(_ counts: [Int]) -> String { zip(counts, Self.columns).map { "\($0) \($1)" }.joined(separator: ", ") }
    var lines = changes.map { "feed: \(name(of: $0)), \(facts(counts(of: $0)))" }
    lines += losses.map { "no room: \($0.line)" }
    lines += queries.map { "query: \($0.line)" }
    lines.append("feeds: \(changes.count) changed, \(unchanged) unchanged")
    lines.append("entries: \(facts(counts))")
    lines.append("notified: \(notifications.count)")
    lines.append("documents: \(documents(separator: ", "))")
    lines.append("seconds: \(shown(seconds))")
    return lines
  }

  private func documents(separator: String) -> String {
    build.outcome(build.published ?? PublishReport(), true, separator: separator)
  }

  private func name(of change: FeedChanges) -> String {
    change.state == .stays ? change.feed : "\(change.feed) (\(change.state.rawValue))"
  }

  private static let columns = ["new", "shown again", "updated", "removed"]

  private func counts(of change: FeedChanges) -> [Int] {
    [change.new, change.again, change.updated, change.removed].map(\.count)
  }

  /// Each entry once, in how many feeds ever.
  private var counts: [Int] {
    [\FeedChanges.new, \.again, \.updated, \.removed].map { path in
      changes.reduce(into: Set<String>()) { $0.formUnion($1[keyPath: path]) }.count
    }
  }

  /// How many of the feeds that there would be.
  private var unchanged: Int {
    build.published == nil ? 0 : build.feeds - changes.count { [.begins, .stays].contains($0.state) }
  }
  func notifies(moreThan allowed: Int?) -> Bool { allowed.map { notifications.count > $0 } ?? false }

  /// For scripts: one JSON object.
  func json(seconds: Duration) -> String {
    JSONWriter.text { json in
      json.object("entries") { $0.counts(counts) }
      json.array("notified") { json in for entry in notifications { json.notification(entry) } }
      json.array("feeds") { json in
        for change in changes {
          json.object { json in
            json.string("feed", change.feed)
            json.string("state", change.state.rawValue)
            json.counts(counts(of: change))
          }
        }
      }
      json.number("unchangedFeeds", unchanged)
      json.array("losses") { json in
        for loss in losses {
          json.object { json in
            json.string("feed", loss.feed)
            json.number("bytes", loss.bytes)
            json.array("shortened") { json in for id in loss.shortened { json.string(nil, id) } }
            json.array("omitted") { json in for id in loss.omitted { json.string(nil, id) } }
          }
        }
      }
      json.array("queries") { json in
        for query in queries {
          json.object { json in
            json.string("feed", query.feed)
            json.string("query", query.query.description)
          }
        }
      }
      json.outcome(of: build, seconds: seconds)
    }
  }
}

extension PlanReport.Notification {
  /// For people: what, which, and where.
  var line: String {
    let name = title.map { "“\($0)”, \(id)" } ?? id
    return "\(isAgain ? "shown again" : "new"): \(name), in \(feeds.joined(separator: ", "))"
  }
}

extension FeedQuery {
  /// The scope's name of its feed.
  fileprivate var feed: String { "\(Axis.query.plural!)/\(name)" }

  /// For people: which feed, and what it asks for.
  fileprivate var line: String { "\(feed): \(query)" }
}

extension FeedLoss {
  /// For people: how much, and why.
  fileprivate var line: String {
    "\(feed), \(counted(shortened.count, "entry", "entries")) without content, \(omitted.count) left out, as a document "
      + "has \(bytes) bytes at most (feeds.bytes)"
  }
}

extension JSONWriter {
  fileprivate mutating func counts(_ counts: [Int]) {
    for (name, count) in zip(["new", "again", "updated", "removed"] as [StaticString], counts) { number(name, count) }
  }

  fileprivate mutating func notification(_ entry: PlanReport.Notification) {
    object { json in
      json.string("id", entry.id)
      json.string("title", entry.title)
      json.boolean("again", entry.isAgain)
      json.array("feeds") { json in for feed in entry.feeds { json.string(nil, feed) } }
    }
  }
}
