import SyndicationTesting
import Testing

@Suite("Where no configuration is named")
struct DefaultConfigurationTests {
  @Test(
    "`syndicate.json` is read where `config.json` is missing or a generator's, and else that",
    arguments: [
      (nil, "syndicate.json"), (#"{"baseURL": "https://example.org/", "title": "Hugo's"}"#, "syndicate.json"),
      (Workdir.config.replacing("A Site", with: "Usual"), "config.json"), ("{", "config.json"),
    ])
  func file(usual: String?, read: String) throws {
    let site = try Workdir()
    try site.folder.write(Workdir.config, to: "syndicate.json")
    try site.shell("rm config.json")
    if let usual { try site.folder.write(usual, to: "config.json") }
    let outcome = try site.run("build")
    #expect((outcome.code == 0) == (usual != "{"), "\(outcome.err)")
    if outcome.code == 0 {
      #expect(site.folder.text("feeds/all.atom")?.contains("Usual") == (read == "config.json"))
      #expect(try site.run("check").code == 0)
    } else {
      #expect(outcome.err.contains(read))
    }
  }

  @Test("a command that is misspelt is told with what it may have been meant for")
  func misspelt() throws {
    let outcome = try Workdir().run("bild")
    #expect(outcome.code == 64 && outcome.err.contains("did you mean “build”?"), "\(outcome.err)")
    #expect(try !Workdir().run("xyzzyx").err.contains("did you mean"))
  }
}
