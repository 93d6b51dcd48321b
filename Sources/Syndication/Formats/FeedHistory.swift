/// Feed Paging and Archiving, RFC 5005.
extension XMLWriter {
  /// The links to other pages (§4, rule P1).
  ///
  /// - Parameters:
  ///   - name: of Atom's element.
  ///   - type: of the format.
  func links(_ name: StaticString, to pages: RenderInput.Pages, type: String) throws(RenderError) {
    if let url = pages.current { try element(name, ["rel": "current", "type": type, "href": url.string]) }
    if let url = pages.older { try element(name, ["rel": "prev-archive", "type": type, "href": url.string]) }
    if let url = pages.newer { try element(name, ["rel": "next-archive", "type": type, "href": url.string]) }
  }

  /// What a document says that it is: all that there is (§2), or a page of an archive (§4).
  func history(of feed: RenderInput.Frame) throws(RenderError) {
    if feed.isComplete { try element("fh:complete") }
    if feed.pages.current != nil { try element("fh:archive") }
  }
}

extension RenderInput.Frame {
  /// The namespace of what `history` writes; nil where that is nothing.
  var historyNamespace: String? { isComplete || pages.current != nil ? Namespace.history : nil }
}
