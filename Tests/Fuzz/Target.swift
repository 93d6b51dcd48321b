import Foundation
import Synchronization

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

/// What `body` comes to, waited for.
func wait<Value: Sendable>(_ body: @escaping @Sendable () async throws -> Value) throws -> Value {
  let box = Box<Value>()
  Task {
    do { box.put(.success(try await body())) } catch { box.put(.failure(error)) }
  }
  return try box.take().get()
}

private final class Box<Value: Sendable>: Sendable {
  private let result = Mutex<Result<Value, any Error>?>(nil)
  private let isFull = DispatchSemaphore(value: 0)

  func put(_ value: Result<Value, any Error>) {
    result.withLock { $0 = value }
    isFull.signal()
  }

  func take() -> Result<Value, any Error> {
    isFull.wait()
    return result.withLock { $0! }
  }
}

/// A folder in memory, emptied for each input.
enum Workplace {
  static let path: String = {
    atexit { Workplace.remove(Workplace.path) }
    return "/dev/shm/syndicate-fuzz-\(getpid())"
  }()

  static func empty() {
    remove(path)
    mkdir(path, 0o700)
  }

  static func put(_ text: String, at name: String) { put(Array(text.utf8), at: Array(name.utf8)) }

  /// - Parameter name: its bytes; `/` parts folders. One that is not below the folder, or that the kernel refuses, is left out.
  static func put(_ bytes: [UInt8], at name: [UInt8]) {
    let parts = name.split(separator: UInt8(ascii: "/")).map { Array($0) }
    let dots: [[UInt8]] = [[0x2E], [0x2E, 0x2E]]
    guard let last = parts.last, !name.contains(0), !parts.contains(where: dots.contains) else { return }
    var folder = Array(path.utf8)
    for part in parts.dropLast() {
      folder += [UInt8(ascii: "/")] + part
      _ = (folder + [0]).withUnsafeBytes { mkdir($0.baseAddress!.assumingMemoryBound(to: CChar.self), 0o700) }
    }
    let file = folder + [UInt8(ascii: "/")] + last + [0]
    let descriptor = file.withUnsafeBytes {
      open($0.baseAddress!.assumingMemoryBound(to: CChar.self), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    }
    guard descriptor >= 0 else { return }
    bytes.withUnsafeBytes { _ = write(descriptor, $0.baseAddress, $0.count) }
    close(descriptor)
  }

  static func read(_ name: String) -> [UInt8] {
    (FileManager.default.contents(atPath: "\(path)/\(name)")).map(Array.init) ?? []
  }

  fileprivate static func remove(_ folder: String) { try? FileManager.default.removeItem(atPath: folder) }
}

extension [UInt8] {
  /// As messages show it.
  var shown: String { String(reflecting: String(decoding: self, as: UTF8.self)) }
}
