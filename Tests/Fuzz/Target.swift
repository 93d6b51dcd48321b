/// Where libFuzzer comes in: every target has a `check(_:)`, which ends the process where something is wrong.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  check(Array(UnsafeBufferPointer(start: start, count: count)))
  return 0
}

/// `bytes` with a replacement character for what is not UTF-8: no source lets that through.
func text(_ bytes: [UInt8]) -> [UInt8] { Array(String(decoding: bytes, as: UTF8.self).utf8) }

/// Ends the process, saying why, unless `condition` holds.
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  if !condition { fatalError(message()) }
}

extension [UInt8] {
  /// As messages show it.
  var shown: String { String(reflecting: String(decoding: self, as: UTF8.self)) }
}
