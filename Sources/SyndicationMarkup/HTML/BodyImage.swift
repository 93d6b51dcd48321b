internal import Glibc
internal import Syndication

/// The image that an entry is shown with where its author names none: the first in its body that is no icon.
///
/// What a picture shows cannot be told here. So an icon is what is drawn no larger than one, or has an address that calls
/// it one, as badges and avatars have; an image that is written out in its address (`data:`) has none to be shown at.
enum BodyImage {
  /// - Parameter html: as `HTMLCleaner` writes it: every attribute is ` name="value"`, every `>` in a value escaped.
  static func first(in html: [UInt8]) -> AbsoluteURL? {
    html.withUnsafeBytes { html in
      guard let base = html.baseAddress else { return nil }
      var index = 0
      while let bracket = memchr(base + index, Int32(UInt8(ascii: "<")), html.count - index) {
        index = UnsafeRawPointer(bracket) - base + 1
        guard html[index...].starts(with: "img ".utf8) else { continue }
        if let url = picture(html[(index + 3)...].prefix { $0 != UInt8(ascii: ">") }) { return url }
      }
      return nil
    }
  }

  /// The side of a square that an icon fits into, in pixels.
  private static let iconSize = 64

  /// What addresses call icons, as a whole word; some are names of services that serve nothing else.
  private static let iconWords = """
    avatar avatars badge badgen badges emoji emojis favicon gravatar icon icons shields smilies spacer twemoji
    """.split(separator: " ").map { $0.utf8.reduce(UInt64(0)) { word, letter in word << 8 | UInt64(letter) } }

  /// The address of an `img` with these attributes, unless it is an icon.
  private static func picture(_ attributes: Slice<UnsafeRawBufferPointer>) -> AbsoluteURL? {
    // Names and values in turn.
    let pieces = attributes.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
    var source = ""
    for index in stride(from: 0, to: pieces.count - 1, by: 2) {
      let value = String(decoding: pieces[index + 1], as: UTF8.self)
      switch String(decoding: pieces[index], as: UTF8.self) {
      case " src=": source = value
      case " width=", " height=": if let pixels = pixels(value), pixels <= iconSize { return nil }
      default: break
      }
    }
    if source.utf8.contains(UInt8(ascii: "&")) { source = source.replacing("&amp;", with: "&") }
    // An image that is written out in its address may be long.
    guard source.utf8.starts(with: "http".utf8), let url = AbsoluteURL(source), url.isWebAddress else { return nil }
    return hasIconWord(url) ? nil : url
  }

  private static func hasIconWord(_ url: AbsoluteURL) -> Bool {
    // None of the words has more than the eight letters that there is room for.
    var word: UInt64 = 0
    for byte in url.string.utf8 {
      if (97...122).contains(byte | 0x20) {
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
