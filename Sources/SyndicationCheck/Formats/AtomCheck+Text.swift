internal import Syndication

/// Text constructs and content. RFC 4287 §3.1 and §4.1.3.
extension AtomCheck {
  mutating func checkText(_ node: XMLNode) {
    let clause = Vocabulary.atom[node.key, in: ""]!.clause
    let type = node.attribute("type") ?? "text"
    let isTitle = node.key == "title"
    if node.isBlank, node.children.isEmpty {
      checker.report(.emptyElement, at: node, clause: clause, "“\(node.qualifiedName)” is empty")
    }
    switch type {
    case "text":
      refuseChildren(of: node, clause: clause)
      // What is declared to be text may be about markup.
      if Markup(node.text).hasEntities || node.attribute("type") == nil && Markup(node.text).isMarkedUp {
        checker.report(
          .undeclaredMarkup, at: node, clause: "RFC 4287 §3.1.1.1",
          "“\(node.qualifiedName)” is text and holds markup: “\(excerpt(node.text))”")
      }
    case "html":
      refuseChildren(of: node, clause: clause)
      checker.checkBody(node.text, of: node, clause: "RFC 4287 §3.1.1.2")
    case "xhtml": checkXHTML(node, clause: "RFC 4287 §3.1.1.3")
    default:
      checker.report(
        .invalidWord, at: node, attribute: "type", clause: "RFC 4287 §3.1.1",
        "“type” of “\(node.qualifiedName)” is “\(type)”, and none of “text”, “html”, “xhtml”")
    }
    if isTitle, type == "html" || type == "xhtml" {
      checker.report(
        type == "html" ? .typedTitle : .xhtmlBody, at: node, attribute: "type", clause: "RFC 4287 §3.1.1",
        "a title is of the type “\(type)”")
    }
  }

  private mutating func refuseChildren(of node: XMLNode, clause: String) {
    for child in node.children {
      checker.report(
        .undefinedElement, at: child, clause: clause,
        "“\(child.qualifiedName)” stands in “\(node.qualifiedName)”, which holds text alone by its type")
    }
  }

  private mutating func checkXHTML(_ node: XMLNode, clause: String) {
    if !node.isBlank {
      checker.report(
        .unexpectedText, at: node, clause: clause,
        "text stands in “\(node.qualifiedName)” beside its “div”: “\(excerpt(node.text))”")
    }
    let divisions = node.children.filter { $0.name == "div" && $0.namespace == Namespaces.xhtml }
    if divisions.count != 1 || node.children.count != 1 {
      let other = node.children.first { $0.name != "div" || $0.namespace != Namespaces.xhtml }
      checker.report(
        other == nil ? .missingElement : .undefinedElement, at: other ?? node, clause: clause,
        "“\(node.qualifiedName)” holds no single “div” of XHTML")
    }
    let hasBase = Self.hasBase(node)
    if let division = divisions.first, division.children.isEmpty, Markup(division.text).isMarkedUp {
      checker.report(
        .doubleEscaped, at: division, clause: clause, "“\(node.qualifiedName)” shows its tags as text")
    }
    for child in node.children {
      for element in child.tree { checkXHTMLElement(element, hasBase: hasBase, clause: clause) }
    }
    if node.key == "content" {
      checker.report(.xhtmlBody, at: node, clause: clause, "the content is XHTML")
    }
  }

  private mutating func checkXHTMLElement(_ element: XMLNode, hasBase: Bool, clause: String) {
    switch element.namespace {
    case Namespaces.xhtml:
      if !Markup.elements.contains(element.name) {
        checker.report(.malformedHTML, at: element, clause: clause, "“\(element.name)” is no element of XHTML")
      }
      let attributes = element.attributes.filter { $0.namespace == nil }.map { (name: $0.name, value: $0.value) }
      // A base, or the address of the feed itself.
      let flaws = Markup.flaws(of: element.name, attributes, mayBeRelative: hasBase)
      for flaw in flaws { checker.report(flaw.rule, at: element, clause: clause, flaw.message) }
    case Namespaces.atom, nil:
      checker.report(
        .undefinedElement, at: element, clause: clause, "“\(element.qualifiedName)” is not in the namespace of XHTML")
    case Namespaces.svg, Namespaces.math:
      let known = element.namespace == Namespaces.svg ? Markup.svgElements : Markup.mathElements
      // What annotates may be of any vocabulary.
      let isKnown =
        known.contains(element.name)
        || sequence(first: element, next: \.parent).contains { $0.name == "annotation-xml" }
      if !isKnown {
        checker.report(
          .malformedHTML, at: element, clause: clause, "“\(element.qualifiedName)” is no element of its namespace")
      }
      let attributes = element.attributes.filter { $0.namespace == nil }.map { (name: $0.name, value: $0.value) }
      for flaw in Markup.flaws(of: element.name, attributes, mayBeRelative: true) where flaw.rule == .unsafeMarkup {
        checker.report(flaw.rule, at: element, clause: clause, flaw.message)
      }
    case let namespace?:
      guard Namespaces.prefix(of: namespace).map(Namespaces.isClosed) ?? false else { return }
      checker.report(
        .undefinedElement, at: element, clause: clause, "“\(element.qualifiedName)” stands in XHTML")
    }
  }

  mutating func checkContent(_ node: XMLNode) {
    let clause = "RFC 4287 §4.1.3"
    let type = node.attribute("type")
    let kind = (type ?? "text").trimmed
    if node.attribute("src") != nil {
      if !node.isBlank || !node.children.isEmpty {
        checker.report(
          .conflict, at: node, clause: "RFC 4287 §4.1.3.2", "content lies elsewhere, and is not empty here")
      }
      if type == nil {
        checker.report(.missingType, at: node, clause: "RFC 4287 §4.1.3.2", "content elsewhere has no “type”")
      } else if ["text", "html", "xhtml"].contains(kind) {
        checker.report(
          .invalidMediaType, at: node, attribute: "type", clause: "RFC 4287 §4.1.3.2",
          "content elsewhere is of a media type, and not “\(kind)”")
      } else {
        checkMediaType(kind, of: node)
      }
      return
    }
    switch kind {
    case "text":
      refuseChildren(of: node, clause: clause)
      if Markup(node.text).isMarkedUp {
        checker.report(
          .undeclaredMarkup, at: node, clause: "RFC 4287 §4.1.3.3",
          "content is text and holds markup: “\(excerpt(node.text))”")
      }
    case "html":
      refuseChildren(of: node, clause: clause)
      checker.checkBody(node.text, of: node, clause: "RFC 4287 §4.1.3.3")
    case "xhtml": checkXHTML(node, clause: "RFC 4287 §4.1.3.3")
    default:
      guard checkMediaType(kind, of: node) else { return }
      if Self.isXML(kind) {
        if node.children.isEmpty, !node.isBlank {
          checker.report(
            .mismatchedContent, at: node, clause: "RFC 4287 §4.1.3.3", "content of “\(kind)” is no XML")
        } else if node.children.count > 1 || !node.isBlank {
          checker.report(
            .mismatchedContent, at: node, clause: "RFC 4287 §4.1.3.3", "content of “\(kind)” is no single element")
        } else if kind.lowercased() == "application/xhtml+xml", node.children.contains(where: { $0.name != "html" }) {
          checker.report(
            .mismatchedContent, at: node, clause: "RFC 4287 §4.1.3.3",
            "content of “\(kind)” is a fragment, and no document")
        }
      } else {
        refuseChildren(of: node, clause: "RFC 4287 §4.1.3.3")
        if !kind.lowercased().hasPrefix("text/"), !Self.isBase64(node.text) {
          checker.report(.invalidBase64, at: node, clause: "RFC 4287 §4.1.3.3", "content of “\(kind)” is not Base64")
        }
        if kind.lowercased() == "text/html" {
          if !Markup(node.text).tags.contains(where: { $0.name == "html" }) {
            checker.report(
              .mismatchedContent, at: node, clause: "RFC 4287 §4.1.3.3",
              "content of “\(kind)” is a fragment, and no document")
          }
          checker.checkBody(node.text, of: node, clause: "RFC 4287 §4.1.3.3")
        }
      }
    }
    if node.isBlank, node.children.isEmpty {
      checker.report(.emptyElement, at: node, clause: clause, "the content is empty")
    }
  }

  /// Whether it is one that content may have.
  @discardableResult private mutating func checkMediaType(_ type: String, of node: XMLNode) -> Bool {
    let isComposite = ["multipart/", "message/"].contains(where: type.lowercased().hasPrefix)
    if Value.isMediaType(type), !isComposite { return true }
    checker.report(
      .invalidMediaType, at: node, attribute: "type", clause: "RFC 4287 §4.1.3.1",
      isComposite ? "“\(type)” is a composite type" : "“\(type)” is no media type")
    return false
  }

  /// RFC 3548 §3.
  private static func isBase64(_ text: String) -> Bool {
    let signs = text.utf8.filter { !$0.isSpace }
    let body = signs.prefix { $0 != UInt8(ascii: "=") }
    let padding = signs.dropFirst(body.count)
    return signs.count.isMultiple(of: 4) && padding.count <= 2 && padding.allSatisfy { $0 == UInt8(ascii: "=") }
      && body.allSatisfy { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "/") }
  }
}
