import Foundation
import SyndicationTesting
import Testing

/// A running `syndicate watch --json`, and what it says. It is killed when it is released.
final class WatchProcess {
  let site: Workdir
  private let running: Workdir.Running
  private var taken = 0

  /// Started, and, if it `isToWatch`, watching: its first build is done.
  ///
  /// - Parameter under: a program that runs it in its turn, such as strace.
  init(
    _ site: Workdir, _ arguments: String..., under: [String] = [], at instant: Int = 1_700_000_000,
    in directory: String? = nil, isToWatch: Bool = true
  ) throws {
    self.site = site
    // The process id is that of the command itself, whatever it runs under.
    running = try site.start(
      ["watch", "--json"] + arguments,
      under: under + ["sh", "-c", "echo $$ >'\(site.folder["pid"])'; exec \"$0\" \"$@\""], at: instant, in: directory)
    if isToWatch { try next("watching") { $0.name == "watching" } }
  }

  deinit {
    if running.process.isRunning { kill(pid, SIGKILL) }
    _ = try? running.wait()
  }

  /// A line of its output.
  struct Event {
    let members: [String: Any]

    var name: String { members["event"] as? String ?? "" }
    var because: [String] { members["because"] as? [String] ?? [] }
    var changed: [String] { members["changed"] as? [String] ?? [] }
    var written: [String] { members["written"] as? [String] ?? [] }
    var removed: [String] { members["removed"] as? [String] ?? [] }
    var problems: String {
      (members["problems"] as? [[String: Any]] ?? []).compactMap { $0["message"] as? String }.joined(separator: "\n")
    }
  }

  var pid: pid_t {
    (site.folder.text("pid")?.trimmingCharacters(in: .whitespacesAndNewlines)).flatMap { pid_t($0) } ?? 0
  }

  var log: String { get throws { try running.output().err } }

  /// All that it told so far.
  func events() throws -> [Event] {
    try running.output().out.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map { line in
      let members = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return Event(members: try #require(members, "\(line)"))
    }
  }

  /// The next event of that kind; those before it are passed over.
  @discardableResult
  func next(_ what: String, where isWanted: (Event) throws -> Bool) throws -> Event {
    var found: Event?
    try wait(for: what) {
      let events = try self.events()
      while taken < events.count, found == nil {
        taken += 1
        if try isWanted(events[taken - 1]) { found = events[taken - 1] }
      }
      return found != nil
    }
    return found!
  }

  /// The next build that wrote something.
  @discardableResult
  func nextWriting() throws -> Event { try next("a build that writes") { !$0.written.isEmpty } }

  /// Waits for what has to come; the deadline is there for a failure only.
  func wait(for what: String, _ condition: () throws -> Bool) throws {
    let deadline = ContinuousClock.now + .seconds(1200)
    while try !condition() {
      guard ContinuousClock.now < deadline, running.process.isRunning else {
        let (out, err) = try running.output()
        throw DidNotCome(what: what, out: out, err: err)
      }
      usleep(2000)
    }
  }

  struct DidNotCome: Error {
    let what: String
    let out: String
    let err: String
  }

  /// Ends it by a signal: exit 0, and nothing left behind.
  func stop(_ signal: Int32 = SIGTERM, sourceLocation: SourceLocation = #_sourceLocation) throws {
    kill(pid, signal)
    let outcome = try running.wait()
    #expect(outcome.code == 0, "\(outcome.err)", sourceLocation: sourceLocation)
    #expect(outcome.out.hasSuffix("\n"), sourceLocation: sourceLocation)
    let left = site.folder.files().filter { $0.hasSuffix(".tmp") || $0.hasSuffix("/lock") }
    #expect(left.isEmpty, sourceLocation: sourceLocation)
  }

  /// Waits for its end.
  @discardableResult
  func end() throws -> Workdir.Outcome { try running.wait() }

  /// Its resident memory in KiB, and how many descriptors it has.
  func size() throws -> (memory: Int, descriptors: Int) {
    let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let memory = try #require(status.firstMatch(of: /VmRSS:\s+(\d+)/).flatMap { Int($0.1) })
    return (memory, try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/fd").count)
  }
}
