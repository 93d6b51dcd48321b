/// Writes each entry once in each format, and splices the bytes into every feed that holds it.
public struct Renderer: Sendable {
  private let site: Site
  private let settings: FeedSettings

  public init(site: Site, settings: FeedSettings) {
    self.site = site
    self.settings = settings
  }

  /// The documents of `plan`, in its order.
  ///
  /// - Parameters:
  ///   - problems: takes a warning for whatever was taken out of an entry.
  ///   - progress: is told how many of how many entries are done.
  /// - Throws: what reading a body throws; `RenderError` where a document would not be well-formed (rule X5).
  public func render(
    _ plan: FeedPlan, problems: inout [Problem], progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> Publication {
    var entries: [PreparedEntry] = []
    entries.reserveCapacity(plan.entries.count)
    for (index, entry) in plan.entries.enumerated() {
      entries.append(try PreparedEntry(entry, on: site, problems: &problems))
      progress(index + 1, plan.entries.count)
    }
    var fragments = Dictionary(
      uniqueKeysWithValues: settings.formats.compactMap(FeedFormats.named).map {
        ($0.name, Fragments(format: $0, entries: entries, site: site))
      })
    var publication = Publication()
    for feed in plan.feeds {
      for destination in feed.documents {
        let selfLink = settings.url.appending(path: destination.path.string)
        publication.documents.append(
          .init(
            path: destination.path,
            document: try fragments[destination.format]!.document(of: feed, at: selfLink, settings: settings)))
      }
    }
    return publication
  }
}

/// The entries in one format: each is written in a form when a feed first wants it so.
private struct Fragments {
  let format: any FeedFormat
  let entries: [PreparedEntry]
  let site: Site
  private var full: [[UInt8]?]
  private var summary: [[UInt8]?]

  init(format: any FeedFormat, entries: [PreparedEntry], site: Site) {
    self.format = format
    self.entries = entries
    self.site = site
    full = Array(repeating: nil, count: entries.count)
    summary = full
  }

  mutating func document(of feed: Feed, at selfLink: AbsoluteURL, settings: FeedSettings) throws -> Document {
    let frame = try format.frame(of: feed, on: site, at: selfLink)
    guard frame.isWellFormed(in: format) else { throw RenderError("the frame of \(selfLink) is not well-formed") }
    let parts = try fitting(
      feed.entries, in: settings.bytes - frame.opening.count - frame.closing.count, frame, settings)
    return Document(
      parts: [frame.opening] + parts.flatMap { [$0, frame.separator] }.dropLast() + [frame.closing],
      mediaType: format.mediaType)
  }

  /// Rule P3: the oldest entries first go to their summary form, then go; the newest stays.
  private mutating func fitting(
    _ entries: [Int], in bytes: Int, _ frame: Frame, _ settings: FeedSettings
  ) throws -> [[UInt8]] {
    var parts = try entries.map { try fragment($0, settings.content) }
    // Between the entries, not after the last.
    var size = parts.reduce(0) { $0 + $1.count + frame.separator.count } - frame.separator.count
    if settings.content == .full {
      for index in parts.indices.reversed() where size > bytes {
        let short = try fragment(entries[index], .summary)
        guard short.count < parts[index].count else { continue }
        size -= parts[index].count - short.count
        parts[index] = short
      }
    }
    while size > bytes, parts.count > 1 { size -= parts.removeLast().count + frame.separator.count }
    return parts
  }

  private mutating func fragment(_ index: Int, _ form: EntryForm) throws -> [UInt8] {
    if let known = form == .full ? full[index] : summary[index] { return known }
    let bytes = try format.fragment(of: entries[index], as: form, on: site)
    guard format.isWellFormed(fragment: bytes) else {
      throw RenderError("the entry \(entries[index].id) would not be well-formed \(format.name)")
    }
    if form == .full { full[index] = bytes } else { summary[index] = bytes }
    return bytes
  }
}

extension Frame {
  fileprivate func isWellFormed(in format: any FeedFormat) -> Bool {
    format.name == "json"
      ? (try? JSONValue(opening + closing)) != nil : WellFormedness.holds(opening + closing)
  }
}
