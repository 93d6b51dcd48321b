internal import Glibc

/// The items of one source as rows of numbers, for where there are many: an item is a value of its own only once it is
/// changed, or a feed holds it.
package final class ItemTable: Sendable {
  /// What all of them have in common.
  package struct Common: Sendable {
    /// `sources[].name`.
    package var source: String
    /// That they are read from, and what leads to the array that they are in, as a JSON pointer; nil where that is none.
    package var file: String
    package var pointer: String?
    /// Of those that name none.
    package var authors: [Person] = []
    package var language: String?
    /// What stands at a range of the file.
    package var content: @Sendable (Part, Range<Int>) -> Content

    package init(
      source: String, file: String, pointer: String?, content: @escaping @Sendable (Part, Range<Int>) -> Content
    ) {
      self.source = source
      self.file = file
      self.pointer = pointer
      self.content = content
    }
  }

  /// A part of an item that is read when a feed holds it, and how that is written.
  package enum Part: UInt8, Sendable { case summary, html, text }

  private let common: Common
  private let rows: [Row]
  private let texts: [UInt8]
  private let numbers: [UInt32]
  private let strings: RecurringStrings
  private let people: [Person]
  private let peopleHashes: [UInt64]
  private let rare: [Int: Boxed<SourceItem.Rare>]

  fileprivate struct Row: BitwiseCopyable {
    /// Where its texts begin, and how many bytes each has that follows there; less than 0 for one that it does not have.
    var texts: Int
    var id: Int32
    var url: Int32
    var title: Int32
    var image: Int32
    var published: Int32
    var updated: Int32
    /// In seconds since 1970, of what is written as most dates are.
    var publishedTime: Int64
    var updatedTime: Int64
    /// Where they stand in the file; 0 for one that it does not have.
    var summary: Int
    var content: Int
    var summaryCount: UInt32
    var contentCount: UInt32
    /// Where the numbers of its authors and tags begin, and how many of each.
    var numbers: Int
    var authors: UInt32
    var tags: UInt32
    /// The number of a string and one; 0 for none.
    var language: UInt32
    var line: UInt32
    /// In the array that it is in.
    var index: UInt32
    var isHTML: Bool
    var isHidden: Bool
    var isMinorEdit: Bool
    /// Whether there is something of what most items have nothing of.
    var isRare: Bool

    /// Of a text that is not there, and of an address that is the same as the id.
    static let none: Int32 = -1
    static let same: Int32 = -2
    /// Of a date that is a text, or none.
    static let unusual = Int64.min
  }

  /// All that were added, of a source that is read to its end.
  package init(_ items: ItemRows, _ common: Common) {
    self.common = common
    rows = items.rows
    texts = items.texts
    numbers = items.numbers
    strings = items.strings
    people = items.people
    peopleHashes = people.map { SourceItem.hash(of: $0) }
    rare = items.rare
  }

  package var items: [SourceItem] { rows.indices.map { SourceItem(self, $0) } }

  // MARK: - Of the item at an index

  var source: String { common.source }

  func place(of index: Int) -> Place {
    let row = rows[index]
    return Place(file: common.file, line: Int(row.line), pointer: common.pointer.map { "\($0)/\(row.index)" })
  }

  func identity(of index: Int) -> SourceItem.Identity {
    let row = rows[index]
    let id = text(row.texts, row.id)
    if row.url == Row.same { return .item(id: id, url: id.map { .written($0) }) }
    return .item(id: id, url: text(row.texts + Int(max(row.id, 0)), row.url).map { .written($0) })
  }

  func title(of index: Int) -> String? { text(start(of: index, behind: 2), rows[index].title) }

  func image(of index: Int) -> String? { text(start(of: index, behind: 3), rows[index].image) }

  func published(of index: Int) -> WrittenDate? {
    let row = rows[index]
    if row.publishedTime != Row.unusual { return WrittenDate(usual: Timestamp(seconds: row.publishedTime)) }
    return text(start(of: index, behind: 4), row.published).map(WrittenDate.init)
  }

  func updated(of index: Int) -> WrittenDate? {
    let row = rows[index]
    if row.updatedTime != Row.unusual { return WrittenDate(usual: Timestamp(seconds: row.updatedTime)) }
    return text(start(of: index, behind: 5), row.updated).map(WrittenDate.init)
  }

  func summary(of index: Int) -> Content? {
    let row = rows[index]
    return row.summary == 0 ? nil : common.content(.summary, row.summary..<row.summary + Int(row.summaryCount))
  }

  func content(of index: Int) -> Content? {
    let row = rows[index]
    guard row.content > 0 else { return nil }
    return common.content(row.isHTML ? .html : .text, row.content..<row.content + Int(row.contentCount))
  }

  func authorCount(of index: Int) -> Int {
    let count = Int(rows[index].authors)
    return count == 0 ? common.authors.count : count
  }

  func tagCount(of index: Int) -> Int { Int(rows[index].tags) }

  func authors(of index: Int) -> [Person] {
    let numbers = authorNumbers(of: index)
    return numbers.isEmpty ? common.authors : numbers.map { people[Int($0)] }
  }

  func tags(of index: Int) -> [String] { tagNumbers(of: index).map { strings.strings[Int($0)] } }

  func language(of index: Int) -> String? {
    let number = Int(rows[index].language)
    return number == 0 ? common.language : strings.strings[number - 1]
  }

  func isHidden(_ index: Int) -> Bool { rows[index].isHidden }

  func isMinorEdit(_ index: Int) -> Bool { rows[index].isMinorEdit }

  func rare(of index: Int) -> Boxed<SourceItem.Rare>? { rows[index].isRare ? rare[index] : nil }

  /// All that it says.
  func fields(of index: Int) -> SourceItem.Fields {
    var fields = SourceItem.Fields(source: common.source, place: place(of: index), identity: identity(of: index))
    fields.title = title(of: index)
    // JSON Feed knows posts without a title.
    fields.needsNoTitle = true
    (fields.summary, fields.content) = (summary(of: index), content(of: index))
    (fields.published, fields.updated) = (published(of: index), updated(of: index))
    (fields.authors, fields.tags) = (authors(of: index), tags(of: index))
    (fields.image, fields.language) = (image(of: index), language(of: index))
    (fields.isHidden, fields.isMinorEdit) = (isHidden(index), isMinorEdit(index))
    fields.rare = rare(of: index)
    return fields
  }

  /// See `SourceItem.noteTexts`.
  func noteTexts(of index: Int, in hashes: inout [UInt64]) {
    let row = rows[index]
    let id = hash(row.texts, row.id)
    hashes.append(id)
    hashes.append(row.url == Row.same ? id : hash(row.texts + Int(max(row.id, 0)), row.url))
    let language =
      row.language == 0 ? common.language.map { ContentHash($0).value } : strings.hashes[Int(row.language) - 1]
    hashes.append(language ?? 0)
    let authors = authorNumbers(of: index)
    hashes.append(UInt64(authorCount(of: index)))
    for author in authors.isEmpty ? common.authors : [] { hashes.append(SourceItem.hash(of: author)) }
    for number in authors { hashes.append(peopleHashes[Int(number)]) }
    for number in tagNumbers(of: index) { hashes.append(strings.hashes[Int(number)]) }
  }

  private func hash(_ start: Int, _ count: Int32) -> UInt64 {
    guard count >= 0 else { return 0 }
    return texts.withUnsafeBufferPointer {
      ContentHash(UnsafeBufferPointer(rebasing: $0[start..<start + Int(count)])).value
    }
  }

  /// Calls `note` with each tag.
  func eachTag(of index: Int, _ note: (String) -> Void) {
    for number in tagNumbers(of: index) { note(strings.strings[Int(number)]) }
  }

  /// Calls `note` with the name of each author.
  func eachAuthor(of index: Int, _ note: (String) -> Void) {
    let numbers = authorNumbers(of: index)
    for author in numbers.isEmpty ? common.authors : [] { note(author.name) }
    for number in numbers { note(people[Int(number)].name) }
  }

  private func tagNumbers(of index: Int) -> ArraySlice<UInt32> {
    let row = rows[index]
    let start = row.numbers + Int(row.authors)
    return numbers[start..<start + Int(row.tags)]
  }

  private func authorNumbers(of index: Int) -> ArraySlice<UInt32> {
    let row = rows[index]
    return numbers[row.numbers..<row.numbers + Int(row.authors)]
  }

  private func text(_ start: Int, _ count: Int32) -> String? {
    guard count >= 0 else { return nil }
    return texts.withUnsafeBufferPointer {
      String(decoding: UnsafeBufferPointer(rebasing: $0[start..<start + Int(count)]), as: UTF8.self)
    }
  }

  /// Where the text begins that stands behind so many others.
  private func start(of index: Int, behind others: Int) -> Int {
    let row = rows[index]
    let counts = (row.id, row.url, row.title, row.image, row.published)
    var start = row.texts + Int(max(counts.0, 0)) + Int(max(counts.1, 0))
    if others > 2 { start += Int(max(counts.2, 0)) }
    if others > 3 { start += Int(max(counts.3, 0)) }
    if others > 4 { start += Int(max(counts.4, 0)) }
    return start
  }
}

/// Items as they are read, to become rows of a table.
package struct ItemRows {
  fileprivate var rows: [ItemTable.Row] = []
  fileprivate var texts: [UInt8] = []
  fileprivate var numbers: [UInt32] = []
  fileprivate var rare: [Int: Boxed<SourceItem.Rare>] = [:]
  /// Those that many of them have.
  package var strings = RecurringStrings()
  package private(set) var people: [Person] = []
  private var peopleByParts: [PersonParts: UInt32] = [:]

  private struct PersonParts: Hashable {
    var name: UInt32
    var url: UInt32?
    var affiliation: UInt32?
  }

  /// An item: its texts are where they stand in the bytes, as JSON has them between the quotes; the bodies, in the file.
  package struct Item {
    package var line = 0
    package var index = 0
    package var id: Range<Int>?
    package var url: Range<Int>?
    package var title: Range<Int>?
    package var image: Range<Int>?
    package var published: Range<Int>?
    package var updated: Range<Int>?
    package var summary: Range<Int>?
    package var content: Range<Int>?
    package var isHTML = false
    package var language: UInt32?
    package var isHidden = false
    package var isMinorEdit = false

    package init() {}
  }

  package init() {}

  package var count: Int { rows.count }

  /// Takes back those that were added last.
  package mutating func removeLast(_ count: Int) {
    guard count > 0 else { return }
    let first = rows[rows.count - count]
    texts.removeLast(texts.count - first.texts)
    numbers.removeLast(numbers.count - first.numbers)
    for index in rows.count - count..<rows.count where rows[index].isRare { rare[index] = nil }
    rows.removeLast(count)
  }

  /// The number of whom these are the parts of, as numbers of strings.
  package mutating func number(ofPerson name: UInt32, url: UInt32?, affiliation: UInt32?) -> UInt32 {
    let parts = PersonParts(name: name, url: url, affiliation: affiliation)
    if let number = peopleByParts[parts] { return number }
    func string(_ number: UInt32?) -> String? { number.map { strings.strings[Int($0)] } }
    var person = Person(name: strings.strings[Int(name)], url: string(url))
    person.affiliation = string(affiliation)
    people.append(person)
    peopleByParts[parts] = UInt32(people.count - 1)
    return UInt32(people.count - 1)
  }

  /// - Parameters:
  ///   - bytes: that its texts stand in.
  ///   - authors: by their numbers.
  ///   - tags: likewise.
  ///   - other: with what most items have nothing of.
  package mutating func append(
    _ item: Item, in bytes: UnsafeBufferPointer<UInt8>, authors: [UInt32], tags: [UInt32], other: SourceItem?
  ) {
    let start = texts.count
    let id = appendText(item.id, of: bytes)
    let isSame = item.url != nil && ItemRows.isSame(item.id, item.url, in: bytes)
    let url = isSame ? ItemTable.Row.same : appendText(item.url, of: bytes)
    let title = appendText(item.title, of: bytes)
    let image = appendText(item.image, of: bytes)
    let published = ItemRows.usualDate(at: item.published, in: bytes)
    let updated = ItemRows.usualDate(at: item.updated, in: bytes)
    let publishedText = published == nil ? appendText(item.published, of: bytes) : ItemTable.Row.none
    let updatedText = updated == nil ? appendText(item.updated, of: bytes) : ItemTable.Row.none
    let own = other?.others
    if let own { rare[rows.count] = own }
    rows.append(
      ItemTable.Row(
        texts: start, id: id, url: url, title: title, image: image, published: publishedText, updated: updatedText,
        publishedTime: published?.seconds ?? ItemTable.Row.unusual,
        updatedTime: updated?.seconds ?? ItemTable.Row.unusual, summary: item.summary?.lowerBound ?? 0,
        content: item.content?.lowerBound ?? 0, summaryCount: UInt32(item.summary?.count ?? 0),
        contentCount: UInt32(item.content?.count ?? 0), numbers: numbers.count, authors: UInt32(authors.count),
        tags: UInt32(tags.count), language: item.language.map { $0 + 1 } ?? 0, line: UInt32(item.line),
        index: UInt32(item.index), isHTML: item.isHTML, isHidden: item.isHidden, isMinorEdit: item.isMinorEdit,
        isRare: own != nil))
    numbers.append(contentsOf: authors)
    numbers.append(contentsOf: tags)
  }

  private mutating func appendText(_ range: Range<Int>?, of bytes: UnsafeBufferPointer<UInt8>) -> Int32 {
    guard let range else { return ItemTable.Row.none }
    let text = UnsafeBufferPointer(rebasing: bytes[range])
    if JSONReader.hasEscapes(text) {
      let decoded = JSONReader.decodedBytes(bytes, in: range)
      texts.append(contentsOf: decoded)
      return Int32(decoded.count)
    }
    texts.append(contentsOf: text)
    return Int32(text.count)
  }

  private static func isSame(_ a: Range<Int>?, _ b: Range<Int>?, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let a, let b, a.count == b.count, let start = bytes.baseAddress else { return false }
    return memcmp(start + a.lowerBound, start + b.lowerBound, a.count) == 0
  }

  private static func usualDate(at range: Range<Int>?, in bytes: UnsafeBufferPointer<UInt8>) -> Timestamp? {
    range.flatMap { WrittenDate.usual(UnsafeBufferPointer(rebasing: bytes[$0])) }
  }
}
