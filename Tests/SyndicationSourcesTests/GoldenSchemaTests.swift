import Foundation
import SyndicationSources
import SyndicationTesting
import Testing

@Suite("The schema of the configuration") struct GoldenSchemaTests {
  @Test("holds what each kind of source says of its own keys, and names the kinds")
  func parts() throws {
    let file = GoldenFile(
      "config.schema.json", in: "docs", besides: URL(filePath: #filePath).appending(path: "../../..").standardized)
    let published = try String(contentsOf: file.url, encoding: .utf8)
    #expect(try file.difference(from: Array(composed(published).utf8)) == nil)
  }

  @Test("of a kind of source begins with the definition that its type names")
  func names() throws {
    for kind in SourceKinds.all {
      let definitions = Self.definitions(in: Self.members(of: kind.schema))
      #expect(definitions.first?.name == kind.type)
      #expect(try JSONSerialization.jsonObject(with: Data(kind.schema.utf8)) is [String: [String: Any]])
    }
  }

  /// `published` with the definitions of sources as their kinds have them.
  private func composed(_ published: String) throws -> String {
    let start = try #require(published.range(of: "\"definitions\": {\n")).upperBound
    let references = SourceKinds.all.map { "{ \"$ref\": \"#/definitions/\($0.type)\" }" }.joined(separator: ", ")
    let top = published[..<start].replacing(
      /"items": { "oneOf": \[.*\] }/, with: "\"items\": { \"oneOf\": [\(references)] }")
    var definitions = String(published[start...])
    for (name, text) in SourceKinds.all.flatMap({ Self.definitions(in: Self.members(of: $0.schema)) }) {
      if let former = Self.definitions(in: definitions).first(where: { $0.name == name }) {
        definitions = definitions.replacing(former.text, with: text)
      } else {
        definitions = "\(text),\n\(definitions)"
      }
    }
    return top + definitions
  }

  /// The lines within the outer braces, as they stand in the published file.
  private static func members(of schema: String) -> String {
    schema.split(separator: "\n").dropFirst().dropLast().map { "  \($0)" }.joined(separator: "\n")
  }

  private static func definitions(in text: String) -> [(name: String, text: Substring)] {
    text.matches(of: /(?m)^    "(\w+)": {\n(?s:.*?)^    }/).map { (String($0.1), $0.0) }
  }
}
