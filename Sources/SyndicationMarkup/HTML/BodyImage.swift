internal import Syndication

/// The image that an entry is shown with where its author names none: the first in its body that is no icon.
///
/// What a picture shows cannot be told here. So an icon is what is drawn no larger than one, or has an address that calls
/// it one, as badges and avatars have; an image that is written out in its address (`data:`) has none to be shown at.
enum BodyImage {
  /// - Parameter html: as `HTMLCleaner` writes it: every attribute is ` name="value"`, every `>` in a value escaped.
  static func first(in html: [UInt8]) -> AbsoluteURL? {
    html.withUnsafeBufferPointer { html in
      var index = 0
      while let tag = html.index(of: "<img ", from: index, to: html.count) {
        index = tag + 1
        if let url = picture(html[(tag + 4)...].prefix { $0 != UInt8(ascii: ">") }) { return url }
      }
      return nil
    }
  }

  /// Whether an image seems to keep the place of another, by its address.
  static func keepsPlace(_ address: String) -> Bool {
    if address.hasPrefix("data:") { return true }
    return Array(address.lowercased().utf8).withUnsafeBufferPointer { placeholders.contains(where: $0.contains) }
  }

  private static let placeholders: [StaticString] = [
    "placeholder", "lazyload", "spacer.", "blank.", "transparent.", "1x1.", "loading.",
  ]

  /// Whether an address names a file that is an image by its ending.
  static func isFile(_ address: String) -> Bool {
    let file = address.prefix { $0 != "?" && $0 != "#" }.lowercased()
    return [".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp"].contains(where: file.hasSuffix)
  }

  /// The side of a square that an icon fits into, in pixels.
  static let iconSize = 64

  /// What addresses call icons, as a whole word; some are names of services that serve nothing else.
  private static let iconWords = """
    avatar avatars badge badgen badges emoji emojis favicon gravatar icon icons shields smilies spacer twemoji
    """.split(separator: " ").map { $0.utf8.reduce(UInt64(0)) { word, letter in word << 8 | UInt64(letter) } }

  /// The address of an `img` with these attributes, unless it is an icon.
  private static func picture(_ attributes: Slice<UnsafeBufferPointer<UInt8>>) -> AbsoluteURL? {
    let quote = UInt8(ascii: "\"")
    var (index, source) = (attributes.startIndex, attributes.prefix(0))
    while let start = attributes[index...].firstIndex(of: quote),
      let end = attributes[(start + 1)...].firstIndex(of: quote)
    {
      let (name, value) = (attributes[index..<start], attributes[(start + 1)..<end])
      if name.elementsEqual(" src=".utf8) {
        source = value
      } else if name.elementsEqual(" width=".utf8) || name.elementsEqual(" height=".utf8) {
        if let pixels = pixels(String(decoding: value, as: UTF8.self)), pixels <= iconSize { return nil }
      }
      index = end + 1
    }
    // An image that is written out in its address may be long.
    guard source.starts(with: "http".utf8), let url = AbsoluteURL(String(attribute: source)), url.isWebAddress
    else { return nil }
    return hasIconWord(url) ? nil : url
  }

  private static func hasIconWord(_ url: AbsoluteURL) -> Bool {
    // Words are told apart in their last eight letters, of which the icons' have no more.
    var word: UInt64 = 0
    for byte in url.string.utf8 {
      if byte.isLetter {
        word = word << 8 | UInt64(byte | 0x20)
      } else {
        if word != 0, iconWords.contains(word) { return true }
        word = 0
      }
    }
    return iconWords.contains(word)
  }

  /// Nil for what is no number of pixels, such as `50%`.
  private static func pixels(_ text: String) -> Int? {
    Int(text.hasSuffix("px") ? text.dropLast(2) : text[...])
  }
}
