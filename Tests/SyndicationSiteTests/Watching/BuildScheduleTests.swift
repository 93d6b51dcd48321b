import Syndication
import SyndicationFiles
import SyndicationFolder
import Testing

@testable import SyndicationSite

extension BuildSchedule {
  init(quiet: Duration, atMost: Duration) {
    var settings = WatchSettings()
    (settings.quiet, settings.atMost) = (quiet, atMost)
    self.init(settings)
  }
}

@Suite("The schedule of builds") struct BuildScheduleTests {
  private var schedule = BuildSchedule<TestClock.Instant>(quiet: .milliseconds(200), atMost: .seconds(2))
  private static let wall = Timestamp(seconds: 1_700_000_000)

  private func at(_ offset: Duration) -> TestClock.Instant { TestClock.Instant(offset: offset) }

  /// When there may be something to do, seen at `offset`.
  private func wake(_ offset: Duration, isSettled: Bool = true) -> Duration {
    schedule.wake(after: at(offset), wallClock: .seconds(Self.wall.seconds) + offset, isSettled: isSettled).offset
  }

  @Test("has none where nothing happened, and looks again after five seconds, or after one where a file may be written")
  func idle() {
    #expect(schedule.start == nil)
    #expect(wake(.seconds(3)) == .seconds(8) && wake(.seconds(3), isSettled: false) == .seconds(4))
  }

  @Test("wakes when a change asks for a build, and not while one runs")
  mutating func change() {
    schedule.change(at: at(.zero))
    #expect(schedule.start == at(.milliseconds(200)) && wake(.zero) == .milliseconds(200))
    _ = schedule.begin()
    schedule.change(at: at(.seconds(1)))
    #expect(schedule.start == nil)
    schedule.succeed(nextChange: nil)
    #expect(schedule.start == at(.milliseconds(1200)))
  }

  @Test("wakes when time alone changes something, and knows it from the last build that succeeded")
  mutating func due() {
    _ = schedule.begin()
    schedule.succeed(nextChange: Self.wall + 3)
    #expect(!schedule.isDue(at: Self.wall + 2) && schedule.isDue(at: Self.wall + 3))
    #expect(wake(.milliseconds(500)) == .seconds(3))
    _ = schedule.begin()
    _ = schedule.fail(FileChanged(path: "a"), for: [.schedule], at: at(.zero))
    #expect(!schedule.isDue(at: Self.wall + 3))
  }

  @Test("tries again later and later what failed, a lock each second, and begins anew after a success")
  mutating func retry() {
    for delay in [1, 2, 4, 8, 16, 32, 60, 60].map({ Duration.seconds($0) }) {
      _ = schedule.begin()
      let isRepeated = schedule.fail(FileChanged(path: "a"), for: [], at: at(.seconds(100)))
      #expect(isRepeated == (delay > .seconds(1)))
      #expect(schedule.hasFailed && schedule.retryDelay == delay && schedule.start == at(.seconds(100) + delay))
    }
    _ = schedule.begin()
    #expect(schedule.hasFailed)
    for _ in 0..<2 {
      _ = schedule.fail(LockHeld(holder: 1), for: [], at: at(.zero))
      #expect(schedule.start == at(.seconds(1)))
    }
    schedule.succeed(nextChange: nil)
    #expect(!schedule.hasFailed && schedule.start == nil)
  }

  @Test("keeps what a build that failed was for")
  mutating func triggers() {
    let news = [schedule.note(.start), schedule.note(.start)]
    let first = schedule.begin()
    #expect(news == [true, false] && first == [.start])
    _ = schedule.note(.request)
    _ = schedule.fail(FileChanged(path: "a"), for: first, at: at(.zero))
    let second = schedule.begin()
    schedule.succeed(nextChange: nil)
    let third = schedule.begin()
    #expect(second == [.start, .request] && third.isEmpty)
  }
}

@Suite("The clock of builds") struct BuildClockTests {
  @Test(
    "is the wall clock, but for one that was set back by up to a day",
    arguments: [(0, 0), (1, 1), (-1, 0), (-86_400, 0), (-86_401, -86_401)] as [(Int64, Int64)])
  func instant(_ step: Int64, _ expected: Int64) {
    let last = Timestamp(seconds: 1_700_000_000)
    let wall = Duration.seconds(last.seconds + step) + .milliseconds(500)
    #expect(BuildClock(last: last).instant(at: wall) == last + expected)
    #expect(BuildClock().instant(at: wall) == last + step)
  }
}
