internal import Glibc
internal import Syndication
internal import SyndicationFiles

/// The part of a text file that is in memory: it slides from the file's beginning to its end, and grows where it must.
final class FileWindow {
  private let file: OpenFile
  private var buffer: UnsafeMutableBufferPointer<UInt8>
  private var filled = 0
  /// How many bytes are known to be UTF-8: up to three behind them are the beginning of a sequence cut by the window.
  private var valid = 0
  /// Where the window begins in the file.
  private(set) var position = 0
  /// Whether the window holds the file's last byte.
  private(set) var isLast = false

  /// Opens the window on the beginning of `file`, behind a byte order mark.
  ///
  /// - Parameter size: of the window at first, in bytes.
  /// - Throws: as `slide`.
  convenience init(on file: OpenFile, size: Int) throws {
    try self.init(on: file, from: 0, size: size)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { drop(3) }
  }

  /// Opens the window on what `file` has from `position` on, where a character begins.
  ///
  /// - Throws: as `slide`.
  init(on file: OpenFile, from position: Int, size: Int) throws {
    self.file = file
    self.position = position
    buffer = .allocate(capacity: max(size, 16))
    repeat { try slide(to: 0) } while valid < 3 && !isLast
  }

  deinit { buffer.deallocate() }

  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: buffer[..<valid]) }

  /// Lets the window begin at what was its byte at `offset`, and end later than it did, but at the end of the file.
  ///
  /// - Throws: `FileError`; a `Problem` that names the first byte that is not UTF-8.
  func slide(to offset: Int) throws {
    drop(offset)
    let before = valid
    repeat { try fill() } while valid == before && !isLast
  }

  /// Goes to the end of the file: what is not UTF-8 there must not be hidden by what is wrong before it.
  func finish() throws {
    while !isLast { try slide(to: valid) }
  }

  private func drop(_ count: Int) {
    guard count > 0 else { return }
    filled -= count
    valid -= count
    position += count
    memmove(buffer.baseAddress!, buffer.baseAddress! + count, filled)
  }

  private func fill() throws {
    if filled > buffer.count / 2 {
      let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: buffer.count * 2)
      memcpy(larger.baseAddress!, buffer.baseAddress!, filled)
      buffer.deallocate()
      buffer = larger
    }
    let room = UnsafeMutableBufferPointer(rebasing: buffer[filled...])
    let count = try file.read(into: room, at: position + filled)
    filled += count
    isLast = count < room.count
    let end = isLast ? filled : filled - cut
    let fresh = UnsafeBufferPointer(rebasing: buffer[valid..<end])
    if let invalid = UTF8.firstInvalid(in: fresh) {
      throw SourceText.problem(ofEncodingAt: position + valid + invalid, in: file.path)
    }
    valid = end
  }

  /// How many of the last bytes begin a UTF-8 sequence that may go on behind the window.
  private var cut: Int {
    for count in 1...3 where count <= filled - valid {
      switch buffer[filled - count] {
      case ..<0x80: return 0
      case 0xC0..<0xE0: return count < 2 ? count : 0
      case 0xE0..<0xF0: return count < 3 ? count : 0
      case 0xF0...: return count
      default: continue
      }
    }
    return 0
  }
}
