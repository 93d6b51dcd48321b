internal import Syndication

/// Reads what people write about their posts and sites, in any of its languages, as one kind of tree.
///
/// Numbers and dates stay the text that stands there (`1.10`, `2022-03-25`): only who asks for a field knows what it is.
enum Metadata {
  static func json(_ text: UnsafeBufferPointer<UInt8>, atMost limit: Limit) throws(MetadataError) -> DataValue {
    do throws(JSONError) {
      return try DataValue(json: Array(text), atMost: limit.value)
    } catch {
      let line = 1 + text[..<min(error.offset, text.count)].count { $0 == 0x0A }
      throw MetadataError(
        line: line, message: error.isBeyondBound ? error.message : "this is not JSON (\(error.message)): mend this line"
      )
    }
  }

  /// Lines `Name: value`; those that begin with white space go on with the one above. Names are in lower case.
  static func headers(_ text: UnsafeBufferPointer<UInt8>, atMost limit: Limit) throws(MetadataError) -> DataValue {
    var headers: [(name: String, lines: [String])] = []
    for line in String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline) {
      if let header = header(in: line) {
        headers.append((header.name, [header.value]))
      } else if !headers.isEmpty {
        headers[headers.count - 1].lines.append(line.trimmed)
      }
    }
    return try object(headers.map { ($0.name, $0.lines.joined(separator: "\n")) }, atMost: limit)
  }

  /// Lines `name: value`, whatever the values look like.
  static func lines(_ text: UnsafeBufferPointer<UInt8>, atMost limit: Limit) throws(MetadataError) -> DataValue {
    let lines = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline)
    let fields = lines.map { $0.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false) }
    return try object(fields.filter { $0.count == 2 }.map { ($0[0].trimmed, $0[1].trimmed) }, atMost: limit)
  }

  private static func object(
    _ fields: [(name: String, text: String)], atMost limit: Limit
  ) throws(MetadataError) -> DataValue {
    guard fields.count <= limit.value else {
      throw MetadataError(line: 1, message: "over \(limit.value) values are not read: leave some out")
    }
    return .object(fields.map { DataValue.Member(name: $0.name, value: .string($0.text)) })
  }

  /// Lines `.. name: value`; others say nothing.
  static func dotted(_ text: UnsafeBufferPointer<UInt8>, atMost limit: Limit) throws(MetadataError) -> DataValue {
    let lines = String(decoding: text, as: UTF8.self).split(whereSeparator: \.isNewline).filter { $0.hasPrefix(".. ") }
    let fields = lines.map { $0.dropFirst(3).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false) }
    return try object(fields.filter { $0.count == 2 }.map { ($0[0].trimmed, $0[1].trimmed) }, atMost: limit)
  }

  /// The title, which is HTML, and the `meta` elements of a page's head; those of one name are one text with commas.
  static func head(_ text: UnsafeBufferPointer<UInt8>, atMost limit: Limit) throws(MetadataError) -> DataValue {
    var names: [String] = []
    var texts: [String: [String]] = [:]
    for element in HTMLTree(text.filter { $0 != 0 }).root?.elements(skipping: { $0.name == "svg" }) ?? [] {
      let name = element.name == "title" ? "title" : element["name"]?.lowercased()
      let title = element.text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      let value = element.name == "title" ? title : element["content"] ?? element["contents"]
      guard ["title", "meta"].contains(element.name), let name, let value else { continue }
      let known = name == "keywords" ? "tags" : name
      if texts[known] == nil { names.append(known) }
      texts[known, default: []].append(value)
    }
    return try object(names.map { ($0, texts[$0]!.joined(separator: ", ")) }, atMost: limit)
  }

  /// The name, in lower case, and the value of a line `Name: value`; nil for any other.
  static func header(in line: some StringProtocol) -> (name: String, value: String)? {
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let name = line[..<colon]
    let isName = name.utf8.allSatisfy { $0.isLetter || $0.isDigit || "_-".utf8.contains($0) }
    // `http://…` is a text's beginning.
    guard isName, name.utf8.count <= 40, !line[colon...].hasPrefix("://") else { return nil }
    return (name.lowercased(), line[line.index(after: colon)...].trimmed)
  }
}

/// What is wrong with metadata, in which of its lines.
struct MetadataError: Error {
  /// From 1.
  var line: Int
  /// With the remedy.
  var message: String
}
