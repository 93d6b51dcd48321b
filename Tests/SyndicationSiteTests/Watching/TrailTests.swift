import Glibc
import SyndicationTesting
import Testing

@testable import SyndicationSite

@Suite("The trail to a file") struct TrailTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.makeFolder("real/inner")
    try folder.write("", to: "real/inner/file")
    symlink("real", folder["link"])
    symlink("../elsewhere/./file", folder["real/away"])
    symlink("loop", folder["loop"])
  }

  /// The names below the test's folder that are looked up, as paths from it.
  private func trail(_ path: String) -> [String] {
    Trail(to: folder[path]).steps.map(\.path).filter { $0.hasPrefix(folder.path + "/") }
      .map { String($0.dropFirst(folder.path.count + 1)) }
  }

  @Test("is each name in its folder")
  func names() {
    #expect(trail("real/inner/file") == ["real", "real/inner", "real/inner/file"])
    #expect(trail("real//./inner/../inner/file") == ["real", "real/inner", "real/inner", "real/inner/file"])
  }

  @Test("ends at the first that is missing")
  func missing() {
    #expect(trail("real/none/file") == ["real", "real/none"])
    #expect(trail("real/inner/file/more") == ["real", "real/inner", "real/inner/file", "real/inner/file/more"])
  }

  @Test("goes through a link to where it leads, and holds both")
  func links() {
    #expect(trail("link/inner/file") == ["link", "real", "real/inner", "real/inner/file"])
    #expect(trail("link/away") == ["link", "real", "real/away", "elsewhere"])
    symlink(folder["real/inner"], folder["absolute"])
    #expect(trail("absolute/file") == ["absolute", "real", "real/inner", "real/inner/file"])
    #expect(trail("link/../real/inner").suffix(2) == ["real", "real/inner"])
  }

  @Test("of a loop ends where the kernel gives up")
  func loop() { #expect(trail("loop").count == 41) }

  @Test("of a relative path begins where one is, and may lead up")
  func relative() {
    #expect(Trail(to: "/").steps.isEmpty)
    #expect(Trail(to: ".").steps.isEmpty)
    #expect(Trail(to: "none/x").steps == [Trail.Step(folder: ".", name: "none")])
    #expect(Trail(to: "../../none").steps == [Trail.Step(folder: "../..", name: "none")])
    #expect(Trail(to: "/../none").steps == [Trail.Step(folder: "/", name: "none")])
  }
}
