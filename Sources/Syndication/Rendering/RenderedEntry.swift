internal import Synchronization

/// An entry whose bodies were read: hashed for the ledger, and ready to be rendered.
final class ReadEntry: Sendable {
  let written: WrittenHashes
  let input: RenderInput.Entry
  let fingerprint: ContentHash

  init(_ entry: Entry, by renderer: borrowing Renderer) throws {
    let item = entry.item
    let (summary, content) = try item.readBodies()
    written = item.written(summary: summary, content: content)
    let updated = renderer.ledger.updated(of: entry, as: written, at: renderer.instant)
    input = RenderInput.Entry(entry, summary: summary, content: content, updated: updated, on: renderer.site)
    fingerprint = ContentHash(of: input)
  }
}

/// An entry's bytes in each format, as long as a document is to hold them.
final class RenderedEntry: Sendable {
  let warnings: [Warning]
  private let form: EntryForm
  /// In that form.
  private let fragments: [[UInt8]]
  /// All that the summary form is made of.
  private let short: PreparedEntry
  /// In summary form: wanted in few feeds, if any.
  private let summaries: Mutex<[[UInt8]]?>

  /// Of its fragments, in bytes.
  var size: Int { fragments.reduce(0) { $0 + $1.count } }

  /// - Parameters:
  ///   - forms: the one that most feeds have, and whether others have the summary form.
  ///   - room: how large a document may be.
  init(
    _ input: consuming RenderInput.Entry, as forms: (first: EntryForm, areBoth: Bool), _ formats: [any FeedFormat],
    in room: Int
  ) throws(RenderError) {
    var (entry, warnings) = PreparedEntry.prepared(from: input)
    form = forms.first
    fragments = try RenderedEntry.fragments(of: entry, as: form, formats)
    entry.content = nil
    let size = fragments.reduce(0) { max($0, $1.count) }
    var summaries: [[UInt8]]?
    if forms.areBoth || size > room { summaries = try RenderedEntry.fragments(of: entry, as: .summary, formats) }
    self.summaries = Mutex(summaries)
    if size > room, let summaries {
      let without = zip(formats, zip(fragments, summaries)).filter { min($1.0.count, $1.1.count) > room }.map(\.0.name)
      let outcome =
        switch without.count {
        case 0: "is there with its summary alone"
        case formats.count: "is in no feed"
        default: "is in no \(without.joined(separator: " or ")) feed"
        }
      warnings.append(
        Warning(
          rule: "P3",
          "has \(size) bytes, where a document may have \(room) (feeds.bytes), and \(outcome): shorten it, or allow more"
        ))
    }
    self.warnings = warnings
    short = entry
  }

  func fragment(as form: EntryForm, in format: Int, of formats: [any FeedFormat]) throws -> [UInt8] {
    if form == self.form { return fragments[format] }
    return try summaries.withLock { summaries in
      if let summaries { return summaries[format] }
      let made = try RenderedEntry.fragments(of: short, as: .summary, formats)
      summaries = made
      return made[format]
    }
  }

  private static func fragments(
    of entry: PreparedEntry, as form: EntryForm, _ formats: [any FeedFormat]
  ) throws(RenderError) -> [[UInt8]] {
    try formats.map { format throws(RenderError) in
      let bytes = try format.fragment(of: entry, as: form)
      guard format.isWellFormed(fragment: bytes, of: entry) else {
        throw RenderError("the entry \(entry.id) would not be well-formed \(format.name)")
      }
      return bytes
    }
  }
}
