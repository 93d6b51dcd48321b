import Syndication
import Testing

@testable import SyndicationSite

/// A file's state is a number here.
@Suite("Changes that no event tells of") struct ChangeDetectorTests {
  private func snapshot(_ files: [String: UInt64]) -> Snapshot { Snapshot(files.mapValues(ContentHash.init(value:))) }

  @Test("are found at once: what came, went and changed since it was seen, and each once")
  func changes() {
    var detector = ChangeDetector(snapshot(["a": 1, "b": 1, "c": 1]))
    let now = snapshot(["a": 1, "b": 2, "d": 1])
    let (first, second) = (detector.changes(in: now), detector.changes(in: now))
    #expect(first == ["b", "c", "d"] && second.isEmpty && detector.seen == now)
  }

  /// What is found settled at each of `looks`, and whether all is settled then.
  private func settled(_ looks: [[String: UInt64]]) -> [(files: Set<String>, isSettled: Bool)] {
    var detector = ChangeDetector(snapshot(["a": 1, "b": 1]))
    return looks.map { (detector.settledChanges(in: snapshot($0)), detector.isSettled) }
  }

  @Test("are settled when a file is as it was at the last look")
  func settled() {
    let looks = settled([
      ["a": 2, "b": 1], ["a": 3, "b": 1], ["a": 3, "b": 2], ["a": 3, "b": 2], ["a": 3, "b": 2], ["b": 2], ["b": 2],
    ])
    #expect(looks.map(\.files) == [[], [], ["a"], ["b"], [], [], ["a"]])
    #expect(looks.map(\.isSettled) == [false, false, false, true, true, false, true])
  }

  @Test("that are undone before they settle are none")
  func undone() {
    let looks = settled([["a": 2, "b": 1], ["a": 1, "b": 1]])
    #expect(looks.map(\.files) == [[], []] && looks.map(\.isSettled) == [false, true])
  }

  @Test("need not settle where a build reads the files as they are")
  func read() {
    var detector = ChangeDetector(snapshot(["a": 1]))
    _ = detector.settledChanges(in: snapshot(["a": 2]))
    let read = detector.changes(in: snapshot(["a": 3]))
    #expect(read == ["a"] && detector.isSettled)
    let settled = detector.settledChanges(in: snapshot(["a": 3]))
    #expect(settled.isEmpty && detector.isSettled)
  }
}
