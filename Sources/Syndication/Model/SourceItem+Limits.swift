extension SourceItem {
  /// Whether it has no more terms and files than an entry may.
  func isWithin(terms: Int) -> Bool {
    max(tagCount, categories.count, authorCount) <= terms && attachments.count <= Limit.attachments.value
  }

  /// Takes from it what an entry may not have (rule P3). What its author wrote is hashed as it was.
  ///
  /// - Returns: a warning for each list that is cut.
  mutating func cut(toTerms terms: Int) -> [Problem] {
    var warnings: [Problem] = []
    func cut(_ name: String, _ count: Int, to most: Int, _ cure: String) -> Bool {
      guard count > most else { return false }
      warnings.addWarning(at: place, rule: "P3", "has \(count) \(name): the first \(most) count; \(cure)")
      return true
    }
    let cure = "keep the best, or raise tags.atMost"
    if cut("tags", tags.count, to: terms, cure) {
      asWritten.tags = asWritten.tags ?? tags
      tags.removeSubrange(terms...)
    }
    if cut("categories", categories.count, to: terms, cure) { categories.removeSubrange(terms...) }
    if cut("authors", authors.count, to: terms, cure) {
      asWritten.authors = asWritten.authors ?? authors.flatMap(\.texts)
      authors.removeSubrange(terms...)
    }
    if cut("attachments", attachments.count, to: Limit.attachments.value, "link to the others") {
      asWritten.files = asWritten.files ?? fileTexts
      attachments.removeSubrange(Limit.attachments.value...)
    }
    return warnings
  }
}
