import Foundation
import SyndicationTesting
import Testing

/// Names, titles and tags that would steer a terminal, or be commands to a CI system, in all that is printed.
@Suite("What is printed of what others wrote") struct MessageTests {
  /// A window's title, a colour in eight bits, text that runs backwards, ends of lines, commands of three CI systems.
  static let hostile =
    "::a\u{1B}]0;x\u{7}\u{9B}31m\u{7F}\u{85}b\u{202E}\u{2066}\u{200F}c\u{2028}d\u{2029}\n::error::forged\r\n##[error]e ##vso[f]"
  static let escaped = [
    #"::a\u{1b}]0;x\u{7}\u{9b}31m\u{7f}\u{85}b\u{202e}\u{2066}\u{200f}c\u{2028}d\u{2029}\u{a}::error::forged\u{d}\u{a}"#,
    #"\u{23}#[error]e \u{23}#vso[f]"#,
  ].joined()

  /// Two files in the folder itself, so that lines begin with their names; neither has a date that can be read.
  static func site() throws -> Workdir {
    let site = try Workdir(
      config: """
        {"site": {"title": "A Site", "url": "https://example.org/"},
         "sources": [{"type": "markdown", "path": ".", "preset": "jekyll"}, {"type": "json", "path": "posts.json"}]}
        """)
    try site.folder.write("---\ntitle: A\ndate: 2022-02-31\n---\nx\n", to: "_posts/2022-03-25-\(hostile).md")
    let item = ["id": "1", "url": "/1", "title": hostile, "date_published": "2022-03-25"]
    let json = try JSONSerialization.data(withJSONObject: [item, item])
    try json.write(to: URL(filePath: site.folder["posts.json"]))
    return site
  }

  static func expectHarmless(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    let unsafe = text.unicodeScalars.filter {
      $0 != "\n"
        && ([.control, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
          || $0.properties.isBidiControl)
    }
    #expect(unsafe.isEmpty, "\(text.debugDescription)", sourceLocation: sourceLocation)
    for line in text.split(separator: "\n") {
      #expect(!line.trimmingPrefix(while: \.isWhitespace).hasPrefix("::"), sourceLocation: sourceLocation)
      #expect(line.firstMatch(of: /##\w*\[/) == nil, "\(line)", sourceLocation: sourceLocation)
    }
  }

  @Test("has its control characters escaped, and no line that it begins is a command", arguments: ["build", "plan"])
  func text(_ command: String) throws {
    let outcome = try Self.site().run(command, "--verbose")
    #expect(outcome.code == 1)
    Self.expectHarmless(outcome.out)
    Self.expectHarmless(outcome.err)
    #expect(outcome.err.contains("_posts/2022-03-25-\(Self.escaped).md"), "\(outcome.err)")
    #expect(outcome.err.contains("“\(Self.escaped)” is the same entry"), "\(outcome.err)")
  }

  @Test("begins no line with a command where a file's name does", arguments: ["::error::x", " ::set-env name=x::y"])
  func lineStart(_ name: String) throws {
    let site = try Workdir(config: Workdir.config.replacing("posts.txt", with: name))
    try site.folder.write("no listing", to: name)
    let outcome = try site.run("build")
    #expect(outcome.code == 1 && outcome.err.hasPrefix(name.replacing("::", with: "\\u{3a}:", maxReplacements: 1)))
  }

  @Test("is the same in JSON, escaped as JSON has it", arguments: ["build", "plan"])
  func json(_ command: String) throws {
    let outcome = try Self.site().run(command, "--json")
    Self.expectHarmless(outcome.out)
    let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any])
    let problems = try #require(report["problems"] as? [[String: Any]])
    // Controls are left out of JSON.
    let kept = "c\u{2028}d\u{2029}\n::error::forged\n##[error]e ##vso[f]"
    let texts = problems.flatMap { [$0["message"], $0["place"]] }.compactMap { $0 as? String }
    #expect(texts.contains { $0.contains("\(kept)” is the same entry") }, "\(texts)")
    #expect(texts.contains { $0.contains("_posts/2022-03-25-::a") && $0.contains("\(kept).md") }, "\(texts)")
  }

  @Test("is so in the lines of a watch, in its log, and in its events")
  func watched() throws {
    let site = try Workdir()
    try site.folder.write(Workdir.listing, to: Self.hostile)
    let name = String(decoding: try JSONEncoder().encode(Self.hostile), as: UTF8.self)
    try site.folder.write(Workdir.config.replacing("\"posts.txt\"", with: name), to: "config.json")
    let watch = try WatchProcess(site, "--log-level", "debug")
    try site.folder.write(Workdir.listing.replacing("memory", with: "::error::x|"), to: Self.hostile)
    let event = try watch.next("a build") { $0.name == "refused" || $0.name == "built" && !$0.changed.isEmpty }
    #expect(event.changed.first?.hasSuffix("##vso[f]") == true)
    try Self.expectHarmless(watch.log)
    try watch.stop()

    let running = try site.start(["watch"], under: ["sh", "-c", "echo $$ >pid; exec \"$0\" \"$@\""])
    let deadline = ContinuousClock.now + .seconds(1200)
    while try !running.output().out.contains("watching ") {
      try #require(running.process.isRunning && ContinuousClock.now < deadline)
      usleep(2000)
    }
    kill(try #require(site.folder.text("pid").flatMap { pid_t($0.dropLast()) }), SIGTERM)
    let outcome = try running.wait()
    Self.expectHarmless(outcome.out)
    Self.expectHarmless(outcome.err)
    #expect(outcome.out.contains("watching "))
  }

  @Test("is so in the table of a terminal, and where a plan names what is new")
  func terminal() throws {
    let site = try Workdir(config: Workdir.config.replacing("A Site", with: "::error::x \\u202e"))
    if Terminal.isPossible {
      let table = try Terminal.show(site, "build", "--dry-run")
      #expect(table.contains("\\u{3a}:error::x \\u{202e}\n") && !table.contains("\u{202E}"), "\(table)")
    }
    let json = try Self.site()
    try json.folder.write(
      Workdir.config.replacing("listing", with: "json").replacing("posts.txt", with: "posts.json"), to: "config.json")
    let outcome = try json.run("plan", "--max-notified", "0")
    Self.expectHarmless(outcome.err)
    #expect(outcome.err.contains("new: “"))
  }

  @Test("is bounded: 3,000 bad header lines are one line, with --verbose and in JSON a thousand and how many more")
  func manyOfKind() throws {
    let posts = (0..<3_000).map { "Title\n\n99 Mar 2022 | graphs Last, First\n\nWords \($0).\n\n\n" }
    let site = try Workdir(listing: "A Site\n\n\n" + posts.joined())
    let outcome = try site.run("build")
    #expect(outcome.code == 1 && outcome.err.contains("3000 posts: "), "\(outcome.err.prefix(1000))")
    #expect(outcome.err.utf8.count < 2_000, "\(outcome.err.prefix(1000))")
    let verbose = try site.run("build", "--verbose").err.split(separator: "\n")
    #expect(verbose.count == 1_001 && verbose[999].hasSuffix(", and 2000 more"), "\(verbose.suffix(2))")
    #expect(verbose.last == "nothing was published: 3000 errors")
    let json = try site.run("build", "--json").out
    let report = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let problems = try #require(report["problems"] as? [[String: Any]])
    #expect(problems.count == 1_000 && problems.last?["others"] as? Int == 2_000)
    #expect(problems.dropLast().allSatisfy { $0["others"] == nil })
  }

  @Test("is bounded where every title makes a kind of its own, and where a title is long")
  func manyKinds() throws {
    let site = try Workdir(config: RefusedInputTests.jsonConfig)
    func item(_ title: String) -> String {
      #"{"id": "1", "url": "/1", "title": "\#(title)", "date_published": "2022-03-25"}"#
    }
    // Digits would be no kind of their own.
    let letters = ["a", "b", "c", "d", "e", "f", "g"]
    let titles = letters.flatMap { first in
      letters.flatMap { second in letters.map { third in "x” \(first)\(second)\(third)" } }
    }
    try site.folder.write("[" + titles.map(item).joined(separator: ",") + "]", to: "posts.json")
    let lines = try site.run("build").err.split(separator: "\n")
    #expect(lines.count == 100 && lines[99].hasSuffix(", and 242 more"), "\(lines.suffix(2))")

    let long = String(repeating: "long ", count: 10_000)
    try site.folder.write("[\(item(long)),\(item(long))]", to: "posts.json")
    let line = try #require(try site.run("build").err.split(separator: "\n").first { $0.contains("same entry") })
    #expect(line.contains("“long long ") && line.contains("; give each its own [") && line.count < 2_200, "\(line)")
  }
}
