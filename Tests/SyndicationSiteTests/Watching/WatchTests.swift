import Foundation
import Syndication
import SyndicationFiles
import SyndicationTesting
import Testing

@testable import SyndicationSite

/// Watches in this process, on clocks and events that the test makes.
@Suite("A watch", .timeLimit(.minutes(20))) struct WatchTests {
  @Test("publishes an entry when it is due, and withdraws one when it expires")
  func schedule() async throws {
    try await WatchedSite().watch { site in
      _ = try await site.built()
      #expect(site.titles == ["Expires", "Now"])
      site.pass(.seconds(3599))
      site.pass(.seconds(1))
      let (report, triggers) = try await site.built()
      #expect(triggers == [.schedule] && report.changes.new.count == 1)
      #expect(site.titles == ["Due", "Expires", "Now"])
      site.pass(.seconds(3600))
      #expect(try await site.built().report.changes.removed.count == 1)
      #expect(site.titles == ["Due", "Now"])
    }
  }

  @Test("looks at the clock again after five seconds: one that jumped, or slept, loses nothing")
  func jumps() async throws {
    try await WatchedSite().watch { site in
      _ = try await site.built()
      site.jump(by: .seconds(86_400))
      site.pass(.seconds(5))
      let (report, triggers) = try await site.built()
      #expect(triggers == [.schedule])
      #expect(report.changes.new.count == 1 && report.changes.removed.count == 1)
      #expect(site.titles == ["Due", "Now"])
    }
  }

  @Test("repeats nothing when the clock is set back, and goes on when it has caught up")
  func setBack() async throws {
    try await WatchedSite().watch { site in
      _ = try await site.built()
      site.pass(.seconds(7200))
      _ = try await site.built()
      #expect(site.titles == ["Due", "Now"])
      let documents = site.documents
      site.jump(by: .seconds(-7000))
      site.ask()
      let again = try await site.built()
      #expect(again.triggers == [.request] && again.report.published?.written.isEmpty == true)
      site.pass(.seconds(3600))
      site.ask()
      #expect(try await site.built().triggers == [.request])
      #expect(site.documents == documents)
    }
  }

  @Test("builds without a configuration that has become bad, by the last good one")
  func misconfigured() async throws {
    try await WatchedSite().watch { site in
      _ = try await site.built()
      try site.folder.write("{", to: "config.json")
      try site.folder.write(WatchedSite.posts.replacing("Now", with: "Then"), to: "posts.json")
      site.change("config.json", "posts.json")
      _ = try await site.noticed()
      _ = try await site.noticed()
      site.pass(.milliseconds(200))
      #expect(try await site.misconfigured() is ConfigurationProblems)
      #expect(try await site.built().report.published?.written.count == 6)
      #expect(site.titles == ["Expires", "Then"])
    }
  }

  @Test("tries again later and later what the machine refused, and goes on when it can")
  func retries() async throws {
    let site = try WatchedSite()
    unlink(site.folder["posts.json"])
    try await site.watch { site in
      let delays: [Duration] = [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) }
      for (index, delay) in delays.enumerated() {
        let failure = try await site.failure()
        #expect(failure.error as? FileError == FileError("read", site.folder["posts.json"], code: ENOENT))
        #expect(failure.retryAfter == delay)
        #expect(failure.isRepeated == (index > 0))
        if index == delays.count - 1 { try site.folder.write(WatchedSite.posts, to: "posts.json") }
        site.pass(delay - .milliseconds(1))
        site.pass(.milliseconds(1))
      }
      let (report, triggers) = try await site.built()
      #expect(report.published?.written.count == 6)
      #expect(triggers == [.start, .change(of: site.folder["posts.json"])])
    }
  }

  @Test("builds nothing while the machine does not give the configuration, and tries again")
  func unreadableConfiguration() async throws {
    try await WatchedSite().watch { site in
      _ = try await site.built()
      let config = try #require(site.folder.text("config.json"))
      unlink(site.folder["config.json"])
      try site.folder.makeFolder("config.json")
      site.ask()
      #expect(
        try await site.failure().error as? FileError == FileError("read", site.folder["config.json"], code: EISDIR))
      rmdir(site.folder["config.json"])
      try site.folder.write(config.replacing("A Site", with: "A New Site"), to: "config.json")
      site.pass(.seconds(1))
      let (report, triggers) = try await site.built()
      #expect(report.title == "A New Site" && triggers == [.change(of: site.folder["config.json"]), .request])
    }
  }

  @Test("notices that the published folder went, though a refused build was between")
  func outputDeleted() async throws {
    try await WatchedSite().watch { site in
      _ = try await site.built()
      try site.folder.write("[]", to: "posts.json")
      site.ask()
      #expect(try await site.built().report.published == nil)
      try FileManager.default.removeItem(atPath: site.folder["feeds"])
      try site.folder.write(WatchedSite.posts, to: "posts.json")
      site.pass(.seconds(5))
      let (report, triggers) = try await site.built()
      #expect(triggers == [.change(of: site.folder["posts.json"]), .output(site.folder["feeds"])])
      #expect(report.published?.written.count == 6)
    }
  }

  @Test("polls when the kernel's events end, and goes back to them when they can be had again")
  func eventsFailed() async throws {
    try await WatchedSite().watch { site in
      _ = try await site.built()
      #expect(try await site.watcher().method == .inotify)
      site.blind(FileError("watch", "x", code: ENOSPC))
      let watcher = try await site.watcher()
      #expect(watcher.method == .poll)
      #expect(watcher.reason?.contains("fs.inotify.max_user_watches") == true)
      let passing = Task {
        while !Task.isCancelled {
          site.pass(.seconds(5))
          try await Task.sleep(for: .milliseconds(1))
        }
      }
      defer { passing.cancel() }
      #expect(try await site.watcher().method == .inotify)
      site.change("posts.json")
      while try await site.noticed() != .change(of: site.folder["posts.json"]) {}
    }
  }
}
