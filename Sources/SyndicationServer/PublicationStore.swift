internal import Synchronization
internal import Syndication
internal import SyndicationFiles
internal import SyndicationSite

/// What is served now of one site, and how the next publication takes its place.
final class PublicationStore: DocumentTable {
  private let current = Mutex<ServedSite?>(nil)
  private let status = Mutex(BuildStatus())
  private let metrics: ServerMetrics
  private let builds: BuildMetrics
  /// How much may be remembered of former versions, in bytes.
  private let memory = 16 << 20

  init(counting metrics: ServerMetrics) {
    self.metrics = metrics
    builds = BuildMetrics(metrics.registry)
  }

  /// Nil before there is any.
  var site: ServedSite? { current.withLock { $0 } }

  func find(_ path: String, for request: Request) -> Finding {
    guard let site else { return .known(.unpublished) }
    return .known(site.routes[path].map(Found.route) ?? .nothing)
  }

  var readiness: (isReady: Bool, json: String) {
    let isReady = site != nil
    return (isReady, status.withLock(\.self).json(isReady: isReady))
  }

  func note(_ event: WatchEvent) {
    builds.note(event)
    status.withLock { $0.note(event, now: HTTPDate.now) }
  }

  /// Reads from the folder what is not served as it lies there, compresses it, and serves all of `paths` and nothing else. To be
  /// called by one at a time.
  ///
  /// Where that fails, what was served stays.
  ///
  /// - Parameters:
  ///   - ledger: of the publication; nil where it tells nothing new of what was where.
  ///   - now: in seconds since 1970.
  func publish(
    _ paths: Set<DocumentPath>, in directory: String, _ ledger: Ledger?, said wording: Wording, now: Int
  ) throws {
    let before = site
    let scopes = before?.whereabouts.feeds ?? [:]
    let paths = paths.sorted()
    let read = try concurrentMap(paths.count, chunk: 8) { index -> ServedDocument? in
      let path = paths[index]
      let file = "\(directory)/\(path)"
      let known = before?.documents[path]
      if let known, FileState(at: file)?.withoutDevice == known.state {
        return known
      }
      let (bytes, state) = try FileContents.readWithState(file)
      let kind = DocumentKind(of: bytes)
      if kind == .host { return nil }
      return ServedDocument(
        at: path, bytes, kind, of: scopes[path], state: state.withoutDevice, after: known, said: wording, now: now,
        counting: metrics.traffic(of: kind, in: scopes[path]))
    }
    var documents = Dictionary(read.compactMap { $0.map { ($0.path, $0) } }) { $1 }
    let whereabouts =
      ledger?.whereabouts(of: documents.mapValues(\.kind)) ?? before?.whereabouts ?? Whereabouts()
    var versions = ServedDocument.versions
    while documents.values.reduce(0, { $0 + $1.former.suffix(versions).reduce(0) { $0 + $1.size } }) > memory {
      versions -= 1
    }
    for (path, document) in documents {
      let scope = whereabouts.feeds[path]
      guard document.scope != scope || before?.wording != wording || document.former.count > versions else { continue }
      documents[path] = ServedDocument(
        document, of: scope, said: wording, remembering: versions,
        counting: metrics.traffic(of: document.kind, in: scope))
    }
    serve(
      ServedSite(
        documents, withholding: Set(paths).subtracting(documents.keys), whereabouts, said: wording))
  }

  /// Whether these documents are served as they lie in the folder, and no others, and so said.
  func isServing(_ paths: Set<DocumentPath>, in directory: String, said wording: Wording) -> Bool {
    guard let site, site.wording == wording, site.documents.count + site.withheld.count == paths.count else {
      return false
    }
    return paths.allSatisfy { path in
      site.withheld.contains(path)
        || site.documents[path].map { $0.state == FileState(at: "\(directory)/\(path)")?.withoutDevice } ?? false
    }
  }

  /// - Parameter site: instead of what was served.
  func serve(_ site: ServedSite) {
    let before = current.withLock { current in
      defer { current = site }
      return current
    }
    guard let before else { return }
    // Who answers a request may have it still; whoever has it last frees it, which takes as long as many answers.
    Task.detached(priority: .background) {
      try? await Task.sleep(for: .seconds(2))
      withExtendedLifetime(before) {}
    }
  }
}

/// How builds go, for who looks after the server.
struct BuildStatus: Sendable {
  /// When the last build that published was, in seconds since 1970.
  private var built: Int?
  /// Whether the last one did not.
  private var hasFailed = false
  /// Whether the configuration is one that cannot be used, and the last good one is.
  private var isMisconfigured = false
  private var problems = 0

  mutating func note(_ event: WatchEvent, now: Int) {
    switch event {
    case .built(let report, _, _):
      hasFailed = report.published == nil
      problems = report.problems.count { $0.severity != .unread }
      if !hasFailed { built = now }
    case .failed: hasFailed = true
    case .misconfigured: isMisconfigured = true
    case .mended: isMisconfigured = false
    default: break
    }
  }

  func json(isReady: Bool) -> String {
    var json = JSONWriter()
    json.object { json in
      json.string("status", isReady ? "ready" : "waiting")
      json.string("built", built.map { Timestamp(seconds: Int64($0)).rfc3339 })
      json.boolean("failed", hasFailed || isMisconfigured)
      json.number("problems", problems)
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }
}
