import SyndicationTesting
import Testing

@testable import SyndicationSite

/// Marble diagrams, a mark for each 100 ms. Above: `e` a change, `d` a demand. Below: `b` a build starts, `=` it goes on.
@Suite("Changes make builds") struct CoalescingTests {
  /// What comes of `changes`, where a build takes as many marks as `building` says.
  private func builds(_ changes: String, building: Int = 1, quiet: Int = 2, atMost: Int = 20) -> String {
    let mark = Duration.milliseconds(100)
    var schedule = BuildSchedule<TestClock.Instant>(quiet: mark * quiet, atMost: mark * atMost)
    var end: Int?
    var builds = ""
    for (index, change) in changes.enumerated() {
      let now = TestClock.Instant(offset: mark * index)
      if end == index { schedule.succeed(nextChange: nil) }
      if change == "e" { schedule.change(at: now) }
      if change == "d" { schedule.demand(at: now) }
      if let start = schedule.start, start <= now {
        _ = schedule.begin()
        end = index + building
        builds += "b"
      } else {
        builds += schedule.isBuilding ? "=" : "-"
      }
    }
    return builds
  }

  @Test(
    "when it was quiet for 200 ms",
    arguments: [
      ("---------", "---------"),
      ("e--------", "--b------"),
      ("ee-------", "---b-----"),
      ("e-e-e----", "------b--"),
      ("e---e----", "--b---b--"),
    ])
  func quiet(_ changes: String, _ expected: String) { #expect(builds(changes) == expected) }

  @Test(
    "2 s after the first at the latest",
    arguments: [
      ("eeeeeeeeeeeeeeeeeeeeeeee", "--------------------b---"),
      ("e-e-e-e-e-e-e-e-e-e-e---", "--------------------b---"),
      ("e-e-e-e-e-e-e-e-e-ee----", "--------------------b---"),
    ])
  func atMost(_ changes: String, _ expected: String) {
    #expect(builds(changes, quiet: 3) == expected)
  }

  @Test(
    "one more for all that came while one was running",
    arguments: [
      ("e-----------", "--b====-----", 5),
      ("e--e--------", "--b====b====", 5),
      ("e--eee------", "--b====b====", 5),
      ("e-----e-----", "--b====-b===", 5),
      ("e-e---------", "----b====---", 5),
      ("e--e-----e--", "--b==b==---b", 3),
    ])
  func during(_ changes: String, _ expected: String, _ building: Int) {
    #expect(builds(changes, building: building) == expected)
  }

  @Test(
    "at once where one is demanded, or when the running one is done",
    arguments: [
      ("d-----------", "b====-------"),
      ("e-d---------", "--b====-----"),
      ("ed----------", "-b====------"),
      ("d-d---------", "b====b====--"),
      ("d-de--------", "b====b====--"),
      ("d-ed--------", "b====b====--"),
    ])
  func demanded(_ changes: String, _ expected: String) { #expect(builds(changes, building: 5) == expected) }

  @Test("in a flood one per 2 s, and one after", arguments: [1, 7, 19, 20, 25])
  func flood(_ building: Int) {
    let flood = 200
    let result = Array(
      builds(String(repeating: "e", count: flood) + String(repeating: "-", count: 60), building: building))
    let starts = result.indices.filter { result[$0] == "b" }
    #expect(starts.first == 20)
    #expect(zip(starts, starts.dropFirst()).dropLast().allSatisfy { $1 - $0 >= 20 }, "\(starts)")
    let isLate = starts[starts.count - 1] >= flood
    #expect(isLate && starts.filter { $0 >= flood }.count <= 2, "\(starts)")
  }

  @Test("each change is followed by one, whatever happens", arguments: 1...20 as ClosedRange<UInt64>)
  func random(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let often = generator.number(1...12)
    let marks = (0..<400).map { _ in generator.once(in: often) ? "e" : "-" }.joined()
    let building = generator.number(1...40)
    let result = Array(builds(marks + String(repeating: "-", count: 100), building: building))
    let starts = result.indices.filter { result[$0] == "b" }
    for (index, mark) in marks.enumerated() where mark == "e" {
      // It may be the last that a build sees before it starts, or come while one is running.
      #expect(starts.contains { $0 >= index && $0 <= index + 20 + building }, "\(seed)")
    }
    let bursts = marks.split(separator: "-").count
    #expect(starts.count <= bursts + 400 / 20, "\(seed)")
    #expect(zip(starts, starts.dropFirst()).allSatisfy { $1 - $0 >= building }, "\(seed)")
  }
}
