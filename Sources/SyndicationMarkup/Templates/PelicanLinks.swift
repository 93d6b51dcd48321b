internal import Syndication

/// Pelican's ways to name what it writes in links: `{filename}post.md`, `{static}/images/a.png`, `{tag}x`.
enum PelicanLinks {
  /// What a link to one of its places begins with.
  static let marks: [StaticString] = [
    "{filename}", "{static}", "{attach}", "{tag}", "{category}", "{author}", "{index}",
    "|filename|", "|static|", "|attach|", "|tag|", "|category|", "|author|", "|index|",
  ]
  private static let places = ["filename", "static", "attach", "tag", "category", "author", "index"]

  static func expanded(_ expansion: Expansion) -> Expansion {
    var expansion = expansion
    var scanner = TagScanner(expansion.body, 0..<expansion.body.count)
    var textStart = 0
    let isMark = { (byte: UInt8) in byte == UInt8(ascii: "{") || byte == UInt8(ascii: "|") }
    while let found = expansion.body[scanner.position...].firstIndex(where: isMark) {
      scanner.position = found + 1
      let end: StaticString = expansion.body[found] == UInt8(ascii: "{") ? "}" : "|"
      guard LinkDestination.begins(at: found, in: expansion.body), let place = scanner.identifier(),
        places.contains(place), scanner.take(end), !expansion.literals.contains(found)
      else {
        scanner.position = found + 1
        continue
      }
      expansion.write(textStart..<found)
      let path = scanner.bareWord(stops: ")>\"'")
      expansion.write(address(of: path, in: place, &expansion))
      textStart = scanner.position
    }
    expansion.write(textStart..<expansion.body.count)
    return expansion
  }

  private static func address(of path: String, in place: String, _ expansion: inout Expansion) -> String {
    let root = expansion.basePath + "/"
    switch place {
    case "filename":
      let name = path.prefix { $0 != "#" && $0 != "?" }
      let isSource = [".md", ".markdown", ".mkd", ".mdown", ".rst", ".html", ".htm"].contains { name.hasSuffix($0) }
      // Older sites name all files so.
      return isSource ? expansion.address(of: path) : path.hasPrefix("/") ? root + path.drop { $0 == "/" } : path
    // Pelican puts what is attached beside the page.
    case "attach" where !path.hasPrefix("/"): return path
    case "static", "attach": return root + path.drop { $0 == "/" }
    case "index": return root
    default: return "\(root)\(place)/\(Slug.of(path)).html"
    }
  }
}
