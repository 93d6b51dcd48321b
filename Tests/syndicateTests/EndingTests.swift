import Foundation
import SyndicationTesting
import Testing

/// A build that would take long, as each of its reads does, told to end in the middle of it.
@Suite("A signal in a long computation", .enabled(if: Tracing.isPossible, "strace is not there, or may not trace"))
struct EndingTests {
  /// What takes its time: to load a folder of posts, or to read the bodies of posts for a feed.
  enum Work: String, CaseIterable {
    case loading = "markdown"
    case rendering = "json"

    static let count = 200

    var files: [String: String] {
      switch self {
      case .loading:
        Dictionary(
          uniqueKeysWithValues: (100..<100 + Work.count).map {
            ("blog/_posts/2022-03-25-p\($0).md", "---\ntitle: P\($0)\n---\nText.\n")
          })
      case .rendering:
        [
          "blog.json": "["
            + (100..<100 + Work.count).map {
              #"{"id": "\#($0)", "url": "/\#($0)", "date_published": "2022-03-25", "content_html": "<p>Text.</p>"}"#
            }.joined(separator: ",\n") + "]"
        ]
      }
    }

    func site() throws -> Workdir {
      let path = self == .loading ? "blog" : "blog.json"
      let site = try Workdir(
        config: """
          {"site": {"title": "A Site", "url": "https://example.org/"}, "feeds": {"entries": 1000},
           "sources": [{"type": "\(rawValue)", "path": "\(path)"}]}
          """)
      for (name, text) in files { try site.folder.write(text, to: name) }
      return site
    }
  }

  /// - Parameter delay: of each read of the posts, in microseconds.
  private func start(_ command: String, on site: Workdir, _ work: Work, delay: Int) throws -> Workdir.Running {
    let paths = work.files.keys.sorted().flatMap { ["-P", $0] }
    return try site.start(
      [command],
      under: ["strace", "-f", "-qq", "-o", "trace"] + paths
        + ["-e", "trace=openat,pread64", "-e", "inject=pread64:delay_enter=\(delay)"]
        + ["sh", "-c", "echo $$ >pid; exec \"$0\" \"$@\""])
  }

  private func wait(
    for running: Workdir.Running, on site: Workdir, _ condition: () throws -> Bool
  ) throws {
    let deadline = ContinuousClock.now + .seconds(1200)
    while try !condition() {
      if !running.process.isRunning || ContinuousClock.now > deadline {
        kill(try pid(of: site), SIGKILL)
        Issue.record("the middle of it did not come: \(try running.wait())")
        return
      }
      usleep(2000)
    }
  }

  private func pid(of site: Workdir) throws -> pid_t {
    try #require(site.folder.text("pid").flatMap { pid_t($0.dropLast()) })
  }

  @Test(
    "the first ends it at the next entry: nothing half, nothing left, and the next build does all",
    arguments: ["build", "watch"], Work.allCases)
  func first(_ command: String, _ work: Work) throws {
    let site = try work.site()
    let running = try start(command, on: site, work, delay: 100_000)
    try wait(for: running, on: site) {
      (site.folder.text("trace") ?? "").split(separator: "\n").count { $0.contains("pread64") } > 10
    }
    let signal = work == .loading ? SIGINT : SIGTERM
    kill(try pid(of: site), signal)
    let outcome = try running.wait()
    #expect(outcome.code == (command == "watch" ? 0 : 128 + signal), "\(outcome.err)")
    let said = command == "watch" ? " info stopped\n" : "stopped by \(signal == SIGINT ? "SIGINT" : "SIGTERM")"
    #expect(outcome.err.contains(said), "\(outcome.err)")
    #expect(!outcome.out.contains("wrote"))
    #expect(site.folder.files().filter { $0.hasPrefix("feeds/") || $0.hasPrefix(".syndicate/") } == [])
    #expect(try site.run("build").out.contains("entries: \(Work.count) read, \(Work.count) new"))
  }

  /// A build of which each read takes some seconds.
  private func stuck(_ command: String) throws -> (Workdir, Workdir.Running) {
    let site = try Work.rendering.site()
    let running = try start(command, on: site, .rendering, delay: 5_000_000)
    try wait(for: running, on: site) { site.folder.text("trace")?.contains("openat") == true }
    return (site, running)
  }

  @Test("the second ends it at once, whatever it does", arguments: ["build", "watch"])
  func second(_ command: String) throws {
    let (site, running) = try stuck(command)
    for signal in [SIGINT, SIGTERM] { kill(try pid(of: site), signal) }
    let outcome = try running.wait()
    #expect([128 + SIGINT, 128 + SIGTERM].contains(outcome.code), "\(outcome.err)")
    #expect(!outcome.err.contains("stopped"), "\(outcome.err)")
    #expect(try site.run("build").code == 0)
  }

  @Test("the first alone does so where an entry takes longer than a second", arguments: ["build", "watch"])
  func late(_ command: String) throws {
    let (site, running) = try stuck(command)
    kill(try pid(of: site), SIGTERM)
    let outcome = try running.wait()
    #expect(outcome.code == (command == "watch" ? 0 : 128 + SIGTERM), "\(outcome.err)")
    #expect(outcome.err.contains("stopped"), "\(outcome.err)")
    // It did not wait for the entry.
    #expect(site.folder.files().contains(".syndicate/lock"))
    #expect(try site.run("build").code == 0)
  }
}
