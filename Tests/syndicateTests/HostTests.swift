import Foundation
import SyndicationTesting
import Testing

/// Debian's servers, started with what the files for hosts say.
@Suite("Served by", .serialized)
struct HostTests {
  /// A server that is started on a port for the folder of a site.
  enum Server: String {
    case nginx, apache, caddy

    var command: String? {
      let name = self == .apache ? "apache2" : rawValue
      return ["/usr/sbin", "/usr/bin", "/usr/local/bin"].map { "\($0)/\(name)" }
        .first(where: FileManager.default.isExecutableFile)
    }

    /// Writes its configuration, and says how it is started.
    func arguments(in folder: TemporaryFolder, port: Int) throws -> [String] {
      let root = folder.path
      switch self {
      case .nginx:
        let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map {
          "\($0)_temp_path \(root)/run/\($0);"
        }
        try folder.write(
          """
          daemon off; \(getuid() == 0 ? "user root;" : "") pid \(root)/run/pid; error_log \(root)/run/log;
          events { }
          http {
            access_log off; \(temporary.joined(separator: " "))
            server { listen 127.0.0.1:\(port); root \(root); include \(root)/feeds/nginx.conf; }
          }
          """, to: "run/conf")
        return ["-c", folder["run/conf"], "-e", folder["run/log"]]
      case .apache:
        let modules = ["mpm_event", "authz_core", "mime", "dir", "headers", "filter", "deflate", "alias"]
        let loaded = modules.map { "LoadModule \($0)_module /usr/lib/apache2/modules/mod_\($0).so" }
        try folder.write(
          """
          ServerRoot \(root)/run
          DefaultRuntimeDir \(root)/run
          PidFile \(root)/run/pid
          ServerName localhost
          Listen 127.0.0.1:\(port)
          ErrorLog \(root)/run/log
          \(loaded.joined(separator: "\n"))
          \(getuid() == 0 ? "User www-data\nGroup www-data" : "")
          TypesConfig /dev/null
          DocumentRoot \(root)
          <Directory \(root)>
            AllowOverride All
            Require all granted
          </Directory>
          """, to: "run/conf")
        return ["-f", folder["run/conf"], "-D", "FOREGROUND"]
      case .caddy:
        try folder.write(
          """
          {
          \tadmin off
          \tauto_https off
          }
          http://127.0.0.1:\(port) {
          \troot * \(root)
          \timport \(root)/feeds/Caddyfile
          \tfile_server
          }
          """, to: "run/conf")
        return ["run", "--config", folder["run/conf"], "--adapter", "caddyfile"]
      }
    }
  }

  /// A response, as curl tells it; the names of fields in lower case.
  struct Response {
    var status: Int
    var fields: [String: String] = [:]

    subscript(field: String) -> String? { fields[field] }
  }

  static func request(_ path: String, port: Int, _ fields: [String] = []) throws -> Response {
    let curl = Process()
    curl.executableURL = URL(filePath: "/usr/bin/env")
    curl.arguments =
      ["curl", "-s", "-D", "-", "-o", "/dev/null", "--noproxy", "*", "--max-time", "10"]
      + fields.flatMap { ["-H", $0] }
      + ["http://127.0.0.1:\(port)\(path)"]
    let pipe = Pipe()
    curl.standardOutput = pipe
    curl.standardError = FileHandle.nullDevice
    try curl.run()
    let lines = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      .split(whereSeparator: \.isNewline)
    curl.waitUntilExit()
    var response = Response(status: lines.first.flatMap { Int($0.split(separator: " ").dropFirst().first ?? "") } ?? 0)
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      response.fields[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
        in: .whitespaces)
    }
    return response
  }

  static func freePort() -> Int {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    return withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(descriptor, address, length)
        getsockname(descriptor, address, &length)
      }
      return Int(UInt16(bigEndian: pointer.pointee.sin_port))
    }
  }

  /// A site that has lost a tag, whose tags lie elsewhere than they did, and one of whose formats has another extension.
  private func site(for server: Server) throws -> Workdir {
    func config(_ path: String) -> String {
      DiscoveryTests.config(
        DiscoveryTests.all
          + #", "host": "\#(server.rawValue)", "scopes": {"all": {}, "tag": {"path": "\#(path)"}, "author": {"path": {"atom": "by/{slug}.xml", "rss": "by/{slug}.rss", "json": "by/{slug}.json"}}}"#
      )
    }
    let site = try Workdir(config: config("tags/{slug}"))
    try site.run("build")
    try site.folder.write(
      Workdir.listing.replacing("memory Last, First, Some", with: "“größe” Last, First, Some"), to: "posts.txt")
    try site.folder.write(config("topics/{slug}"), to: "config.json")
    try #require(try site.run("build").code == 0)
    // Servers may run as somebody else.
    try site.shell("chmod -R a+rX . && mkdir -p run && chmod a+rwx run")
    return site
  }

  @Test("nginx: H1 and H4 to H6", .enabled(if: Server.nginx.command != nil, "no nginx on this machine"))
  func nginx() async throws { try await serve(by: .nginx) }

  @Test("Apache: H1 and H4 to H6", .enabled(if: Server.apache.command != nil, "no apache2 on this machine"))
  func apache() async throws { try await serve(by: .apache) }

  @Test("Caddy: H1 and H4 to H6", .enabled(if: Server.caddy.command != nil, "no caddy on this machine"))
  func caddy() async throws { try await serve(by: .caddy) }

  /// Feeds have their types, and may be read from anywhere, kept, compressed and asked for again; what moved or went says so.
  private func serve(by server: Server) async throws {
    let command = try #require(server.command)
    let site = try site(for: server)
    let port = Self.freePort()
    let process = Process()
    // What starts it may hold back the signal that ends it.
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["--default-signal=TERM", command] + (try server.arguments(in: site.folder, port: port))
    process.environment = [
      "HOME": site.folder["run"], "XDG_CONFIG_HOME": site.folder["run"], "XDG_DATA_HOME": site.folder["run"],
    ]
    try site.folder.write("", to: "run/err")
    process.standardError = try FileHandle(forWritingTo: URL(filePath: site.folder["run/err"]))
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    defer {
      process.terminate()
      process.waitUntilExit()
    }
    for _ in 0..<100 where try Self.request("/", port: port).status == 0 {
      try await Task.sleep(for: .milliseconds(100))
    }
    let log = { (site.folder.text("run/err") ?? "") + (site.folder.text("run/log") ?? "") }

    let types = [
      "all.atom": "application/atom+xml", "all.rss": "application/rss+xml", "all.json": "application/feed+json",
      "topics/graphs.atom": "application/atom+xml", "topics/graphs.json": "application/feed+json",
      "topics/gr%C3%B6%C3%9Fe.rss": "application/rss+xml", "by/bob-other.xml": "application/atom+xml",
      "feeds.json": "application/json", "feeds.opml": "text/x-opml", "feeds.css": "text/css", "index.html": "text/html",
      "": "text/html",
    ]
    for (path, type) in types.sorted(by: { $0.key < $1.key }) {
      if path == "topics/gr%C3%B6%C3%9Fe.rss", !site.folder.files().contains("feeds/topics/größe.rss") { continue }
      let response = try Self.request("/feeds/\(path)", port: port)
      #expect(response.status == 200, "\(path): \(log())")
      #expect(response["content-type"]?.lowercased() == "\(type); charset=utf-8", "\(path)")
      #expect(response["access-control-allow-origin"] == "*" && response["access-control-expose-headers"] == "ETag")
      #expect(response["cache-control"] == "max-age=300", "\(path)")
      let etag = try #require(response["etag"], "\(path)")
      let again = try Self.request("/feeds/\(path)", port: port, ["If-None-Match: \(etag)"])
      #expect(again.status == 304 && again["cache-control"] == "max-age=300", "\(path)")
    }
    for path in ["all.atom", "all.rss", "all.json", "feeds.opml", "feeds.json", "index.html", "by/bob-other.xml"] {
      let response = try Self.request("/feeds/\(path)", port: port, ["Accept-Encoding: gzip"])
      #expect(response["content-encoding"] == "gzip", "\(path)")
      #expect(response["vary"]?.lowercased().contains("accept-encoding") == true, "\(path)")
      let etag = try #require(response["etag"])
      let again = try Self.request("/feeds/\(path)", port: port, ["Accept-Encoding: gzip", "If-None-Match: \(etag)"])
      #expect(again.status == 304, "\(path) \(etag)")
    }
    for format in ["atom", "rss", "json"] {
      let moved = try Self.request("/feeds/tags/graphs.\(format)", port: port)
      #expect(moved.status == 301 && moved["location"] == "https://example.org/feeds/topics/graphs.\(format)")
      #expect(try Self.request("/feeds/tags/memory.\(format)", port: port).status == 410)
      #expect(try Self.request("/feeds/tags/never.\(format)", port: port).status == 404)
    }
    if server != .apache {
      #expect(try Self.request("/feeds/\(server == .nginx ? "nginx.conf" : "Caddyfile")", port: port).status == 404)
    }
  }
}
