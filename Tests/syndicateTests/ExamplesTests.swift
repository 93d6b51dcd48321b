import Foundation
import SyndicationTesting
import Testing

/// The files of `examples`, run as they stand but for the paths that are not on this machine.
@Suite("The examples run")
struct ExamplesTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../examples")
    .standardized

  static func text(_ name: String) throws -> String {
    try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }

  /// Where the built command stands in for `/usr/local/bin`.
  static let bin = URL(fileURLWithPath: Workdir.command).deletingLastPathComponent().path

  let site: Workdir

  init() throws { site = try Workdir() }

  @Test("cron: the crontab's command builds with no more than cron's environment, says nothing, and finds nothing new")
  func crontab() throws {
    let lines = try Self.text("cron/crontab").split(separator: "\n").filter { !$0.hasPrefix("#") }
    let settings = Dictionary(
      uniqueKeysWithValues: lines.compactMap { line in
        line.wholeMatch(of: /([A-Z]+)=(.*)/).map { (String($0.1), String($0.2)) }
      })
    #expect(settings == ["PATH": "/usr/local/bin:/usr/bin:/bin", "SITE": "/srv/blog"])
    let times = /(?:[0-9*\/,-]+ +){5}(.*)/
    let command = try #require(lines.last?.wholeMatch(of: times)).1
    // To cron, a percent sign ends the command.
    #expect(lines.count == 3 && !command.contains("%"))
    let environment = ["env", "-i", "HOME=/tmp", "PATH=\(Self.bin):/usr/bin:/bin", "SITE=\(site.folder.path)"]
    for _ in 1...2 {
      let outcome = try site.start([], under: environment + ["sh", "-c", String(command)], in: "/").wait()
      #expect(outcome.code == 0 && outcome.out == "" && outcome.err == "")
    }
    #expect(site.folder.files().contains("feeds/all.atom"))
    try site.folder.write("", to: "posts.txt")
    let broken = try site.start([], under: environment + ["sh", "-c", String(command)], in: "/").wait()
    #expect(broken.code == 1 && broken.err.contains("posts.txt"), "what cron mails")
  }

  @Test("at: a build now, and one in the minute after the next entry is due, in place of the one asked for before")
  func buildWhenDue() throws {
    let site = try Workdir(config: NextDueTests.config)
    try site.folder.write(NextDueTests.posts.replacing("01T01:00:00", with: "01T01:00:30"), to: "posts.json")
    // Stands in for at(1): keeps its arguments and what it is to run.
    for name in ["at", "atq", "atrm"] {
      try site.folder.write(
        """
        #!/bin/sh
        echo \(name) "$@" >> '\(site.folder["calls"])'
        case \(name) in at) cat > '\(site.folder["job"])' ;; atq) printf '7\\tFri Dec  1 00:00:00 2023 s blog\\n' ;; esac
        """, to: "bin/\(name)")
      chmod(site.folder["bin/\(name)"], 0o755)
    }
    let script = Self.folder.appending(path: "cron/build-when-due").path
    func run(_ command: String..., at instant: Int) throws -> Workdir.Outcome {
      let environment = [
        "env", "TZ=Asia/Kolkata", "PATH=\(site.folder["bin"]):\(Self.bin):/usr/bin:/bin", "sh", "-c", "exec \"$@\"",
      ]
      return try site.start(command, under: environment, at: instant, in: "/").wait()
    }
    let first = try run(script, site.folder.path, at: 1_700_000_000)
    #expect(first.code == 0 && first.err == "")
    #expect(site.folder.text("calls") == "atq -q s\natrm 7\nat -q s -t 202312010531\n")
    #expect(site.folder.text("feeds/all.json")?.contains("Due") == false)

    // What at(1) was given, at that time: publishes the entry, and asks for the time when the other expires.
    try FileManager.default.removeItem(atPath: site.folder["calls"])
    let job = try #require(site.folder.text("job"))
    #expect(try run("sh", "-c", job, at: NextDueTests.due + 60).code == 0)
    #expect(site.folder.text("feeds/all.json")?.contains("Due") == true)
    #expect(site.folder.text("calls") == "atq -q s\natrm 7\nat -q s -t 202312020530\n")
    try FileManager.default.removeItem(atPath: site.folder["calls"])
    #expect(try run("sh", "-c", job, at: NextDueTests.expires + 60).code == 0)
    #expect(site.folder.text("calls") == "atq -q s\natrm 7\n")
  }

  @Test(
    "systemd: the units are valid, and closed as far as can be", .enabled(if: Systemd.isThere, "no systemd-analyze"))
  func units() throws {
    let names = ["syndicate.service", "syndicate.timer", "syndicate-watch.service"]
    for name in names {
      let unit = try Self.text("systemd/\(name)")
      try site.folder.write(unit.replacing("/usr/local/bin/syndicate", with: Workdir.command), to: "units/\(name)")
    }
    let verified = try Systemd.analyze(["verify", "--man=no"] + names.map { site.folder["units/\($0)"] })
    #expect(verified.code == 0 && verified.err == "", "\(verified.err)")
    for name in names where name.hasSuffix(".service") {
      // In tenths, of at most 100.
      let security = try Systemd.analyze(["security", "--offline=yes", "--threshold=10", site.folder["units/\(name)"]])
      #expect(security.code == 0, "\(security.out)")
    }
  }

  @Test(
    "systemd: the services allow all that the command asks of the kernel",
    .enabled(if: Systemd.isThere && Tracing.isPossible, "no systemd-analyze, or no strace"))
  func systemCalls() throws {
    let sets = try Systemd.callSets()
    let allowed = try #require(sets["@system-service"]).subtracting(try #require(sets["@privileged"]))
    for name in ["syndicate.service", "syndicate-watch.service"] {
      let unit = try Self.text("systemd/\(name)")
      #expect(unit.contains("SystemCallFilter=@system-service\nSystemCallFilter=~@privileged\n"))
      #expect(unit.contains("RestrictAddressFamilies=none\n") && unit.contains("MemoryDenyWriteExecute=true\n"))
    }
    let trace = site.folder["trace"]
    let strace = ["strace", "-f", "-qq", "-o", trace, "--signal=none"]
    var calls: Set<String> = []
    func noteCalls() throws {
      let lines = try #require(site.folder.text("trace")).split(separator: "\n")
      calls.formUnion(lines.compactMap { $0.firstMatch(of: /^\d+ +([a-z0-9_]+)\(/).map { String($0.1) } })
      // Of the program's own making; the loader maps libraries.
      #expect(!lines.contains { $0.contains("PROT_WRITE|PROT_EXEC") || $0.contains("socket(") })
    }
    for edit in ["", "\n", "Other "] {
      try site.folder.write(Workdir.listing.replacing("The ", with: edit + "The "), to: "posts.txt")
      #expect(try site.run("build", under: strace).code == 0)
      try noteCalls()
    }
    let watch = try WatchProcess(site, under: strace)
    try site.folder.write(Workdir.listing, to: "posts.txt")
    try watch.nextWriting()
    kill(watch.pid, SIGHUP)
    try watch.next("the asked build") { $0.because == ["request"] }
    try watch.stop()
    try noteCalls()
    #expect(calls.count > 30 && calls.contains("inotify_add_watch") && calls.subtracting(allowed) == [])
  }
}

enum Systemd {
  static let isThere = FileManager.default.isExecutableFile(atPath: "/usr/bin/systemd-analyze")

  static func analyze(_ arguments: [String]) throws -> Workdir.Outcome {
    try Workdir().start(arguments, under: ["sh", "-c", "exec systemd-analyze --no-pager \"$@\""], in: "/").wait()
  }

  /// The kernel's calls by the sets that systemd names.
  static func callSets() throws -> [String: Set<String>] {
    var members: [String: [String]] = [:]
    var set = ""
    for line in try analyze(["syscall-filter"]).out.split(separator: "\n") {
      let name = line.trimmingCharacters(in: .whitespaces)
      if line.hasPrefix("@") { set = name } else if !name.hasPrefix("#") { members[set, default: []].append(name) }
    }
    func calls(of set: String) -> Set<String> {
      Set((members[set] ?? []).flatMap { $0.hasPrefix("@") ? calls(of: $0) : [$0] })
    }
    return members.keys.reduce(into: [:]) { $0[$1] = calls(of: $1) }
  }
}
