internal import Synchronization

/// The entries of the last change as they were rendered, for a program that builds again and again: of the next one, which mostly
/// is about the same feeds, most entries are as they were.
package final class RenderedEntries: Sendable {
  /// What they were rendered for.
  private struct Use: Sendable, Equatable {
    var formats: [String]
    var form: EntryForm
    var areBoth: Bool
    var room: Int
  }

  /// How many bytes are kept, at most.
  private static let most = 1 << 23

  private let kept = Mutex<(use: Use?, entries: [ContentHash: RenderedEntry])>((nil, [:]))

  /// None yet.
  package init() {}

  /// - Parameters: as of `RenderedEntry`.
  /// - Returns: by the fingerprints of their inputs, those that were rendered for the same.
  func entries(
    as forms: (first: EntryForm, areBoth: Bool), _ formats: [any FeedFormat], in room: Int
  ) -> [ContentHash: RenderedEntry] {
    let use = Use(formats: formats.map(\.name), form: forms.first, areBoth: forms.areBoth, room: room)
    return kept.withLock { $0.use == use ? $0.entries : [:] }
  }

  /// Keeps `entries` instead, where they are not too large.
  func keep(
    _ entries: [ContentHash: RenderedEntry], as forms: (first: EntryForm, areBoth: Bool), _ formats: [any FeedFormat],
    in room: Int
  ) {
    let use = Use(formats: formats.map(\.name), form: forms.first, areBoth: forms.areBoth, room: room)
    let isSmall = entries.values.reduce(0) { $0 + $1.size } <= RenderedEntries.most
    kept.withLock { $0 = (use, isSmall ? entries : [:]) }
  }
}
