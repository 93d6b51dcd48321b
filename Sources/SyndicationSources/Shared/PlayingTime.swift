/// How long a file plays, as podcasts write it: `1:02:03`, `62:03`, or `3723`.
enum PlayingTime {
  /// In seconds; nil for what is no such time.
  static func seconds(_ text: String) -> Double? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Double($0.trimmed) }
    guard (1...3).contains(parts.count) else { return nil }
    var seconds = 0.0
    for part in parts {
      guard let part, part >= 0, part.isFinite else { return nil }
      seconds = seconds * 60 + part
    }
    return seconds
  }
}
