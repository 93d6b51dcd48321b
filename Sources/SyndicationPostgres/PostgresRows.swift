internal import CPostgreSQL

/// What a statement gave: rows of values, as texts.
package final class PostgresRows {
  private let result: OpaquePointer

  /// - Parameter result: is freed with this.
  init(_ result: OpaquePointer) { self.result = result }

  deinit { PQclear(result) }

  package var count: Int { Int(PQntuples(result)) }

  package var isEmpty: Bool { count == 0 }

  /// How many rows a statement wrote, or read.
  package var affected: Int { Int(String(cString: PQcmdTuples(result))) ?? 0 }

  /// What `body` makes of the bytes of a value; nil where it is null.
  package func withBytes<Result>(
    _ row: Int, _ column: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result? {
    let (row, column) = (Int32(row), Int32(column))
    guard PQgetisnull(result, row, column) == 0, let value = PQgetvalue(result, row, column) else { return nil }
    let count = Int(PQgetlength(result, row, column))
    return try value.withMemoryRebound(to: UInt8.self, capacity: count) {
      try body(UnsafeBufferPointer(start: $0, count: count))
    }
  }

  package func text(_ row: Int, _ column: Int) -> String? {
    withBytes(row, column) { String(decoding: $0, as: UTF8.self) }
  }

  package func number(_ row: Int, _ column: Int) -> Int? { text(row, column).flatMap { Int($0) } }

  /// False where it is null.
  package func boolean(_ row: Int, _ column: Int) -> Bool {
    withBytes(row, column) { $0.first == UInt8(ascii: "t") } ?? false
  }

  /// A value of the type bytea.
  package func bytes(_ row: Int, _ column: Int) -> [UInt8]? {
    withBytes(row, column) { text in
      var count = 0
      guard let bytes = PQunescapeBytea(text.baseAddress, &count) else { return nil }
      defer { PQfreemem(bytes) }
      return Array(UnsafeBufferPointer(start: bytes, count: count))
    } ?? nil
  }
}
