import Foundation
import SyndicationCheck
import Testing

/// A document in a folder named by clause, which says itself what is to be found in it: `expect: missing-element T1`. Errors and
/// warnings are to be those and no others; of notes, those that it names are among them.
struct Case: Sendable, CustomTestStringConvertible {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Cases")

  let path: String
  var testDescription: String { path }

  static let all: [Case] = {
    let files = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String] ?? []
    return files.filter { ["xml", "json", "opml"].contains(($0 as NSString).pathExtension) }.sorted().map(Case.init)
  }()

  var document: [UInt8] { get throws { try Array(Data(contentsOf: Case.folder.appending(path: path))) } }

  /// The rules that it names, in whatever encoding it is.
  var expected: Set<String> {
    get throws {
      let text = String(decoding: try document.filter { $0 != 0 && $0 < 0x80 }, as: UTF8.self)
      let claim = try #require(
        text.firstMatch(of: #/expect: ([^\n]*?) -->|"rules": "([^"]*)"/#), "\(path) claims nothing")
      return Set(((claim.1 ?? claim.2) ?? "").split(separator: " ").map(String.init)).subtracting(["nothing"])
    }
  }
}

@Suite("Each case") struct CaseTests {
  @Test("is judged as it claims", arguments: Case.all) func claim(_ example: Case) throws {
    let found = DocumentCheck.findings(in: try example.document)
    let expected = try example.expected
    let notes = Set(found.filter { $0.severity == .info }.map(\.rule.id))
    #expect(Set(found.map(\.rule.id)).subtracting(notes) == expected.subtracting(notes))
    #expect(expected.isSubset(of: found.map(\.rule.id)), "\(found.map(\.message))")
  }

  @Test("there are over three hundred, and each rule has one, but for those that need much, or the clock")
  func completeness() throws {
    #expect(Case.all.count > 300)
    let shown = try Case.all.reduce(into: Set<String>()) { try $0.formUnion($1.expected) }
    #expect(Set(Rule.all.map(\.id)).subtracting(shown).sorted() == ["D5", "P3"])
  }
}
