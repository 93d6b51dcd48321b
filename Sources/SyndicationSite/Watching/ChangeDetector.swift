/// Finds which of the watched files changed, where no event tells, by comparing snapshots of them.
struct ChangeDetector: Sendable {
  /// As the last build saw the files, or as they were when a change was found since.
  private(set) var seen: Snapshot
  private var previous: Snapshot
  /// Whether no file may be in the middle of being written.
  private(set) var isSettled = true

  init(_ snapshot: Snapshot) {
    seen = snapshot
    previous = snapshot
  }

  /// The files that are not as they were seen.
  mutating func changes(in now: Snapshot) -> Set<String> {
    defer { self = ChangeDetector(now) }
    return now.changes(since: seen)
  }

  /// Of these, the ones that have held still since the last look: nothing tells that a writer is done.
  mutating func settledChanges(in now: Snapshot) -> Set<String> {
    let changed = now.changes(since: seen)
    let settled = changed.filter { now.hashes[$0] == previous.hashes[$0] }
    seen.update(settled, from: now)
    previous = now
    isSettled = settled.count == changed.count
    return settled
  }
}
