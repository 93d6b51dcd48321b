import SyndicationTesting
import Testing

@testable import Syndication

@Suite("An item in a table") struct ItemTableTests {
  @Test(
    "says what one of its own says, is known by the same, and goes on to say it once it is changed",
    arguments: 0..<20 as Range<UInt64>)
  func rows(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let written = (0..<50).map { Written(index: $0, &random) }
    var rows = ItemRows()
    for (index, item) in written.enumerated() {
      item.add(to: &rows)
      // As where the window ended within one, and it is read again.
      if random.once(in: 4) {
        let again = Int.random(in: 1...min(3, index + 1), using: &random)
        rows.removeLast(again)
        for item in written[(index + 1 - again)...index] { item.add(to: &rows) }
      }
    }
    var common = ItemTable.Common(source: "blog", file: "posts.json", pointer: "/items") { part, range in
      Content(.text("\(part) \(range)"), in: SharedMarkup(Plain()))
    }
    common.authors = [Person(name: "Everybody")]
    common.language = "is"
    let items = ItemTable(rows, common).items
    #expect(items.count == written.count)
    for (item, written) in zip(items, written) {
      let expected = written.item(common)
      #expect(try item.told() == expected.told())
      #expect(item.tagCount == expected.tags.count && item.authorCount == expected.authors.count)
      var (hashes, expectedHashes): ([UInt64], [UInt64]) = ([], [])
      item.noteTexts(in: &hashes)
      expected.noteTexts(in: &expectedHashes)
      #expect(hashes == expectedHashes)
      #expect(item.publishedDate?.number == expected.publishedDate?.number)
      var (tags, authors): ([String], [String]) = ([], [])
      item.eachTag { tags.append($0) }
      item.eachAuthor { authors.append($0) }
      #expect(tags == expected.tags && authors == expected.authors.map(\.name))
      #expect(try item.detached.told() == expected.told())
      var changed = item
      changed.title = "Another"
      #expect(try changed.title == "Another" && item.told() == expected.told())
      changed.title = expected.title
      #expect(try changed.told() == expected.told())
    }
  }
}

private struct Plain: Markup {
  static let layout = FingerprintLayout { (_: Plain, fingerprint) in fingerprint.write("plain") }

  var limit: Int { 100 }

  func render(_ body: [UInt8], of page: Page) -> RenderedBody { RenderedBody() }

  func plainText(_ text: [UInt8], of page: Page) -> (text: String, dropped: Int) { ("", 0) }
}

/// What an item is made of, some of it not there.
private struct Written {
  let index: Int
  var texts: [String?]
  var isSameAddress: Bool
  var authors: [Person]
  var tags: [String]
  var summary: Range<Int>?
  var content: Range<Int>?
  var isHTML: Bool
  var language: String?
  var isHidden: Bool
  var isMinorEdit: Bool
  var other: SourceItem?

  init(index: Int, _ random: inout SeededGenerator) {
    self.index = index
    func text(_ choices: [String?]) -> String? { random.one(of: choices) }
    isSameAddress = random.once(in: 2)
    texts = [
      text(["id \(index)", "", nil, "ünï \(index)"]), text(["/\(index)/", nil, ""]),
      text(["Title \(index)", "A \"quoted\" one\nof two lines \u{1F3F7}", nil, ""]), text([nil, "a.png", ""]),
      text(["2022-03-25T12:00:0\(index % 10)Z", "2022-03-25", "25 March", nil, "2022-03-25T12:00:00+01:00"]),
      text([nil, "2023-01-01T00:00:00Z", "yesterday"]),
    ]
    if isSameAddress { texts[1] = texts[0] }
    authors = (0..<random.number(0...2)).map { _ in
      Person(
        name: random.one(of: ["Ann", "Bo", "a rather long name of somebody"]),
        url: random.one(of: [nil, "https://a.example/"]))
    }
    tags = (0..<random.number(0...4)).map { _ in
      random.one(of: ["graphs", "", "a tag of more than fifteen bytes", "é"])
    }
    summary = random.once(in: 2) ? 10 * index + 5..<10 * index + 8 : nil
    content = random.once(in: 2) ? 10 * index + 1..<10 * index + random.number(1...5) : nil
    isHTML = content != nil && random.once(in: 2)
    language = random.one(of: [nil, "de"])
    isHidden = random.once(in: 5)
    isMinorEdit = random.once(in: 5)
    if random.once(in: 4) {
      var item = SourceItem(source: "", place: Place(file: ""), identity: .item(id: nil, url: nil))
      item.bannerImage = "wide \(index).png"
      item.categories = ["c\(index)"]
      item.withdrawn = random.one(of: [nil, "wrong"])
      other = item
    }
  }

  /// As a source that keeps each by itself.
  func item(_ common: ItemTable.Common) -> SourceItem {
    var item = SourceItem(
      source: common.source, place: Place(file: common.file, line: index + 1, pointer: "/items/\(index)"),
      identity: .item(id: texts[0], url: texts[1].map { .written($0) }))
    item.needsNoTitle = true
    (item.title, item.image, item.published, item.updated) = (texts[2], texts[3], texts[4], texts[5])
    item.summary = summary.map { common.content(.summary, $0) }
    item.content = content.map { common.content(isHTML ? .html : .text, $0) }
    item.authors = authors.isEmpty ? common.authors : authors
    item.tags = tags
    item.language = language ?? common.language
    (item.isHidden, item.isMinorEdit) = (isHidden, isMinorEdit)
    item.bannerImage = other?.bannerImage
    item.categories = other?.categories ?? []
    item.withdrawn = other?.withdrawn
    return item
  }

  func add(to rows: inout ItemRows) {
    var bytes: [UInt8] = Array("[".utf8)
    var item = ItemRows.Item()
    (item.line, item.index) = (index + 1, index)
    func place(_ text: String?) -> Range<Int>? {
      guard let text else { return nil }
      let start = bytes.count
      for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": bytes += Array("\\\"".utf8)
        case "\n": bytes += Array("\\n".utf8)
        default: bytes += Array(String(scalar).utf8)
        }
      }
      return start..<bytes.count
    }
    (item.id, item.url, item.title) = (place(texts[0]), place(texts[1]), place(texts[2]))
    (item.image, item.published, item.updated) = (place(texts[3]), place(texts[4]), place(texts[5]))
    (item.summary, item.content, item.isHTML) = (summary, content, isHTML)
    (item.isHidden, item.isMinorEdit) = (isHidden, isMinorEdit)
    func number(_ text: String) -> UInt32 {
      Array(text.utf8).withUnsafeBufferPointer { rows.strings.number(of: $0) }
    }
    item.language = language.map(number)
    let people = authors.map { author in
      rows.number(ofPerson: number(author.name), url: author.url.map(number), affiliation: nil)
    }
    let tagNumbers = tags.map(number)
    bytes.withUnsafeBufferPointer { rows.append(item, in: $0, authors: people, tags: tagNumbers, other: other) }
  }
}
