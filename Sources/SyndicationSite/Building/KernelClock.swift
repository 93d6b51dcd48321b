internal import Glibc
internal import Syndication
internal import SyndicationFiles

/// What tells that a build's instant, or one that the ledger remembers, is of a clock that is far ahead.
enum KernelClock {
  /// Time zones and clocks that nobody sets differ by less.
  static let day: Int64 = 86_400

  /// The kernel's clock.
  static var now: Timestamp { Timestamp(seconds: Int64(time(nil))) }
}

extension Build {
  /// A warning where the build instant is more than a day after all that tells the time: the kernel's clock, the newest
  /// file, the last build.
  func clockProblems(at instant: Timestamp) async -> [Problem] {
    let latest = instant + -KernelClock.day
    // Nothing else is looked at where the clock says so.
    guard KernelClock.now < latest else { return [] }
    if let record = (try? await state.read(.record)).flatMap(BuildRecord.init), record.instant >= latest { return [] }
    let newest = watched.newestChange.map { Timestamp(seconds: $0 / 1_000_000_000) }
    guard newest.map({ $0 < latest }) ?? true else { return [] }
    return [
      .warning(
        at: Place(file: configuration.file), rule: "clock",
        "the build's time, \(instant.rfc3339), is far ahead of the kernel's and of every file's: set the clock, or SOURCE_DATE_EPOCH, "
          + "right, or edits will bear that time")
    ]
  }
}

extension Ledger {
  /// - Parameters:
  ///   - items: of all sources.
  ///   - file: that of the ledger.
  /// - Returns: a warning where it remembered updates that are yet to come.
  mutating func healed(at instant: Timestamp, beside items: [SourceItem], in file: String) -> [Problem] {
    let count = heal(after: max(instant, KernelClock.now) + KernelClock.day, at: instant, beside: items)
    guard count > 0 else { return [] }
    let entries = count == 1 ? "1 entry was" : "\(count) entries were"
    return [
      .warning(
        at: Place(file: file), rule: "clock",
        "\(entries) updated at a time that is yet to come, as a clock said that was far ahead: it is this build's now")
    ]
  }
}

extension WatchedPaths {
  /// When the newest of the files was written, in nanoseconds since 1970; nil where there is none.
  fileprivate var newestChange: Int64? {
    var newest: Int64?
    for path in paths {
      guard let status = stat(path) else { continue }
      if !status.isFolder { newest = max(newest ?? .min, FileState(status).modified) }
      guard status.isFolder else { continue }
      _ = walk(through: path).run { _ in
      } file: { file in
        if let status = file.status() { newest = max(newest ?? .min, FileState(status).modified) }
      }
    }
    return newest
  }
}
