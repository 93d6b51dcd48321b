package enum Excerpt {
  static let length = 300
  static func plainText(ofHTML: String) -> String { ofHTML }
  static func cut(_ t: String, at n: Int) -> String { String(t.prefix(n)) }
}
package struct CleanHTML {
  var html: String
  var removed: [String: Int]
}
package struct HTMLCleaner {
  init(base: AbsoluteURL) {}
  func clean(_ s: String) -> CleanHTML { CleanHTML(html: s, removed: [:]) }
}
