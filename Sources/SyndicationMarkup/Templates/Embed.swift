internal import Syndication

/// A tag that shows something: an image, a video, a post that lives elsewhere.
///
/// Themes and plugins call them as they like, so names and parameters are told by what they usually are.
enum Embed {
  /// What stands in a feed for the tag `name`; nil where that cannot be told.
  ///
  /// - Parameters:
  ///   - name: as the tag has it, `figure.html`, `YouTube`, `widgets/tweet`.
  ///   - resolve: what the address of a file means.
  ///   - inline: what a caption or a title is as HTML.
  static func html(
    of name: String, _ arguments: TagArguments, resolve: (String) -> String = { $0 },
    inline: (String) -> String = { $0 }
  ) -> String? {
    let name = (name.split(separator: "/").last ?? "").prefix { $0 != "." }.lowercased()
    // `{% include video id="…" provider="vimeo" %}`
    let named = name == "video" || name == "embed" ? arguments.first(["provider", "service"])?.lowercased() : nil
    guard !imageNames.contains(name),
      let service = services.first(where: { (named ?? name) == $0 || $0.count > 4 && name.contains($0) })
    else {
      return figure(name, arguments, resolve, inline)
    }
    let given = arguments.first(identifierNames) ?? arguments.positional.first?.text ?? ""
    let address =
      isAddress(given) ? given.hasPrefix("//") ? "https:" + given : given : address(of: given, service, arguments)
    return address.map {
      HTMLText.link(to: $0, text: arguments.first(["title", "caption", "alt"]), picture: VideoPage(at: $0)?.picture)
    }
  }

  private static func figure(
    _ name: String, _ arguments: TagArguments, _ resolve: (String) -> String, _ inline: (String) -> String
  ) -> String? {
    let isImage = imageNames.contains(name) || imageNames.contains(where: name.contains)
    let positional = arguments.positional.map(\.text)
    let source: String
    var words: [String] = []
    let listed = isImage ? arguments.named.lazy.map(\.value.items).first { $0.contains(where: MediaType.isShown) } : nil
    if let listed {
      source = listed[0]
    } else if let named = arguments.first(sourceNames), isImage || MediaType.isShown(at: named) {
      source = named
    } else if isImage, let index = positional.firstIndex(where: { MediaType.isShown(at: $0) || isAddress($0) }) {
      source = positional[index]
      words = positional[(index + 1)...].filter { $0.contains(where: \.isLetter) }
    } else {
      return nil
    }
    let title = arguments.first(["title"]).map(inline)
    // Of what has no name, the third is a caption where it is more than a word: a class or a width is none.
    let third = name.contains("figure") ? words.dropFirst().first { $0.contains(" ") } : nil
    let caption = (arguments.first(["caption", "description", "figcaption"]) ?? third).map(inline)
    let credit = arguments.first(["attr", "credit"]).map(inline).map { credit in
      arguments.first(["attrlink"]).map { "<a href=\"\(HTMLText.attribute($0))\">\(credit)</a>" } ?? credit
    }
    // A title alone says what is shown when pointed at: a feed's reader has nothing to point with.
    let shown = [title.map { caption == nil ? $0 : "<strong>\($0)</strong>" }, caption, credit].compactMap { $0 }
    if let listed, listed.count > 1 {
      let images = listed.map { HTMLText.figure(src: resolve($0), alt: "", caption: "", link: nil) }
      let text = shown.isEmpty ? "" : "<figcaption>\(HTMLText.line(shown.joined(separator: " ")))</figcaption>"
      return "<figure>\(images.joined())\(text)</figure>"
    }
    return HTMLText.figure(
      src: resolve(source),
      alt: arguments.first(["alt"]) ?? words.first ?? (caption ?? title).map(HTMLText.withoutTags) ?? "",
      caption: shown.joined(separator: " "), link: arguments.first(["link", "href"]).map(resolve))
  }

  private static func isAddress(_ text: String) -> Bool {
    text.hasPrefix("https://") || text.hasPrefix("http://") || text.hasPrefix("//")
  }

  private static let imageNames = ["figure", "image", "img", "picture", "photo", "gallery", "figcaption"]
  private static let sourceNames = [
    "src", "path", "url", "image_path", "image_url", "image-url", "imageurl", "image", "img", "file", "filename",
    "source",
  ]

  /// Where posts and videos live that tags show.
  private static let services = [
    "youtube", "vimeo", "streamable", "bilibili", "google-drive", "instagram", "tweet", "twitter", "x", "gist",
  ]
  private static let identifierNames = [
    "id", "youtube_id", "youtubeid", "video_id", "videoid", "video", "v", "url", "src", "link",
  ]

  /// Where a service shows what it knows by `id`.
  private static func address(of id: String, _ service: String, _ arguments: TagArguments) -> String? {
    let user = arguments.first(["user", "username"])
    switch service {
    case "youtube": return isIdentifier(id) ? "https://www.youtube.com/watch?v=\(id)" : nil
    case "vimeo": return isIdentifier(id) ? "https://vimeo.com/\(id)" : nil
    case "streamable": return isIdentifier(id) ? "https://streamable.com/\(id)" : nil
    case "bilibili": return isIdentifier(id) ? "https://www.bilibili.com/video/\(id)" : nil
    case "google-drive": return isIdentifier(id) ? "https://drive.google.com/file/d/\(id)/view" : nil
    case "instagram": return isIdentifier(id) ? "https://www.instagram.com/p/\(id)/" : nil
    case "gist":
      // Hugo's `gist user id`; Jekyll's `gist user/id file.py`.
      let words = arguments.positional.prefix(2).map(\.text)
      let path =
        words.count == 2 && !words[0].contains("/") && words[1].allSatisfy(\.isHexDigit)
        ? words.joined(separator: "/") : user.map { "\($0)/\(id)" } ?? id
      return path.split(separator: "/").allSatisfy { isIdentifier(String($0)) } && !path.isEmpty
        ? "https://gist.github.com/\(path)" : nil
    default:
      let number = [id, arguments.positional.last?.text ?? ""].first { !$0.isEmpty && $0.utf8.allSatisfy(\.isDigit) }
      return number.flatMap { isIdentifier(user ?? "i") ? "https://twitter.com/\(user ?? "i")/status/\($0)" : nil }
    }
  }

  private static func isIdentifier(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 64
      && text.utf8.allSatisfy { TagScanner.isLetter($0) || $0.isDigit || $0 == UInt8(ascii: "-") }
  }
}
