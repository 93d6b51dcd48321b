internal import Synchronization
public import Syndication

/// Where the pages of a source live, for bodies that name a page by its file. Shared by all of them.
public final class PageAddresses: Sendable, Hashable, Fingerprinted {
  /// By the file's path in the source's folder, `posts/2022-03-25-name.md`: an address, absolute or from the site's root.
  public let byPath: [String: String]
  /// Of all of them.
  let hash: ContentHash
  /// By the name of the page, the shortest first; once it is asked for, which most bodies do not.
  private let namesakes = Mutex<[String: [String]]?>(nil)
  /// By the file's path without its extension, as `PageAddresses.spelled` has it.
  private let pathsByStem: [String: String]

  /// - Parameter byPath: as the property of that name.
  public init(_ byPath: [String: String]) {
    self.byPath = byPath
    let sorted = byPath.sorted { $0.key < $1.key }
    let stems = sorted.map { file in
      let path = file.key.segments
      return (PageAddresses.spelled(path.dropLast() + [PageAddresses.withoutExtension(path.last ?? "")]), file.key)
    }
    pathsByStem = Dictionary(stems) { one, _ in one }
    hash = ContentHash(texts: sorted.flatMap { [$0.key, $0.value] })
  }

  private var pathsByName: [String: [String]] {
    namesakes.withLock { known in
      if let known { return known }
      let name = { (path: String) in PageAddresses.names(of: path.segments).last.map(String.init) ?? "" }
      let made = Dictionary(grouping: byPath.keys, by: name)
        .mapValues { $0.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) } }
      known = made
      return made
    }
  }

  /// Whether both lead to the same addresses.
  public static func == (a: PageAddresses, b: PageAddresses) -> Bool {
    a === b || a.hash == b.hash && a.byPath == b.byPath
  }

  /// Of all addresses.
  public func hash(into hasher: inout Hasher) { hasher.combine(hash) }

  /// As one hash, made once.
  public static let layout = FingerprintLayout { (addresses: PageAddresses, fingerprint) in
    fingerprint.write(addresses.hash)
  }

  /// Where the page lives that a body names by its file, or by a part of its path.
  ///
  /// `content/post/x.md`, `/post/x`, `x.md`, `2022-03-25-name`; `post/x` is also `content/post/x/index.md`.
  /// Where several pages fit, one that fits to the letter comes first, then the shortest path, then code point order.
  package func address(of reference: String) -> String? {
    if let address = byPath[reference] { return address }
    let decoded = reference.contains("%") ? AbsoluteURL.percentDecoded(reference) ?? reference : reference
    let path = decoded.segments.filter { $0 != "." && $0 != ".." }
    if let address = byPath[path.joined(separator: "/")] { return address }
    let name = PageAddresses.names(of: path)
    guard let last = name.last, let candidates = pathsByName[String(last)] else { return nil }
    let fitting = candidates.filter { PageAddresses.names(of: $0.segments).ends(with: name) }
    let best = fitting.first { $0.segments.ends(with: path) } ?? fitting.first
    return best.flatMap { byPath[$0] }
  }

  /// Where the page lives that a link names by its file, as Hugo finds it: beside the file that the link stands in, then
  /// from the root of all content. Nil where it names no page; whatever follows its path stays behind the address.
  ///
  /// - Parameters:
  ///   - file: whose link it is, by its path in the source's folder.
  ///   - root: the folder of all content; nil where nothing is looked for there.
  package func address(ofLink link: String, in file: String, below root: String?) -> String? {
    let written = link.prefix { $0 != "#" && $0 != "?" }
    guard !written.isEmpty, !written.contains(":"), !written.hasPrefix("//") else { return nil }
    let decoded =
      written.contains("%") ? AbsoluteURL.percentDecoded(String(written)) ?? String(written) : String(written)
    var path = decoded.split(separator: "/")
    guard let last = path.popLast() else { return nil }
    let isFile = [".md", ".markdown", ".html", ".htm"].contains { last.hasSuffix($0) }
    path.append(isFile ? PageAddresses.withoutExtension(last) : last)

    var folder = file.split(separator: "/")
    let name = (folder.popLast() ?? "").split(separator: ".")
    // Beside a page with a folder of its own is beside that folder.
    let outer = name.first == "index" ? folder.dropLast() : folder[...]
    var folders = decoded.hasPrefix("/") ? [] : [isFile && path.first == ".." ? folder[...] : outer]
    if isFile, !folders.isEmpty { folders.append(folder[...]) }
    if let root, !decoded.hasPrefix(".") { folders.append(root.split(separator: "/")[...]) }
    let language = name.count > 2 ? "." + name[name.count - 2] : ""
    for folder in folders {
      guard let joined = PageAddresses.joined(folder, path) else { continue }
      let stem = PageAddresses.spelled(joined)
      let stems = [stem + language, stem + "/index" + language, stem, stem + "/index"]
      for stem in stems {
        if let address = pathsByStem[stem].flatMap({ byPath[$0] }) { return address + link[written.endIndex...] }
      }
    }
    return nil
  }

  /// The path from a folder to a name; nil where that leads out of the source's folder.
  private static func joined(_ folder: ArraySlice<Substring>, _ path: [Substring]) -> [Substring]? {
    var result = Array(folder)
    for name in path where name != "." {
      if name != ".." { result.append(name) } else if result.popLast() == nil { return nil }
    }
    return result
  }

  /// In lower case, and `-` for blanks.
  private static func spelled(_ path: [Substring]) -> String {
    path.joined(separator: "/").lowercased().replacing(sign: " ", with: "-")
  }

  /// A path as pages are named: no extension, and a folder for its index.
  private static func names(of path: [Substring]) -> [Substring] {
    guard let file = path.last else { return [] }
    let name = withoutExtension(file)
    return ["index", "_index"].contains(name) && path.count > 1 ? path.dropLast() : path.dropLast() + [name]
  }

  private static func withoutExtension(_ file: Substring) -> Substring {
    guard let dot = file.utf8.lastIndex(of: UInt8(ascii: ".")), dot > file.startIndex else { return file }
    let end = file.utf8[file.utf8.index(after: dot)...]
    // `release-1.2` has none.
    let isExtension =
      end.count <= 8 && end.contains(where: \.isLetter) && end.allSatisfy { $0.isDigit || $0.isLetter }
    return isExtension ? file[..<dot] : file
  }
}

extension [Substring] {
  fileprivate func ends(with tail: [Substring]) -> Bool {
    count >= tail.count && suffix(tail.count).elementsEqual(tail)
  }
}

extension String {
  /// Of a path.
  fileprivate var segments: [Substring] { utf8.split(separator: UInt8(ascii: "/")).map { Substring($0) } }
}
