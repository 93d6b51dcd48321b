import Foundation
import SyndicationTesting
import Testing

@Suite("syndicate check") struct CheckTests {
  private static let good = """
    <rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
    <title>Notes</title><link>https://example.org/</link><description>On tools</description><language>en</language>
    <atom:link rel="self" href="https://example.org/notes.rss"/></channel></rss>
    """
  private static let warned = good.replacing("On tools", with: "")
  private static let bad = good.replacing("<language>en", with: "<language>English")

  private func folder() throws -> Workdir {
    let site = try Workdir()
    try site.folder.write(Self.good, to: "docs/good.rss")
    try site.folder.write(Self.warned, to: "docs/warned.rss")
    try site.folder.write(Self.bad, to: "bad.rss")
    return site
  }

  @Test("exits 0 without an error, 1 with one, 2 where a file is missing, 64 for wrong usage") func exitCodes() throws {
    let site = try folder()
    #expect(try site.run("check", "docs").code == 0)
    #expect(try site.run("check", "--strict", "docs").code == 1)
    #expect(try site.run("check", "--strict", "docs/good.rss").code == 0)
    #expect(try site.run("check", "docs", "bad.rss").code == 1)
    let missing = try site.run("check", "missing.rss")
    #expect(missing.code == 2)
    #expect(missing.err.contains("missing.rss"))
    #expect(try site.run("check", "--format", "xml", "docs").code == 64)
  }

  @Test("says where, what, what to do, and on what that rests") func text() throws {
    let site = try folder()
    let outcome = try site.run("check", "bad.rss")
    #expect(
      outcome.out == """
        bad.rss:2:89: error: “language”: “English” is no language; write it as in en or de-CH \
        [invalid-language, RSS profile #element-channel-language]
        1 document: 1 error

        """)
    #expect(try site.run("check", "--quiet", "docs").out == "")
  }

  @Test("tells a kind in a line, or each finding for itself") func kinds() throws {
    let site = try folder()
    for name in ["a", "b", "c", "d"] { try site.folder.write(Self.bad, to: "many/\(name).rss") }
    let lines = try site.run("check", "many").out.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("error: 4 times: "))
    #expect(lines[0].contains("(many/a.rss:2:89, many/b.rss:2:89, many/c.rss:2:89, …)"))
    #expect(try site.run("check", "--verbose", "many").out.split(separator: "\n").count == 5)
  }

  @Test("lets nothing in a document steer a terminal") func printable() throws {
    let site = try folder()
    try site.folder.write(Self.good.replacing("en<", with: "\u{9B}31m\u{202E}<"), to: "odd.rss")
    let out = try site.run("check", "odd.rss").out
    #expect(out.contains("\\u{9b}31m"))
    #expect(out.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control })
    #expect(!out.unicodeScalars.contains("\u{202E}"))
  }

  @Test("passes over what is no feed in a folder, and checks whatever is named") func folders() throws {
    let site = try folder()
    try site.folder.write("<urlset/>", to: "docs/sitemap.xml")
    try site.folder.write("{\"name\": \"x\"}", to: "docs/package.json")
    try site.folder.write("text", to: "docs/notes.txt")
    #expect(try site.run("check", "docs").out.hasSuffix("2 documents: 1 warning\n"))
    #expect(try site.run("check", "docs").code == 0)
    #expect(try site.run("check", "docs/sitemap.xml").code == 1)
    #expect(try site.run("check", "docs/notes.txt").code == 1)
  }

  @Test("prints JSON as its schema says") func json() throws {
    let site = try folder()
    let schema = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/check.schema.json")
    let keys = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: schema)) as? [String: Any])
    let outcome = try site.run("check", "--format", "json", "docs", "bad.rss")
    let report = try #require(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any])
    #expect(report["documents"] as? Int == 3)
    #expect(report["errors"] as? Int == 1)
    #expect(report["warnings"] as? Int == 1)
    let properties = try #require(keys["properties"] as? [String: Any])
    #expect(Set(report.keys) == Set(properties.keys))
    let findings = try #require(report["findings"] as? [[String: Any]])
    let definition = try #require(
      ((properties["findings"] as? [String: Any])?["items"] as? [String: Any])?["properties"] as? [String: Any])
    for finding in findings { #expect(Set(finding.keys).isSubset(of: definition.keys)) }
    #expect(
      findings.contains { $0["file"] as? String == "bad.rss" && $0["line"] as? Int == 2 && $0["column"] as? Int == 89 })
  }

  @Test("prints SARIF 2.1.0, whose results name rules that it describes") func sarif() throws {
    let site = try folder()
    let outcome = try site.run("check", "--format", "sarif", "docs", "bad.rss")
    let log = try #require(try JSONSerialization.jsonObject(with: Data(outcome.out.utf8)) as? [String: Any])
    #expect(log["version"] as? String == "2.1.0")
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    let driver = try #require((run["tool"] as? [String: Any])?["driver"] as? [String: Any])
    let rules = try #require(driver["rules"] as? [[String: Any]]).compactMap { $0["id"] as? String }
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.count >= 2)
    for result in results {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(rules[index] == result["ruleId"] as? String)
      #expect(["error", "warning", "note"].contains(result["level"] as? String))
    }
    #expect(Set(rules).count == rules.count)
  }

  @Test("without a path checks what the configuration here publishes") func published() throws {
    let site = try folder()
    try site.run("build")
    let outcome = try site.run("check", "--strict")
    #expect(outcome.code == 0, "\(outcome.out)")
    #expect(try site.run("check", in: site.folder.path + "/docs").code == 64)
    #expect(try site.run("check", "--config", "../config.json", in: site.folder.path + "/docs").out == outcome.out)
  }

  @Test("tells what is found beside a file that is missing, and that a folder has nothing to check") func beside()
    throws
  {
    let site = try folder()
    let outcome = try site.run("check", "--format", "json", "bad.rss", "missing.rss", "docs")
    #expect(outcome.code == 2 && outcome.err.contains("missing.rss"))
    #expect(outcome.out.contains("bad.rss") && outcome.out.contains("warned.rss"))
    try site.folder.write("<p>Hello", to: "pages/a.html")
    let empty = try site.run("check", "pages")
    #expect(empty.code == 2 && empty.err.contains("pages") && empty.err.contains(".atom"))
  }

  // MARK: - "check": true

  @Test(
    "is no hindrance to what is no feed: the page, the catalogue, the stylesheet, and what hosts read",
    arguments: ["nginx", "apache", "caddy", "netlify"])
  func beside(host: String) throws {
    let discovery = #""page": true, "opml": true, "catalogue": true, "stylesheet": true, "host": "\#(host)""#
    let site = try Workdir(config: Self.checked.replacing("}]\n", with: "}],\n\"feeds\": {\(discovery)}\n"))
    for arguments in [["build", "--dry-run"], ["build"], ["build", "--force"]] {
      let outcome = try site.start(arguments).wait()
      #expect(outcome.code == 0 && outcome.err == "", "\(outcome.err)")
    }
    #expect(site.folder.files().contains("feeds/index.html") && site.folder.files().contains("feeds/feeds.opml"))
  }

  private static let checked = Workdir.config.replacingFirstBrace(with: "{\"check\": true,")

  @Test("is done by a build that is told to, which publishes nothing where there is an error") func build() throws {
    let site = try Workdir(config: Self.checked)
    #expect(try site.run("build").code == 0)
    let before = try site.run("check", "--format", "json").out
    // A language that no registry has.
    let odd = Self.checked.replacing("\"site\": {", with: "\"site\": {\"language\": \"qq\", ")
    try site.folder.write(odd, to: "config.json")
    let refused = try site.run("build")
    #expect(refused.code == 1)
    #expect(refused.err.contains("invalid-language"))
    #expect(refused.err.contains("nothing was published"))
    #expect(try site.run("check", "--format", "json").out == before)
    #expect(try site.run("build", "--dry-run").code == 1)
    try site.folder.write(odd.replacing("\"check\": true", with: "\"check\": false"), to: "config.json")
    #expect(try site.run("build").code == 0)
    // What lies there already is checked, too.
    try site.folder.write(odd, to: "config.json")
    #expect(try site.run("build").code == 1)
  }
}

extension String {
  fileprivate func replacingFirstBrace(with text: String) -> String {
    firstIndex(of: "{").map { self[..<$0] + text + self[index(after: $0)...] } ?? self
  }
}
