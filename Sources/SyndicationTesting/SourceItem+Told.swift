public import Syndication

extension SourceItem {
  /// All that it says, as text, its bodies read.
  ///
  /// - Throws: what reading the bodies throws.
  public func told() throws -> String {
    let parts: [Any?] = [
      source, place, identity, title, needsNoTitle, published, updated, authors, tags, image, language, isTranslation,
      isHidden, isDue, isMinorEdit, feedID, timeZone?.identifier, categories, bannerImage, externalURL, attachments,
      aliases, origin, episode, asWritten, expires, withdrawn, try summary?.read().string, try content?.read().string,
      content?.markup,
    ]
    return parts.map { $0.map { "\($0)" } ?? "nil" }.joined(separator: "\n")
  }
}
