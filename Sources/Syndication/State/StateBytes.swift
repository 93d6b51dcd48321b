internal import Glibc

/// Writes numbers, texts and tables one behind another, for the same program on the same machine to read again.
package struct StateWriter {
  package private(set) var bytes: [UInt8] = []

  /// - Parameter capacity: how many bytes are likely.
  package init(capacity: Int = 0) { bytes.reserveCapacity(capacity) }

  package mutating func number(_ number: Int) { table([Int64(number)], counted: false) }

  package mutating func text(_ text: String) { table(Array(text.utf8)) }

  package mutating func text(_ text: String?) {
    number(text == nil ? 0 : 1)
    if let text { self.text(text) }
  }

  /// Rows that are all values, as they lie in memory.
  package mutating func table<Row: BitwiseCopyable>(_ rows: [Row]) { table(rows, counted: true) }

  private mutating func table<Row: BitwiseCopyable>(_ rows: [Row], counted: Bool) {
    if counted { number(rows.count) }
    rows.withUnsafeBytes { bytes.append(contentsOf: $0) }
  }
}

/// Reads what `StateWriter` wrote, in the same order. What is cut off, or no text, is thrown at its reader.
package struct StateReader {
  private let bytes: [UInt8]
  private var offset = 0

  package struct Unreadable: Error {
    package init() {}
  }

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package var isAtEnd: Bool { offset == bytes.count }

  package mutating func number() throws(Unreadable) -> Int {
    Int(try rows(of: Int64.self, 1)[0])
  }

  package mutating func text() throws(Unreadable) -> String {
    guard let text = String(validating: try table(of: UInt8.self), as: UTF8.self) else { throw Unreadable() }
    return text
  }

  package mutating func optionalText() throws(Unreadable) -> String? { try number() == 0 ? nil : try text() }

  /// How many follow that take a byte or more each.
  package mutating func count() throws(Unreadable) -> Int {
    let count = try number()
    guard (0...bytes.count - offset).contains(count) else { throw Unreadable() }
    return count
  }

  package mutating func table<Row: BitwiseCopyable>(of type: Row.Type) throws(Unreadable) -> [Row] {
    try rows(of: type, try number())
  }

  private mutating func rows<Row: BitwiseCopyable>(of _: Row.Type, _ count: Int) throws(Unreadable) -> [Row] {
    let (size, isTooMuch) = MemoryLayout<Row>.stride.multipliedReportingOverflow(by: count)
    guard count >= 0, !isTooMuch, size <= bytes.count - offset else { throw Unreadable() }
    defer { offset += size }
    return [Row](unsafeUninitializedCapacity: count) { rows, initialized in
      bytes.withUnsafeBytes { bytes in
        if size > 0 { memcpy(rows.baseAddress!, bytes.baseAddress! + offset, size) }
      }
      initialized = count
    }
  }
}
