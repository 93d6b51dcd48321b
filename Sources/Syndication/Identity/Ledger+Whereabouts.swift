/// Where what was ever published is now: for who answers requests for it (rule H5).
package struct Whereabouts: Sendable {
  /// By the path where a document was, the one that has taken its place.
  package var redirects: [DocumentPath: DocumentPath] = [:]
  /// Where documents were that are nowhere any more.
  package var gone: Set<DocumentPath> = []
  /// The names of the scopes of feeds, by the paths of their documents.
  package var feeds: [DocumentPath: String] = [:]

  package init() {}
}

extension Ledger {
  /// - Parameter present: the documents that are published, and what each is.
  package func whereabouts(of present: [DocumentPath: DocumentKind]) -> Whereabouts {
    var whereabouts = Whereabouts()
    /// Moves what is no more among `paths`, or all that is, to the document in the same format among `others`.
    func move(_ paths: Set<String>, to others: Set<String>, evenPresent: Bool = false) {
      let there = others.compactMap(DocumentPath.init).filter { present[$0] != nil }
      for path in paths.compactMap(DocumentPath.init) where evenPresent || present[path] == nil {
        let ending = path.fileExtension
        // A document's name tells its format, unless the publisher gave it another.
        let alike =
          there.first { present[$0]?.format == ending }
          ?? { $0.count == 1 ? $0[0] : nil }(there.filter { $0.fileExtension == ending })
        if let alike, alike != path { whereabouts.redirects[path] = alike }
      }
    }
    for (scope, row) in feeds {
      for path in row.documents.compactMap(DocumentPath.init) { whereabouts.feeds[path] = scope }
      var (last, seen) = (row, Set([scope]))
      while let successor = last.successor, case let name = "\(Axis.tag.plural!)/\(successor)",
        seen.insert(name).inserted, let next = feeds[name]
      {
        last = next
      }
      move(row.documents, to: last.documents, evenPresent: seen.count > 1)
    }
    for (scope, rows) in pages {
      for row in rows.values {
        for path in row.documents.compactMap(DocumentPath.init) { whereabouts.feeds[path] = scope }
        move(row.documents, to: row.documents)
      }
    }
    let own = Set(siteDocuments.compactMap(DocumentPath.init))
    whereabouts.gone = documents.filter {
      present[$0] == nil && whereabouts.redirects[$0] == nil && !own.contains($0)
    }
    return whereabouts
  }
}

extension DocumentPath {
  /// What stands behind the last dot of its name; empty where there is none.
  package var fileExtension: String {
    let name = string.utf8.suffix(while: { $0 != UInt8(ascii: "/") })
    return name.lastIndex(of: UInt8(ascii: ".")).map { String(Substring(name[name.index(after: $0)...])) } ?? ""
  }
}

extension BidirectionalCollection {
  /// The longest end of it whose elements all satisfy `predicate`.
  fileprivate func suffix(while predicate: (Element) -> Bool) -> SubSequence {
    var start = endIndex
    while start != startIndex, case let before = index(before: start), predicate(self[before]) { start = before }
    return self[start...]
  }
}
