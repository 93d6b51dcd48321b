/// A script that shows something where it stands. What it shows is in the page no more once the script has gone.
package enum ShowingScript: Equatable {
  /// TeX, which MathJax draws.
  case maths(isBlock: Bool)
  /// Something of another site: the address of its page there.
  case page(String)

  /// Nil for one that shows nothing, or nobody knows what.
  ///
  /// - Parameters:
  ///   - type: `math/tex; mode=display`.
  ///   - source: `//gist.github.com/ann/1.js?file=a.py`.
  package init?(type: String?, source: String?) {
    if let type, type.hasPrefix("math/tex") {
      self = .maths(isBlock: type.contains("mode=display"))
      return
    }
    guard let source, let scheme = source.firstRange(of: "//") else { return nil }
    let path = source[scheme.upperBound...].prefix { $0 != "?" && $0 != "#" }
    if path.hasSuffix(".js"), ShowingScript.places.contains(where: path.hasPrefix) {
      self = .page("https://\(path.dropLast(3))")
    } else if path.hasPrefix("jsfiddle.net/"), let end = path.firstRange(of: "/embed") {
      self = .page("https://\(path[..<end.lowerBound])/")
    } else {
      return nil
    }
  }

  /// Where the script of a page is at its address, with `.js` behind it.
  private static let places = ["asciinema.org/a/", "gist.github.com/", "www.buzzsprout.com/"]
}
