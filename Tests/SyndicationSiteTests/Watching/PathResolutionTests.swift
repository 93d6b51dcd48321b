import Glibc
import SyndicationTesting
import Testing

@testable import SyndicationSite

@Suite("The resolution of a path") struct PathResolutionTests {
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
  private func resolution(_ path: String) -> [String] {
    PathResolution(of: folder[path]).steps.map(\.path).filter { $0.hasPrefix(folder.path + "/") }
      .map { String($0.dropFirst(folder.path.count + 1)) }
  }

  @Test("is each name in its folder")
  func names() {
    #expect(resolution("real/inner/file") == ["real", "real/inner", "real/inner/file"])
    #expect(resolution("real//./inner/../inner/file") == ["real", "real/inner", "real/inner", "real/inner/file"])
  }

  @Test("ends at the first that is missing")
  func missing() {
    #expect(resolution("real/none/file") == ["real", "real/none"])
    #expect(resolution("real/inner/file/more") == ["real", "real/inner", "real/inner/file", "real/inner/file/more"])
  }

  @Test("goes through a link to where it leads, and holds both")
  func links() {
    #expect(resolution("link/inner/file") == ["link", "real", "real/inner", "real/inner/file"])
    #expect(resolution("link/away") == ["link", "real", "real/away", "elsewhere"])
    symlink(folder["real/inner"], folder["absolute"])
    #expect(resolution("absolute/file") == ["absolute", "real", "real/inner", "real/inner/file"])
    #expect(resolution("link/../real/inner").suffix(2) == ["real", "real/inner"])
  }

  @Test("of a loop ends where the kernel gives up")
  func loop() { #expect(resolution("loop").count == 41) }

  @Test("of a relative path begins where one is, and may lead up")
  func relative() {
    #expect(PathResolution(of: "/").steps.isEmpty)
    #expect(PathResolution(of: ".").steps.isEmpty)
    #expect(PathResolution(of: "none/x").steps == [PathResolution.Step(folder: ".", name: "none")])
    #expect(PathResolution(of: "../../none").steps == [PathResolution.Step(folder: "../..", name: "none")])
    #expect(PathResolution(of: "/../none").steps == [PathResolution.Step(folder: "/", name: "none")])
  }
}
