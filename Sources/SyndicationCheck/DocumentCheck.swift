public import Syndication

/// Checks documents of Atom, RSS, JSON Feed and OPML: ours, or anybody's.
public enum DocumentCheck {
  /// What is found in a document, in its order.
  ///
  /// - Parameters:
  ///   - document: in any encoding that it declares. What it is, it says itself: its name counts for nothing.
  ///   - instant: now; dates are not held against it where it is not given.
  public static func findings(in document: [UInt8], at instant: Timestamp? = nil) -> [Finding] {
    var findings = Findings()
    if document.count > Limit.checkedBytes.value {
      findings.add(
        .beyondBound, at: (1, 1), clause: "limits",
        "it has \(document.count) bytes, and \(Limit.checkedBytes.value) are read")
      return findings.sorted
    }
    let start = document.first { !$0.isSpace && ![0xEF, 0xBB, 0xBF].contains($0) }
    if start == UInt8(ascii: "{") || start == UInt8(ascii: "[") {
      var check = JSONFeedCheck(document, at: instant)
      findings = check.findings()
    } else {
      findings = xmlFindings(in: document, at: instant)
    }
    if document.count > largest {
      findings.add(.large, at: (1, 1), clause: "rule P3", "the document has \(document.count) bytes")
    }
    return findings.sorted
  }

  /// Beyond it some readers drop a feed.
  private static let largest = 1_000_000

  private static func xmlFindings(in document: [UInt8], at instant: Timestamp?) -> Findings {
    var findings = Findings()
    let text: XMLText
    do throws(XMLText.Fault) {
      text = try XMLText(document)
    } catch {
      findings.add(.badEncoding, at: (error.line, error.column), clause: "XML 1.0 §4.3.3", error.message)
      return findings
    }
    guard !text.hasSurplus else {
      findings.add(
        .beyondBound, at: (1, 1), clause: "limits", "an element has over \(Limit.attributes.value) attributes")
      return findings
    }
    let reader = XMLReader(text)
    for fault in reader.faults {
      switch fault.kind {
      case .fatal:
        findings.add(
          .notWellFormed, at: (fault.line, fault.column), clause: "XML 1.0 §2.1",
          "the document is not XML: \(fault.message)")
        // Others follow from it.
        return findings
      case .bound:
        findings.add(.beyondBound, at: (fault.line, fault.column), clause: "limits", fault.message)
        return findings
      case .prefix:
        findings.add(.undeclaredPrefix, at: (fault.line, fault.column), clause: "XML Names §5", fault.message)
      }
    }
    guard let root = reader.root else { return findings }
    return check(root, of: text, reader, at: instant, into: findings)
  }

  private static func check(
    _ root: XMLNode, of text: XMLText, _ reader: XMLReader, at instant: Timestamp?, into findings: Findings
  ) -> Findings {
    var prelude = findings
    checkProlog(text, reader, root, into: &prelude)
    var found: Findings
    switch (root.name, root.namespace) {
    case ("feed", Namespaces.atom), ("entry", Namespaces.atom):
      var check = AtomCheck(Checker(text, root, by: .atom, format: "RFC 4287", home: [Namespaces.atom], at: instant))
      found = check.findings()
    case ("rss", let namespace):
      if let namespace {
        prelude.add(
          .obsoleteFormat, at: text.position(of: root.offset), clause: "RSS profile #namespace-elements",
          "the elements of RSS are in no namespace, and these in “\(namespace)”")
      }
      var check = RSSCheck(
        Checker(text, root, by: .rss, format: "RSS 2.0.11", home: namespace.map { [$0] } ?? [], at: instant))
      found = check.findings()
    case ("RDF", Namespaces.rdf):
      let isOld = root.children.contains { $0.namespace == Namespaces.rss09 }
      if isOld {
        prelude.add(.obsoleteFormat, at: text.position(of: root.offset), clause: "RSS 0.90", "RSS 0.90 is obsolete")
      }
      let home = isOld ? Namespaces.rss09 : Namespaces.rss10
      var check = RSSCheck(
        Checker(
          text, root, by: isOld ? .rdf09 : .rdf, format: isOld ? "RSS 0.90" : "RSS 1.0", home: [home], at: instant),
        isRDF: true)
      found = check.findings()
    case ("opml", nil):
      var check = OPMLCheck(Checker(text, root, by: .opml, format: "OPML 2.0", home: [], at: instant))
      found = check.findings()
    case ("Channel", Namespaces.rss11):
      prelude.add(.obsoleteFormat, at: text.position(of: root.offset), clause: "RSS 1.1", "RSS 1.1 is obsolete")
      found = Findings()
    case ("feed", Namespaces.atom03), ("entry", Namespaces.atom03):
      prelude.add(
        .obsoleteFormat, at: text.position(of: root.offset), clause: "RFC 4287 §1.2", "Atom 0.3 is obsolete")
      found = Findings()
    default:
      let place = root.namespace.map { "in “\($0)”" } ?? "in no namespace"
      let isMeant = ["feed", "entry", "RDF", "rdf", "opml", "channel", "rss"].contains(root.name.lowercased())
      prelude.add(
        isMeant ? .wrongNamespace : .notAFeed, at: text.position(of: root.offset), clause: "RFC 4287 §1.2",
        "the root is “\(root.qualifiedName)” \(place), which no format of feeds has")
      found = Findings()
    }
    found.add(prelude)
    return found
  }

  /// What is wrong around the elements, and with their characters.
  private static func checkProlog(_ text: XMLText, _ reader: XMLReader, _ root: XMLNode, into findings: inout Findings)
  {
    if let version = text.version, version != "1.0" {
      findings.add(.notWellFormed, at: (1, 1), clause: "XML 1.0 §2.8", "it is XML \(version), and feeds are XML 1.0")
    }
    let encoding = (text.encoding ?? "utf-8").lowercased()
    if !["utf-8", "us-ascii", "ascii", "utf-16", "utf-16le", "utf-16be"].contains(encoding),
      !["iso-8859-", "windows-125"].contains(where: encoding.hasPrefix)
    {
      findings.add(.unusualEncoding, at: (1, 1), clause: "XML 1.0 §4.3.3", "the encoding is “\(encoding)”")
    }
    if text.hasMark, encoding == "utf-8" {
      findings.add(.byteOrderMark, at: (1, 1), clause: "rule X3", "the document begins with a byte order mark")
    }
    if let type = reader.documentType {
      let isNetscape = type.systemID?.hasSuffix("rss-0.91.dtd") ?? false
      if !isNetscape {
        findings.add(.documentType, at: (1, 1), clause: "XML 1.0 §2.8", "the document declares its type")
      }
      if type.name != root.qualifiedName || isNetscape && root.attribute("version") != "0.91" {
        findings.add(
          .wrongDocumentType, at: (1, 1), clause: "XML 1.0 §2.8", "the type is that of another root or version")
      }
    }
    for node in root.tree {
      if node.hasCharacterData {
        findings.addOnce(
          .characterData, at: text.position(of: node.offset), clause: "rule X2",
          "“\(node.qualifiedName)” holds CDATA")
      }
      if isSuspect(node.text) || node.attributes.contains(where: { isSuspect($0.value) }) {
        findings.add(
          .suspectCharacters, at: text.position(of: node.offset), clause: "XML 1.0 §2.2",
          "“\(node.qualifiedName)” holds controls, U+FFFD, or text that was decoded twice")
      }
    }
  }

  /// C1 controls and U+FFFD; and what UTF-8 becomes where it is taken for Latin-1.
  private static func isSuspect(_ text: String) -> Bool {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return false }
    var last: UInt32 = 0
    for scalar in text.unicodeScalars {
      if (0x80...0x9F).contains(scalar.value) || scalar.value == 0xFFFD { return true }
      if (0xC2...0xC3).contains(last), (0x80...0xBF).contains(scalar.value) { return true }
      last = scalar.value
    }
    return false
  }
}
