import Foundation
import SyndicationTesting
import Testing

/// The files of `examples/scale`, as they stand but for ports and the paths that are not on this machine.
@Suite("The examples for many sites run", .serialized)
struct ScaleExamplesTests {
  static func text(_ name: String) throws -> String { try ExamplesTests.text("scale/\(name)") }

  /// Of a worker, and of a server.
  static let units = ["syndicate-worker@.service", "syndicate-feeds@.service"]

  /// A unit, of which the built worker is started.
  static func unit(_ name: String) throws -> String {
    try text(name).replacing("/usr/local/bin/syndicate-worker", with: InstallationTests.worker)
  }

  @Test(
    "systemd: the units of workers and servers are valid, and closed as far as can be",
    .enabled(if: Systemd.isThere, "no systemd-analyze"), arguments: units)
  func closed(name: String) throws {
    let site = try Workdir()
    try site.folder.write(Self.unit(name), to: "units/\(name)")
    let path = site.folder["units/\(name)"]
    let verified = try Systemd.analyze(["verify", "--man=no", path])
    #expect(verified.code == 0 && verified.err == "", "\(verified.err)")
    // In tenths, of at most 100: it has to reach a database and a store.
    let security = try Systemd.analyze(["security", "--offline=yes", "--threshold=15", path])
    #expect(security.code == 0, "\(security.out)")
  }

  @Test("systemd: the command of the unit is one that the worker takes, with the settings of the file beside it")
  func command() throws {
    let unit = try Self.unit(Self.units[0])
    let start = try #require(unit.firstMatch(of: /\nExecStart=(.*)\n/)).1.replacing("809%i", with: "0")
    #expect(unit.contains("\nEnvironmentFile=/etc/syndicate/worker.env\n"))
    let site = try Workdir()
    try site.folder.write(Self.text("worker.env"), to: "worker.env")
    // Where no database is, it says so after all else was understood.
    let script = "set -a; . ./worker.env; PGHOST='\(site.folder["nothing"])' OPTIONS=--once; \(start)"
    let outcome = try site.start([], under: ["sh", "-c", script], in: site.folder.path).wait()
    #expect(outcome.code == 2 && outcome.err.contains("cannot connect"), "\(outcome.err)")
    let misnamed = script.replacing("OPTIONS=--once", with: "OPTIONS=--onec")
    #expect(try site.start([], under: ["sh", "-c", misnamed], in: site.folder.path).wait().code == 64)
  }

  @Test("systemd: the command of the other is one that it takes to serve")
  func serving() throws {
    let unit = try Self.unit(Self.units[1])
    let start = try #require(unit.firstMatch(of: /\nExecStart=(.*)\n/)).1.replacing("808%i", with: "0")
    #expect(unit.contains("\nEnvironmentFile=/etc/syndicate/worker.env\n"))
    let site = try Workdir()
    try site.folder.write(Self.text("worker.env"), to: "worker.env")
    // Settings are read after all else was understood.
    let script = "set -a; . ./worker.env; SERVE_OPTIONS='--settings none.json'; \(start)"
    let outcome = try site.start([], under: ["sh", "-c", script], in: site.folder.path).wait()
    #expect(outcome.code == 1 && outcome.err.contains("none.json"), "\(outcome.err)")
    let misnamed = script.replacing("--settings none", with: "--setings none")
    #expect(try site.start([], under: ["sh", "-c", misnamed], in: site.folder.path).wait().code == 64)
  }

  @Test(
    "nginx: each site is served under its own host", .enabled(if: HostTests.Server.nginx.command != nil, "no nginx"))
  func nginx() async throws {
    let config = DiscoveryTests.config(DiscoveryTests.all + #", "host": "nginx""#)
    let site = try Workdir(config: config)
    let root = site.folder.path
    for name in ["blog.example.org", "other.example.org"] {
      try #require(try site.run("build", "--output", "feeds/\(name)", "--force").code == 0)
    }
    try site.folder.write("half", to: "feeds/blog.example.org/.all.atom.new")
    try site.folder.write("secret", to: "feeds/secret")
    try FileManager.default.removeItem(atPath: site.folder["feeds/other.example.org/all.rss"])
    try site.shell("chmod -R a+rX . && mkdir -p run && chmod a+rwx run")
    let port = HostTests.freePort()
    try site.folder.write(
      Self.text("nginx.conf").replacing("listen 80", with: "listen 127.0.0.1:\(port)")
        .replacing("/srv/feeds/", with: "\(root)/feeds/"), to: "run/feeds")
    let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map { "\($0)_temp_path \(root)/run/\($0);" }
    try site.folder.write(
      """
      daemon off; \(getuid() == 0 ? "user root;" : "") pid \(root)/run/pid; error_log \(root)/run/log;
      events { }
      http { access_log off; \(temporary.joined(separator: " ")) include \(root)/run/feeds; }
      """, to: "run/conf")
    let command = try #require(HostTests.Server.nginx.command)
    let arguments = ["-c", site.folder["run/conf"], "-e", site.folder["run/log"]]
    func nginx(_ more: String...) throws -> Process {
      let process = Process()
      process.executableURL = URL(filePath: command)
      process.arguments = arguments + more
      process.standardError = FileHandle.nullDevice
      try process.run()
      return process
    }
    let test = try nginx("-t")
    test.waitUntilExit()
    try #require(test.terminationStatus == 0, "\(site.folder.text("run/log") ?? "")")
    let server = try nginx()
    defer {
      server.terminate()
      server.waitUntilExit()
    }
    func ask(_ path: String, of host: String = "blog.example.org", _ fields: String...) throws -> HostTests.Response {
      try HostTests.request(path, port: port, ["Host: \(host)"] + fields)
    }
    while try ask("/feeds/all.atom").status == 0 && server.isRunning { try await Task.sleep(for: .milliseconds(20)) }

    for (path, type) in [
      "all.atom": "application/atom+xml", "all.rss": "application/rss+xml", "all.json": "application/feed+json",
      "feeds.json": "application/json", "feeds.opml": "text/x-opml", "feeds.css": "text/css", "": "text/html",
    ] {
      let response = try ask("/feeds/\(path)")
      #expect(response.status == 200 && response["content-type"] == "\(type); charset=utf-8", "\(path) \(response)")
      #expect(response["cache-control"] == "max-age=300" && response["access-control-allow-origin"] == "*")
      let tag = try #require(response["etag"])
      #expect(try ask("/feeds/\(path)", of: "blog.example.org", "If-None-Match: \(tag)").status == 304)
    }
    let packed = try ask("/feeds/all.atom", of: "blog.example.org", "Accept-Encoding: gzip")
    #expect(packed["content-encoding"] == "gzip" && packed["vary"] == "Accept-Encoding")

    #expect(try ask("/feeds/all.rss", of: "BLOG.example.org:80").status == 200)
    #expect(try ask("/feeds/all.rss", of: "other.example.org").status == 404, "each has its own")
    #expect(try ask("/feeds/all.atom", of: "other.example.org").status == 200)
    for (path, host) in [
      ("/feeds/all.atom", "nobody.example.org"), ("/feeds/blog.example.org/all.atom", "-"), ("/feeds/secret", ""),
      ("/feeds/nginx.conf", "blog.example.org"), ("/feeds/.all.atom.new", "blog.example.org"),
      ("/feeds/%2e%2e/secret", "blog.example.org"), ("/all.atom", "blog.example.org"),
    ] {
      let status = try ask(path, of: host).status
      #expect(status == 404 || status == 400, "\(host)\(path): \(status)")
    }
  }
}
