import Glibc
import SyndicationFiles

/// What happens to the files in a few directories, in its order across them (inotify(7)).
final class DirectoryWatch {
  private let descriptor: Int32

  init(_ directories: [String]) throws {
    descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    for directory in directories
    where inotify_add_watch(descriptor, directory, UInt32(IN_CLOSE_WRITE | IN_MOVED_TO | IN_DELETE)) < 0 {
      throw FileError("watch", directory, code: errno)
    }
  }

  deinit { close(descriptor) }

  /// All events so far, as `written .tmp`, `moved <name>`, `deleted <name>`.
  func events() -> [String] {
    var events: [String] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let size = read(descriptor, &buffer, buffer.count)
    var offset = 0
    while offset < size {
      let event = buffer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: inotify_event.self) }
      let header = MemoryLayout<inotify_event>.size
      let bytes = buffer[offset + header..<offset + header + Int(event.len)].prefix { $0 != 0 }
      let name = String(decoding: bytes, as: UTF8.self)
      let shown = name.hasPrefix(".syndicate-") ? ".tmp" : name
      if event.mask & UInt32(IN_CLOSE_WRITE) != 0 { events.append("written \(shown)") }
      if event.mask & UInt32(IN_MOVED_TO) != 0 { events.append("moved \(shown)") }
      if event.mask & UInt32(IN_DELETE) != 0 { events.append("deleted \(shown)") }
      offset += header + Int(event.len)
    }
    return events
  }
}
