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

  /// The side of a square that an icon fits into, in pixels.
  private static let iconSize = 64

  /// What addresses call icons, as a whole word; some are names of services that serve nothing else.
  private static let iconWords = """
    avatar avatars badge badgen badges emoji emojis favicon gravatar icon icons shields smilies spacer twemoji
    """.utf8.split(separator: UInt8(ascii: " ")).map(key)

  /// The address of an `img` with these attributes, unless it is an icon.
  private static func picture(_ attributes: Slice<UnsafeBufferPointer<UInt8>>) -> AbsoluteURL? {
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
    return url.string.utf8.split { !$0.isLetter }.contains { iconWords.contains(key($0)) } ? nil : url
  }

  /// Tells words apart in their last eight letters, of which the icons' have no more.
  private static func key(_ word: Substring.UTF8View) -> UInt64 { word.reduce(0) { $0 << 8 | UInt64($1 | 0x20) } }

  /// Nil for what is no number of pixels, such as `50%`.
  private static func pixels(_ text: String) -> Int? {
    Int(text.hasSuffix("px") ? text.dropLast(2) : text[...])
  }
}
