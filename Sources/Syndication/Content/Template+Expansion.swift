extension Template {
  /// `body` with its tags filled in.
  ///
  /// - Parameter permalink: where the entry lives, else the site's URL.
  /// - Returns: the text, and how many tags of each kind were unknown and removed.
  func expand(_ body: String, permalink: AbsoluteURL, on site: Site) -> (text: String, removed: [String: Int]) {
    (body, [:])
  }
}
