internal import Syndication
internal import SyndicationFiles
internal import SyndicationSite

extension Explanation {
  /// For people: a part a post.
  var lines: [String] {
    var parts = posts.map(\.lines)
    parts += gone.map { row in
      [row.permalink ?? row.id]
        + Self.table([
          ("state", row.isLive ? "no source holds it now" : "gone: no source holds it"), ("id", row.id),
          ("published", row.published.rfc3339), ("updated", row.updated.rfc3339),
          ("ledger", "source \(row.key.source), key \(row.key.id)"),
        ])
    }
    if let file {
      parts.append(
        [Path.shown(file.path)] + Self.table([("state", "not read: \(file.reason)")])
          + file.problems.lines(isVerbose: true).map { "  " + $0 })
    }
    if others > 0 { parts.append(["and \(others) more: name one by its address, its id or its line"]) }
    return Array(parts.joined(separator: [""]))
  }

  fileprivate static func table(_ rows: [(String, String)]) -> [String] { rows.map { "  " + $0.padded(to: 12) + $1 } }

  /// For scripts: one JSON object.
  var json: String {
    JSONWriter.text { json in
      json.string("query", query)
      json.array("posts") { json in for post in posts { json.object { post.write(to: &$0) } } }
      json.array("gone") { json in for row in gone { json.object { row.write(to: &$0) } } }
      if let file {
        json.object("file") { json in
          json.string("path", Path.shown(file.path))
          json.string("reason", file.reason)
          json.problems(file.problems)
        }
      }
      json.array("nearest") { json in for name in nearest { json.string(nil, name) } }
      json.number("others", others)
      json.problems(problems)
    }
  }
}

extension Explanation.Post {
  fileprivate var lines: [String] {
    let item = standing.item
    var rows: [(String, String)] = []
    func add(_ name: String, _ text: String?) { if let text { rows.append((name, text)) } }
    add("address", standing.permalink?.string)
    add("source", "\(item.place.shown) (\(item.source))")
    add("state", state + (hiding ?? "").prefixed(by: ": "))
    add("withdrawn", item.withdrawn.map { $0.isEmpty ? "without a reason" : $0 })
    add("id", standing.id.map { "\($0.0): \($0.1.sentence)" })
    add("published", standing.published.map { "\($0.0.rfc3339): \($0.1.sentence)" })
    add("updated", standing.updated.map { "\($0.0.rfc3339): \($0.1.sentence)" })
    if let row = standing.row {
      add("ledger", "source \(row.key.source), key \(row.key.id)\(row.isLive ? "" : ", gone until now")")
      if let former = row.permalink, former != standing.permalink?.string { add("", "lived at \(former)") }
    }
    for alias in item.aliases { add("alias", alias) }
    for (index, holding) in standing.holdings.enumerated() {
      let what =
        omitted.contains(holding.feed)
        ? ", and a document has no room for it (feeds.bytes)"
        : shortened.contains(holding.feed) ? ", in a document with its summary alone (feeds.bytes)" : ""
      add(index == 0 ? "in" : "", "\(holding.feed), \(holding.position) of \(holding.count)\(what)")
    }
    if case .published = standing.state, standing.holdings.isEmpty { add("in", "no feed") }
    for (index, lack) in standing.lacks.enumerated() { add(index == 0 ? "not in" : "", "\(lack.feed): \(lack.reason)") }
    for (index, warning) in standing.warnings.enumerated() {
      add(index == 0 ? "found in it" : "", "\(warning.message) [\(warning.rule)]")
    }
    return [title] + Explanation.table(rows) + problems.lines(isVerbose: true).map { "  " + $0 }
  }

  private var title: String {
    let title = PlainText.line(standing.item.title ?? "").text
    return title.isEmpty ? "(no title)" : title
  }

  private var state: String {
    switch standing.state {
    case .published: "published"
    case .hidden: "kept back by its source"
    case .expired(let time): "expired at \(time.rfc3339)"
    case .scheduled(let time): "scheduled: due at \(time.rfc3339)"
    case .held(let place): "left out: \(place.shown) holds it, too, and comes first"
    case .refused: "left out: it has an error"
    }
  }

  fileprivate func write(to json: inout JSONWriter) {
    let item = standing.item
    json.string("title", item.title.map { PlainText.line($0).text })
    json.string("url", standing.permalink?.string)
    json.string("source", item.source)
    json.string("place", item.place.shown)
    let (name, time): (String, Timestamp?) =
      switch standing.state {
      case .published: ("published", nil)
      case .hidden: ("hidden", nil)
      case .expired(let time): ("expired", time)
      case .scheduled(let time): ("scheduled", time)
      case .held: ("duplicate", nil)
      case .refused: ("refused", nil)
      }
    json.string("state", name)
    json.string("since", name == "expired" ? time?.rfc3339 : nil)
    json.string("until", name == "scheduled" ? time?.rfc3339 : nil)
    json.string("reason", hiding)
    json.string("withdrawn", item.withdrawn)
    if case .held(let place) = standing.state { json.string("heldBy", place.shown) }
    func told(_ name: StaticString, _ value: String, _ reason: String) {
      json.object(name) { json in
        json.string("value", value)
        json.string("reason", reason)
      }
    }
    if let (id, origin) = standing.id { told("id", id, origin.sentence) }
    if let (time, origin) = standing.published { told("published", time.rfc3339, origin.sentence) }
    if let (time, origin) = standing.updated { told("updated", time.rfc3339, origin.sentence) }
    if let row = standing.row { json.object("ledger") { row.write(to: &$0) } }
    json.array("aliases") { json in for alias in item.aliases { json.string(nil, alias) } }
    json.array("feeds") { json in
      for holding in standing.holdings {
        json.object { json in
          json.string("feed", holding.feed)
          json.number("position", holding.position)
          json.number("of", holding.count)
          json.array("documents") { json in for path in holding.documents { json.string(nil, path.string) } }
          json.boolean("shortened", shortened.contains(holding.feed))
          json.boolean("omitted", omitted.contains(holding.feed))
        }
      }
    }
    json.array("missing") { json in
      for lack in standing.lacks {
        json.object { json in
          json.string("feed", lack.feed)
          json.string("reason", lack.reason)
        }
      }
    }
    json.array("warnings") { json in
      for warning in standing.warnings {
        json.object { json in
          json.string("rule", warning.rule)
          json.string("message", warning.message)
        }
      }
    }
    json.problems(problems)
  }
}

extension Ledger.Row {
  fileprivate func write(to json: inout JSONWriter) {
    json.string("source", key.source)
    json.string("key", key.id)
    json.string("id", id)
    json.string("url", permalink)
    json.string("published", published.rfc3339)
    json.string("updated", updated.rfc3339)
    json.boolean("live", isLive)
  }
}

extension Standing.IDOrigin {
  fileprivate var sentence: String {
    switch self {
    case .ledger: "it was published under it, as the ledger remembers"
    case .adopted(let file): "that of the feed it had before, \(Path.shown(file))"
    case .item: "the post's own"
    case .made(let id): "made of the post's own, “\(id)”, which is no URI"
    case .generator: "that of its generator's feed"
    case .address: "its address"
    case .otherSource: "that which the same post has in another source"
    }
  }
}

extension Standing.PublishedOrigin {
  fileprivate var sentence: String {
    switch self {
    case .source(let text): "as its source says, “\(text)”"
    case .ledger(let text): "what “\(text)” meant when it was first published, as the ledger remembers"
    case .adopted: "as in the feed it had before"
    }
  }
}

extension Standing.UpdatedOrigin {
  fileprivate var sentence: String {
    switch self {
    case .source(let text): "as its source says, “\(text)”"
    case .edit(let parts): "its author changed it since the last build (\(parts.joined(separator: ", ")))"
    case .ledger: "its author changed it before, as the ledger remembers"
    case .minorEdit(let parts): "its author changed it (\(parts.joined(separator: ", "))) and calls that minor"
    case .adopted: "as in the feed it had before"
    case .published: "not changed since it was published"
    }
  }
}

extension String {
  /// Nothing stays nothing.
  fileprivate func prefixed(by start: String) -> String { isEmpty ? "" : start + self }
}
