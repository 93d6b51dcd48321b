package import Foundation

/// Real posts for this package's own tests, which lie beside the repository where there are any: tests that read them are skipped where there are none.
package enum SharedData {
  private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../shared/data").standardizedFileURL

  package static var isThere: Bool { FileManager.default.fileExists(atPath: root.path) }

  /// The path of one of its files or folders.
  package static func path(_ name: String) -> String { root.appendingPathComponent(name).path }

  /// All files below with one of these extensions, by path.
  package static func files(withExtensions extensions: Set<String>) -> [URL] {
    let files =
      FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)?.compactMap { $0 as? URL } ?? []
    return files.filter { extensions.contains($0.pathExtension) }.sorted { $0.path < $1.path }
  }
}
