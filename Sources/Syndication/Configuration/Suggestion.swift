/// What someone who wrote a wrong word may have meant.
package enum Suggestion {
  /// Says which of `words` is nearest to `word`, or, where none is near, which there are.
  package static func sentence(for word: String, among words: [String]) -> String {
    if let nearest = nearest(to: word, among: words) { return "did you mean \"\(nearest)\"?" }
    var seen: Set<String> = []
    return "write one of " + words.filter { seen.insert($0).inserted }.map { "\"\($0)\"" }.joined(separator: ", ")
  }

  /// The first of the words that differ least, and in no more than a third of their letters; case counts for nothing.
  package static func nearest(to word: String, among words: [String]) -> String? {
    let (word, length) = (word.lowercased(), word.count)
    func most(_ other: String) -> Int { (max(length, other.count) + 1) / 3 }
    // So many letters are missing at least.
    return words.filter { abs($0.count - length) <= most($0) }
      .map { (word: $0, distance: distance(word, $0.lowercased())) }
      .filter { $0.distance <= most($0.word) }
      .min { $0.distance < $1.distance }?.word
  }

  /// How many letters have to be put in, left out, changed, or swapped with their neighbour, to make `a` into `b`.
  package static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a), Array(b))
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var least = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { least = min(least, rows[i - 1][j - 1] + 1) }
        row.append(least)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}
