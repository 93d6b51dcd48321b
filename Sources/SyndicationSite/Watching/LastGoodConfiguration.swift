internal import Glibc
internal import SyndicationFiles

/// The configuration of a watch, read again before each build: where it cannot be used, the last good one stays.
struct LastGoodConfiguration: Sendable {
  private let path: String
  private(set) var current: Configuration
  /// Why the file cannot be used as it is.
  private var error: String?

  /// - Throws: what `Configuration.load` throws.
  init(at path: String) throws {
    self.path = path
    current = try Configuration.load(path)
  }

  /// Whether the file has become bad.
  var isOutdated: Bool { error != nil }

  /// - Returns: what there is to tell; nil where it is as good, or as bad, as before.
  /// - Throws: where the machine does not give it: nobody knows whether it changed.
  mutating func reload() throws(FileError) -> WatchEvent? {
    do {
      current = try Configuration.load(path)
      defer { error = nil }
      return isOutdated ? .mended : nil
    } catch let error as FileError {
      throw error
    } catch {
      let missing = (error as? MissingConfiguration).map { FileError("read", $0.path, code: ENOENT) }
      let reason: any Error = missing ?? error
      defer { self.error = "\(reason)" }
      return self.error == "\(reason)" ? nil : .misconfigured(reason)
    }
  }
}
