internal import Syndication
internal import SyndicationFiles

/// A saved page on disk.
struct HTMLFile: Sendable, Hashable {
  let path: String
  /// Below the folder that is read: `2022/post/index.html`.
  let name: String
  /// Where it lives if it does not say.
  let place: AbsoluteURL
  let dropped: [ElementPattern]

  /// - Throws: `FileError`.
  func read() throws(FileError) -> (page: HTMLPage, state: FileState) {
    let (bytes, state) = try FileContents.readWithState(path)
    return (HTMLPage(bytes, at: place, file: path), state)
  }

  /// `dropped` is a setting, and no edit: it has no part in what was written.
  func read(_ body: PagePost.Body) -> ReadBody {
    switch body {
    case .html(let element, let leftOut):
      ReadBody(
        element.innerHTML { element in
          leftOut.contains(element.index) || dropped.contains { $0.matches(element) }
        }, written: element.written { leftOut.contains($0.index) })
    case .text(let text): ReadBody(Array(text.utf8))
    }
  }
}

/// The body of a page's only post: the page is read again when a feed selects it, and is never in memory with all others.
struct HTMLBody: BodyHandle {
  let file: HTMLFile
  /// As it was loaded.
  let state: FileState

  /// - Throws: `FileError`; `FileChanged` where the file was written to since it was loaded.
  func read() throws -> ReadBody {
    let (page, state) = try file.read()
    guard state == self.state, page.posts.count == 1, let body = page.posts[0].body else {
      throw FileChanged(path: file.path)
    }
    return file.read(body)
  }
}

/// Elements by name, class or id, as CSS writes it: `form`, `.share`, `#comments`.
public struct ElementPattern: Sendable, Hashable {
  /// As it is written in the configuration.
  public let text: String

  /// Nil where `text` is more than one name.
  public init?(_ text: String) {
    guard text.wholeMatch(of: /[.#]?[\p{L}_][\p{L}\p{N}_:-]*/) != nil else { return nil }
    self.text = text
  }

  func matches(_ element: HTMLElement) -> Bool {
    switch text.first {
    case ".": element.has(class: String(text.dropFirst()))
    case "#": element["id"] == String(text.dropFirst())
    default: element.name == text.lowercased()
    }
  }
}
