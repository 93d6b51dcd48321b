internal import Syndication
internal import SyndicationFiles

/// What the home page of a site says of it, where nothing else does.
package struct HomePage: Sendable, Hashable {
  /// The site's name, on one line.
  package var title: String?
  /// Where the page says that it lives.
  package var url: String?
  /// A language tag (BCP 47).
  package var language: String?

  /// - Parameter path: of a file.
  /// - Throws: `FileError`.
  package init(at path: String) throws {
    let page = HTMLPage(try FileContents.read(path), at: ConfigurationValue.noURL, file: path)
    guard let root = page.root else { return }
    let head = PageHead(of: root)
    title = head.siteName
    url = page.address?.string
    language = head.language.flatMap { try? ConfigurationValue.language($0) }
  }
}
