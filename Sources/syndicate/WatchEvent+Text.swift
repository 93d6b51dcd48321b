internal import Glibc
internal import Syndication
internal import SyndicationSite

extension WatchEvent {
  /// For people; nil where the log says it all.
  var line: String? {
    switch self {
    case .watching(let files, let watcher):
      "watching \(listed(files.sorted())) (\(watcher.method == .poll ? "a look every second" : "\(watcher.method)"))"
    case .built(let report, let triggers, let duration):
      "\(BuildTrigger.sentence(for: triggers)): \(report.outcome) in \(duration.inSeconds) s"
    case .noticed, .began, .failed, .misconfigured, .mended: nil
    }
  }

  /// For scripts: a JSON object; nil for what only a log tells.
  var json: String? {
    switch self {
    case .watching(let files, let watcher):
      Self.json("watching") { json in
        json.array("files") { json in for file in files.sorted() { json.string(nil, file) } }
        json.string("method", watcher.method.rawValue)
        json.string("reason", watcher.reason)
      }
    case .built(let report, let triggers, let duration):
      Self.json(report.published == nil ? "refused" : "built") { json in
        json.triggers(triggers)
        report.write(to: &json, seconds: duration)
      }
    case .failed(_, _, _, isRepeated: true): nil
    case .failed(let error, let triggers, let delay, _):
      Self.json("failed") { json in
        json.triggers(triggers)
        json.number("retryAfter", delay.inSeconds)
        json.problems(Console.meaning(of: error).problems)
      }
    case .misconfigured(let error):
      Self.json("misconfigured") { $0.problems(Console.meaning(of: error).problems) }
    case .mended: Self.json("mended") { _ in }
    case .noticed, .began: nil
    }
  }

  static func json(_ event: String, _ members: (inout JSONWriter) -> Void) -> String {
    JSONWriter.text { json in
      json.string("event", event)
      json.string("at", Timestamp(seconds: Int64(time(nil))).rfc3339)
      members(&json)
    }
  }
}

extension BuildTrigger {
  /// What was the matter, in a few words.
  static func sentence(for triggers: Set<BuildTrigger>) -> String {
    let files = triggers.sorted().compactMap(\.file)
    let others = triggers.sorted().compactMap(\.names.sentence)
    return ((files.isEmpty ? [] : ["\(listed(files)) changed"]) + others).joined(separator: ", ")
  }

  /// What scripts are told, and people; nil where these are told which files changed.
  fileprivate var names: (word: String, sentence: String?) {
    switch self {
    case .start: ("start", "started")
    case .change: ("change", nil)
    case .flood: ("flood", "much changed at once")
    case .schedule: ("schedule", "an entry is due")
    case .request: ("request", "asked by SIGHUP")
    case .output(let folder): ("output", "\(folder) went")
    }
  }
}

extension BuildReport {
  /// Which feeds were written: a feed once, whatever its formats.
  fileprivate var outcome: String {
    guard let published else { return "nothing was published, \(countedErrors)" }
    var parts: [String] = []
    for (verb, paths) in [("wrote", published.written), ("removed", published.removed)] where !paths.isEmpty {
      // A name such as `.htaccess` has no extension.
      let feeds = Set(paths.map { $0.string.replacing(/([^\/])\.[^.\/]+$/) { $0.1 } }).sorted()
      parts.append("\(verb) \(listed(feeds)) (\(counted(paths.count, "document")))")
    }
    return parts.isEmpty ? "nothing to write" : parts.joined(separator: ", ")
  }
}

extension JSONWriter {
  fileprivate mutating func triggers(_ triggers: Set<BuildTrigger>) {
    array("because") { json in for word in Set(triggers.map(\.names.word)).sorted() { json.string(nil, word) } }
    array("changed") { json in for file in triggers.sorted().compactMap(\.file) { json.string(nil, file) } }
  }
}

/// `a, b and c`; of many, a few and how many more.
func listed(_ names: [String]) -> String {
  if names.count > 6 { return "\(names.prefix(4).joined(separator: ", ")) and \(names.count - 4) more" }
  guard let last = names.last, names.count > 1 else { return names.first ?? "" }
  return "\(names.dropLast().joined(separator: ", ")) and \(last)"
}
