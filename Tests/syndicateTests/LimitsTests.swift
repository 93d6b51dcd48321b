import Foundation
import Syndication
import Testing

/// What bounds the cost of an input, through the built binary.
@Suite("The limits") struct LimitsTests {
  @Test("are those that docs/limits.md lists, in its order")
  func documented() throws {
    let docs = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs")
    let text = try String(contentsOf: docs.appending(path: "limits.md"), encoding: .utf8)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") }.dropFirst()
      .map { $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) } }
    #expect(
      rows.map { $0.prefix(3) }
        == Limit.all.map { [$0.name, String($0.value), $0.key.map { "`\($0)`" } ?? "–"] })
    // Beyond what is told: MessageTests.
    #expect(rows.allSatisfy { $0.count == 4 && !$0[3].isEmpty })
  }
}
