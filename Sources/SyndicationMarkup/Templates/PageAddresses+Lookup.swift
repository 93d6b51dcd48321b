internal import Syndication

extension PageAddresses {
  /// Where the page lives that a body names by its file, or by a part of its path.
  ///
  /// `content/post/x.md`, `/post/x`, `x.md`, `2022-03-25-name`; `post/x` is also `content/post/x/index.md`.
  /// Where several pages fit, one that fits to the letter comes first, then the shortest path, then code point order.
  package func address(of reference: String) -> String? {
    if let address = byPath[reference] { return address }
    let decoded = reference.contains("%") ? AbsoluteURL.percentDecoded(reference) ?? reference : reference
    let path = decoded.split(separator: "/").filter { $0 != "." && $0 != ".." }
    if let address = byPath[path.joined(separator: "/")] { return address }
    let name = PageAddresses.names(of: path)
    guard let last = name.last, let candidates = pathsByName[String(last)] else { return nil }
    let fitting = candidates.filter { PageAddresses.names(of: $0.split(separator: "/")).ends(with: name) }
    let best = fitting.first { $0.split(separator: "/").ends(with: path) } ?? fitting.first
    return best.flatMap { byPath[$0] }
  }

  /// The paths by the name of their page, the shortest first.
  static func pathsByName(_ paths: some Sequence<String>) -> [String: [String]] {
    var result: [String: [String]] = [:]
    for path in paths {
      guard let name = names(of: path.split(separator: "/")).last else { continue }
      result[String(name), default: []].append(path)
    }
    return result.mapValues { paths in
      paths.count == 1
        ? paths : paths.sorted { ($0.utf8.count, $0) < ($1.utf8.count, $1) }
    }
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
      end.count <= 8 && end.contains { !(48...57).contains($0) }
      && end.allSatisfy { $0.isDigit || $0.isLetter }
    return isExtension ? file[..<dot] : file
  }
}

extension [Substring] {
  fileprivate func ends(with tail: [Substring]) -> Bool {
    count >= tail.count && suffix(tail.count).elementsEqual(tail)
  }
}
