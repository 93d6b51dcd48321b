internal import Syndication
internal import SyndicationFiles

extension [Problem] {
  /// For people: a line a kind, or where wanted a line each.
  ///
  /// - Parameters:
  ///   - known: those that were told before, and are not told.
  ///   - hasSeverity: whether a line says how bad it is.
  func lines(known: Set<Problem> = [], isVerbose: Bool = false, hasSeverity: Bool = true) -> [String] {
    filter { !known.contains($0) }.kinds.flatMap { kind in
      isVerbose || kind.problems.count == 1
        ? kind.problems.map { $0.line(hasSeverity) } : [kind.line(hasSeverity)]
    }
  }

  /// `2 errors and 7 warnings`.
  var countedBySeverity: String {
    let counts = Problem.Severity.allCases.map { severity in (severity, filter { $0.severity == severity }.told) }
    let named = counts.filter { $0.1 > 0 }.map { severity, count in
      switch severity {
      case .error: counted(count, "error")
      case .warning: counted(count, "warning")
      case .unread: counted(count, "file") + " not read"
      }
    }
    return listed(named)
  }
}

extension Problem {
  fileprivate func line(_ hasSeverity: Bool) -> String {
    let isSaid = hasSeverity && severity != .unread
    return "\(place.shown): \(isSaid ? "\(severity.rawValue): " : "")\(Path.shown(in: message)) [\(rule)]"
      + (others > 0 ? ", and \(others) more" : "")
  }
}

extension ProblemKind {
  /// With three of the places.
  fileprivate func line(_ hasSeverity: Bool) -> String {
    var places: [String] = []
    for problem in problems where places.count < 4 && !places.contains(problem.place.shown) {
      places.append(problem.place.shown)
    }
    let shown = places.prefix(3).joined(separator: ", ") + (places.count > 3 ? ", …" : "")
    // What has a column is in a document, and of no post.
    let areOfPosts = places.count > 1 && problems.allSatisfy { $0.place.column == nil }
    let what = severity == .unread ? "files" : areOfPosts ? "posts" : "times"
    let isSaid = hasSeverity && severity != .unread
    return
      "\(isSaid ? "\(severity.rawValue): " : "")\(count) \(what): \(Path.shown(in: sentence)) (\(shown)) [\(rule)]"
  }
}

extension Place {
  /// As a person in this folder would write it.
  var shown: String {
    var place = self
    place.file = Path.shown(file)
    return place.description
  }
}
