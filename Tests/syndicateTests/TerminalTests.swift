import Foundation
import SyndicationTesting
import Testing

/// What a person sees: the command runs on a terminal.
@Suite("On a terminal", .enabled(if: Terminal.isPossible, "script is not there"))
struct TerminalTests {
  @Test("a build prints a small table")
  func table() throws {
    let lines = try Terminal.show(Workdir(), "build").split(separator: "\n").map {
      $0.split(separator: " ").joined(separator: " ")
    }
    #expect(lines.first == "A Site")
    #expect(lines.contains("posts.txt 3 entries · 3 tags · 3 authors"), "\(lines)")
    #expect(lines.contains("4 feeds × 3 formats 12 documents"), "\(lines)")
    #expect(lines.contains { $0.hasPrefix("feeds/ 12 written · 0 unchanged · 0 removed ") }, "\(lines)")
  }

  @Test(
    "a build that takes its time shows how far it is, and takes that away again",
    .enabled(if: Tracing.isPossible, "strace is not there, or may not trace"))
  func bar() throws {
    let slow = "strace -f -qq -o /dev/null -e trace=writev -e inject=writev:delay_enter=100000"
    let shown = try Terminal.show(Workdir(), "build", under: slow)
    let bars = shown.matches(of: /publishing █+░* \d+\/12/)
    let last = try #require(bars.last, "\(shown)")
    // Cleared before the table.
    #expect(shown[last.range.upperBound...].contains("\r\u{1B}[KA Site"))
  }
}

/// A terminal, of script(1).
enum Terminal {
  static let isPossible = FileManager.default.isExecutableFile(atPath: "/usr/bin/script")

  /// All that is shown.
  ///
  /// - Parameter under: a program that runs the command in its turn.
  static func show(_ site: Workdir, _ arguments: String..., under: String = "") throws -> String {
    let script = ["sh", "-c", "LC_ALL=C exec script -qec \"\(under) $0 $*\" /dev/null"]
    let outcome = try site.start(arguments, under: script).wait()
    return outcome.out.replacing("\r\n", with: "\n")
  }
}
