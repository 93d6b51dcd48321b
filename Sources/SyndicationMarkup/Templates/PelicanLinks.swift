internal import Syndication

/// Pelican's ways to name what it writes in links: `{filename}post.md`, `{static}/images/a.png`, `{tag}x`.
enum PelicanLinks {
  /// What a link to one of its places begins with.
  static let marks: [StaticString] = [
    "{filename}", "{static}", "{attach}", "{tag}", "{category}", "{author}", "{index}",
    "|filename|", "|static|", "|attach|", "|tag|", "|category|", "|author|", "|index|",
  ]

  /// The piece that begins here; nil where that is text.
  static func piece(_ scanner: inout TagScanner, of expansion: inout Expansion) -> Shortcodes.Piece? {
    let start = scanner.position
    guard scanner.isAtDestination, let mark = marks.first(where: { scanner.take($0) }),
      !expansion.literals.contains(start)
    else { return nil }
    let place = String(mark.description.dropFirst().dropLast())
    return .written(address(of: scanner.bareWord(stops: ")>\"'"), in: place, &expansion))
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
