/// HTML that a template wrote into Markdown, between pairs of control characters, which no XML holds: it is no HTML of the
/// author's, and stays where that is left out.
enum MadeHTML {
  static let start: StaticString = "\u{11}\u{12}"
  static let end: StaticString = "\u{13}\u{14}"
  /// With which the start begins.
  static let lead: UInt8 = 0x11

  static func marked(_ html: String) -> String { "\u{11}\u{12}\(html)\u{13}\u{14}" }
}
