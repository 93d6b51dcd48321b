internal import Glibc

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
  private static let iconWords: Set<Substring> = [
    "avatar", "avatars", "badge", "badgen", "badges", "emoji", "emojis", "favicon", "gravatar", "icon", "icons",
    "shields",
    "smilies", "spacer", "twemoji",
  ]

  /// The address of an `img` with these attributes, unless it is an icon.
  private static func picture(_ attributes: Slice<UnsafeRawBufferPointer>) -> AbsoluteURL? {
    // Names and values in turn.
    let pieces = attributes.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false)
    func value(_ name: String) -> Slice<UnsafeRawBufferPointer>? {
      stride(from: 0, to: pieces.count - 1, by: 2).first { pieces[$0].elementsEqual(" \(name)=".utf8) }
        .map { pieces[$0 + 1] }
    }
    for size in ["width", "height"].compactMap(value) {
      if let pixels = pixels(size), pixels <= iconSize { return nil }
    }
    guard let source = value("src"), source.starts(with: "http".utf8),
      let url = AbsoluteURL(String(decoding: source, as: UTF8.self).replacing("&amp;", with: "&")), url.isWebAddress,
      !url.string.lowercased().split(whereSeparator: { !$0.isLetter }).contains(where: iconWords.contains)
    else { return nil }
    return url
  }

  /// Nil for what is no number of pixels, such as `50%`.
  private static func pixels(_ text: Slice<UnsafeRawBufferPointer>) -> Int? {
    let digits = text.prefix { (48...57).contains($0) }
    let unit = text[digits.endIndex...]
    return unit.isEmpty || unit.elementsEqual("px".utf8) ? Int(String(decoding: digits, as: UTF8.self)) : nil
  }
}
