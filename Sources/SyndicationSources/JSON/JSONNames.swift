internal import Glibc
internal import Syndication

/// The names of an object's members that are of any concern: no more than 32, best in the order in which they mostly come.
protocol JSONName: RawRepresentable<String>, CaseIterable, Sendable {
  static var table: JSONNameTable<Self> { get }
}

/// The cases of `Name` and their bytes.
struct JSONNameTable<Name: RawRepresentable<String> & CaseIterable & Sendable>: Sendable {
  fileprivate let entries = Name.allCases.map { (name: $0, bytes: Array($0.rawValue.utf8)) }
}

/// The names that were seen in an object.
struct SeenNames<Name: JSONName> {
  private var seen: UInt32 = 0
  /// The place of the last one in the table: the next one mostly stands behind it.
  private var last = -1

  /// The name that stands between the quotes at `range`; nil for one that is of no concern.
  mutating func find(_ range: Range<Int>, in bytes: UnsafeBufferPointer<UInt8>) -> Name? {
    let name = UnsafeBufferPointer(rebasing: bytes[range])
    if let found = find(name) { return found }
    guard name.contains(UInt8(ascii: "\\")) else { return nil }
    return Array(JSONReader.decoded(bytes, in: range).utf8).withUnsafeBufferPointer { find($0) }
  }

  private mutating func find(_ name: UnsafeBufferPointer<UInt8>) -> Name? {
    let entries = Name.table.entries
    var index = last
    for _ in entries.indices {
      index = index + 1 < entries.count ? index + 1 : 0
      let bytes = entries[index].bytes
      guard bytes.count == name.count, memcmp(bytes, name.baseAddress!, name.count) == 0 else { continue }
      last = index
      return entries[index].name
    }
    return nil
  }

  /// Notes the name found last; false where it was seen before.
  mutating func insert() -> Bool {
    defer { seen |= 1 << UInt32(last) }
    return seen & 1 << UInt32(last) == 0
  }
}
