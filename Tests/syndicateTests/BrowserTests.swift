import Foundation
import SyndicationTesting
import Testing

/// What unsafe bodies are in a browser, once they have been in a feed.
@Suite("In a browser")
struct BrowserTests {
  @Test(
    "B2 nothing of unsafe bodies runs, loads, covers the page or shadows the document, and they are read as they are written",
    .enabled(if: Browser.path != nil, "no chromium on the PATH"), .timeLimit(.minutes(20)))
  func unsafeBodies() throws {
    #expect(UnsafeShapes.all.count >= 300)
    let bodies = try published(UnsafeShapes.all)
    #expect(bodies.filter { !$0.isEmpty }.count > 250)
    let faults = try Browser.faults(of: bodies)
    for (body, faults) in zip(UnsafeShapes.all, faults) { #expect(faults == [], "\(body)") }
  }

  @Test(
    "what is not cleaned is found out", .enabled(if: Browser.path != nil, "no chromium on the PATH"),
    .timeLimit(.minutes(20)))
  func uncleaned() throws {
    let bodies = [
      "a", "<img src=https://images.invalid/a.png onerror='top.ran=1'>",
      "<iframe src=https://unsafe.invalid/></iframe>",
      "<p style='background:url(https://unsafe.invalid/a.png)'>a</p>", "<p style='position:fixed;inset:0'>a</p>",
      "<p style='margin-top:-400px'>a</p>", "<img name=body src=https://images.invalid/a.png>",
      "<a href='javascript:top.ran=1'>a</a>", "<p><svg></p><foreignObject><p>a</foreignObject></svg></p>",
    ]
    let words = [
      "", "runs", "loads", "style", "covers", "covers", "shadows body", "leads to", "",
    ]
    for (index, (faults, word)) in zip(try Browser.faults(of: bodies), words).enumerated() {
      #expect(
        word.isEmpty ? index > 0 || faults.isEmpty : faults.contains { $0.contains(word) },
        "\(bodies[index]): \(faults)")
    }
  }

  /// The bodies as a feed of the built command holds them.
  private func published(_ bodies: [String]) throws -> [String] {
    let site = try Workdir(
      config: RefusedInputTests.jsonConfig.replacing(
        "\"sources\"",
        with: "\"feeds\": {\"entries\": 10000, \"bytes\": 100000000, \"scopes\": {\"all\": {}}}, \"sources\""))
    let items = bodies.enumerated().map { index, body in
      [
        "id": "urn:example:\(index)", "title": "T", "date_published": "2022-03-25T00:00:00Z", "content_html": body,
        "url": "https://example.org/\(index)",
      ]
    }
    try site.folder.write(
      String(decoding: JSONSerialization.data(withJSONObject: items), as: UTF8.self), to: "posts.json")
    let outcome = try site.run("build", "--quiet")
    #expect(outcome.code == 0, "\(outcome.err.prefix(2_000))")
    let feed = try JSONDecoder().decode(Feed.self, from: Data(site.folder.read("feeds/all.json") ?? []))
    let published = Dictionary(uniqueKeysWithValues: feed.items.map { ($0.id, $0.contentHTML ?? "") })
    return try bodies.indices.map { try #require(published["urn:example:\($0)"]) }
  }

  private struct Feed: Decodable {
    struct Item: Decodable {
      var id: String
      var contentHTML: String?

      enum CodingKeys: String, CodingKey {
        case id
        case contentHTML = "content_html"
      }
    }
    var items: [Item]
  }
}

/// Chromium, as Debian has it.
enum Browser {
  static let path = ["chromium", "chromium-browser", "google-chrome"].lazy.flatMap { name in
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { "\($0)/\(name)" }
  }.first(where: FileManager.default.isExecutableFile)

  /// What `Tests/Browser/page.html` finds wrong with each body.
  static func faults(of bodies: [String]) throws -> [[String]] {
    let folder = try TemporaryFolder()
    let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Browser/page.html")
    let data = try JSONEncoder().encode(bodies)
    // In a script element nothing else would end it.
    let json = String(decoding: data, as: UTF8.self).replacing("<", with: "\\u003c")
    try folder.write(try String(contentsOf: page, encoding: .utf8).replacing("\"BODIES\"", with: json), to: "page.html")
    let text = try result(of: "page.html", in: folder)
    let faults = try JSONDecoder().decode([[String]].self, from: Data(text.utf8))
    try #require(faults.count == bodies.count)
    return faults
  }

  /// What a page says in its element `result` when it has run.
  static func result(
    of name: String, in folder: TemporaryFolder, width: Int = 1200, options: [String] = []
  ) throws -> String {
    let browser = Process()
    browser.executableURL = URL(filePath: "/usr/bin/timeout")
    browser.arguments =
      [
        "--kill-after=5", "300", path!, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--no-first-run", "--disable-extensions", "--disable-background-networking",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--window-size=\(width),800", "--user-data-dir=\(folder["profile"])", "--dump-dom",
      ] + options + ["file://\(folder[name])"]
    try folder.write("", to: "dom.html")
    browser.standardOutput = try FileHandle(forWritingTo: URL(filePath: folder["dom.html"]))
    browser.standardError = FileHandle.nullDevice
    browser.standardInput = FileHandle.nullDevice
    try browser.run()
    browser.waitUntilExit()
    let dom = try #require(folder.text("dom.html"))
    let result = try #require(
      dom.firstMatch(of: /<pre id="result">(.*?)<\/pre>/.dotMatchesNewlines()), "\(dom.suffix(500))")
    return String(result.1).replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
  }
}
