internal import Syndication

/// Collects what is found in a document.
struct Findings {
  /// By the ids of rules, what to do where the format of the document wants another remedy than the rule has.
  private let remedies: [String: String]
  private(set) var all: [Finding] = []
  /// How many of a rule there are, and where the last of them is that is kept.
  private var counts: [String: (count: Int, last: Int)] = [:]

  init(remedies: [String: String] = [:]) { self.remedies = remedies }

  mutating func add(
    _ rule: Rule, at place: @autoclosure () -> (line: Int, column: Int), clause: String,
    _ message: @autoclosure () -> String
  ) {
    let known = counts[rule.id] ?? (0, 0)
    if known.count >= Limit.problemsOfKind.value {
      all[known.last].others += 1
      return
    }
    counts[rule.id] = (known.count + 1, all.count)
    let position = place()
    all.append(
      Finding(
        rule: rule, line: position.line, column: position.column, clause: clause, message: Problem.bounded(message()),
        advice: remedies[rule.id] ?? rule.advice))
  }

  /// The first of a rule alone.
  mutating func addOnce(
    _ rule: Rule, at place: @autoclosure () -> (line: Int, column: Int), clause: String,
    _ message: @autoclosure () -> String
  ) {
    if counts[rule.id] == nil { add(rule, at: place(), clause: clause, message()) }
  }

  mutating func add(_ other: Findings) { all += other.all }

  var sorted: [Finding] { all.sorted() }
}

/// Checks a document of XML by the tables, element by element.
struct Checker {
  let text: XMLText
  let root: XMLNode
  let vocabulary: Vocabulary
  /// For what no clause of its own says.
  let format: String
  /// Now, where it is known.
  let instant: Timestamp?
  private(set) var findings: Findings
  private var unknownNamespaces: Set<String> = []

  init(
    _ text: XMLText, _ root: XMLNode, by vocabulary: Vocabulary, format: String, home: Set<String>,
    at instant: Timestamp?
  ) {
    self.text = text
    self.root = root
    self.vocabulary = vocabulary
    self.format = format
    self.instant = instant
    findings = Findings(remedies: format.hasPrefix("RSS") ? Rule.remediesInRSS : [:])
    root.takeAsHome(home)
  }

  mutating func report(
    _ rule: Rule, at node: XMLNode, attribute: String? = nil, clause: String? = nil,
    _ message: @autoclosure () -> String
  ) {
    // What is not kept is not placed.
    let text = text
    func offset() -> Int { attribute.map { text.offset(ofAttribute: $0, inTagAt: node.offset) } ?? node.offset }
    findings.add(rule, at: text.position(of: offset()), clause: clause ?? format, message())
  }

  mutating func report(
    _ flaws: [Flaw], at node: XMLNode, attribute: String? = nil, clause: String, of what: String
  ) {
    for flaw in flaws {
      report(flaw.rule, at: node, attribute: attribute, clause: clause, "\(what): \(flaw.message)")
    }
  }

  /// - Parameter seconds: since 1970; nil for a date that is none.
  mutating func checkFuture(_ seconds: Double?, at node: XMLNode, clause: String) {
    // Clocks and zones differ.
    guard let seconds, let instant, seconds > Double(instant.seconds) + 86_400 else { return }
    report(.futureDate, at: node, clause: clause, "“\(node.text.trimmed)” is yet to come")
  }

  // MARK: - By the tables

  mutating func checkByTables() {
    let definition = vocabulary[root.key, in: ""]!
    var open = [(node: root, definition: definition, vocabulary: vocabulary)]
    checkNamespaces()
    while let (node, definition, vocabulary) = open.popLast() {
      checkAttributes(of: node, by: definition)
      checkText(of: node, by: definition)
      checkCounts(of: node, by: definition)
      for child in node.children.reversed() {
        if let next = self.definition(of: child, in: definition, vocabulary) {
          open.append((child, next.definition, next.vocabulary))
        }
      }
    }
  }

  /// What a child is to be checked by; nil for nothing.
  private mutating func definition(
    of child: XMLNode, in parent: Definition, _ vocabulary: Vocabulary
  ) -> (definition: Definition, vocabulary: Vocabulary)? {
    if parent.childrenByName[child.key] != nil, let definition = vocabulary[child.key, in: parent.name] {
      return (definition, vocabulary)
    }
    let isForeign = child.key.utf8.contains(UInt8(ascii: ":"))
    // Elements with content of their own say themselves what stands in it.
    if parent.isOpen, !isForeign || parent.value == "rdf" { return nil }
    if !isForeign {
      if child.namespace == nil, root.namespace == Namespaces.atom, !undeclared(child) {
        report(
          .unknownNamespace, at: child, clause: "RFC 4287 §6.4", "“\(child.qualifiedName)” is in no namespace")
      } else if !undeclared(child) {
        report(
          .undefinedElement, at: child, clause: parent.clause,
          "“\(child.qualifiedName)” is not defined in “\(parent.name.leaf)”\(Suggestions.sentence(for: child.key, in: parent))"
        )
      }
      return nil
    }
    if parent.value != nil, !parent.isOpen {
      report(
        .undefinedElement, at: child, clause: parent.clause,
        "“\(child.qualifiedName)” stands in “\(parent.name.leaf)”, which holds text alone")
      return nil
    }
    if let definition = Vocabulary.extensions[child.key, in: parent.name] {
      let elsewhere =
        switch parent.name {
        case "feed", "channel": Vocabulary.ofEntries
        case "entry", "item": Vocabulary.ofFeeds
        default: Set<String>()
        }
      if elsewhere.contains(child.key) {
        report(
          .undefinedElement, at: child, clause: definition.clause,
          "“\(child.qualifiedName)” is not defined in “\(parent.name)”")
      }
      return (definition, .extensions)
    }
    let prefix = child.key.first == "{" ? nil : String(child.key.prefix { $0 != ":" })
    if prefix == "atom", let definition = Vocabulary.atom[child.name, in: ""] {
      for grandchild in child.children { grandchild.takeAsHome([Namespaces.atom]) }
      return (definition, .atom)
    }
    if let prefix, Namespaces.isClosed(prefix) {
      report(
        .undefinedElement, at: child, clause: "namespace \(child.namespace ?? "")",
        "“\(child.qualifiedName)” is not defined in the namespace of “\(prefix)”")
    }
    return nil
  }

  /// Whether the prefix of an element has no namespace: that is told already.
  private func undeclared(_ node: XMLNode) -> Bool { node.name.utf8.contains(UInt8(ascii: ":")) }

  private mutating func checkAttributes(of node: XMLNode, by definition: Definition) {
    for attribute in node.attributes {
      let written = attribute.prefix.map { "\($0):\(attribute.name)" } ?? attribute.name
      let what = "“\(written)” of “\(node.qualifiedName)”"
      if attribute.namespace == Namespaces.xml {
        checkXML(attribute, of: node)
        continue
      }
      if let uri = attribute.namespace {
        let key = Namespaces.key(attribute.name, in: uri)
        if let known = definition.attributes[key] {
          report(
            Value.flaws(of: attribute.value.trimmed, as: known.kind), at: node, attribute: written,
            clause: definition.clause, of: what)
        }
        continue
      }
      if written.utf8.contains(UInt8(ascii: ":")) { continue }
      guard let known = definition.attributes[attribute.name] else {
        if definition.value == "rdf" || definition.attributes["*"] != nil { continue }
        report(
          .unexpectedAttribute, at: node, attribute: written, clause: definition.clause,
          "“\(written)” is no attribute of “\(node.qualifiedName)”")
        continue
      }
      report(
        Value.flaws(of: attribute.value.trimmed, as: known.kind), at: node, attribute: written,
        clause: definition.clause,
        of: what)
      if attribute.value != attribute.value.trimmed,
        ["iri", "reference", "media-type", "language"].contains(known.kind)
      {
        report(
          .whiteSpace, at: node, attribute: written, clause: definition.clause, "\(what): white space stands around it")
      }
    }
    for (name, attribute) in definition.attributes.sorted(by: { $0.key < $1.key }) where attribute.isRequired {
      let isThere = node.attributes.contains { Namespaces.key($0.name, in: $0.namespace) == name }
      if !isThere {
        report(
          .missingAttribute, at: node, clause: definition.clause, "“\(node.qualifiedName)” has no attribute “\(name)”")
      }
    }
  }

  /// XML 1.0 §2.10 and §2.12, XML Base §3.1.
  private mutating func checkXML(_ attribute: XMLNode.Attribute, of node: XMLNode) {
    switch attribute.name {
    case "lang" where !attribute.value.isEmpty:
      report(
        Language.flaws(of: attribute.value), at: node, attribute: "xml:lang", clause: "XML 1.0 §2.12", of: "“xml:lang”")
    case "base":
      report(
        Address.flaws(of: attribute.value, isWhole: false, isURI: false), at: node, attribute: "xml:base",
        clause: "XML Base §3.1", of: "“xml:base”")
    case "space":
      report(
        Value.flaws(of: attribute.value, as: "(default/preserve)"), at: node, attribute: "xml:space",
        clause: "XML 1.0 §2.10", of: "“xml:space”")
    default: break
    }
  }

  private mutating func checkText(of node: XMLNode, by definition: Definition) {
    guard let kind = definition.value else {
      if !node.isBlank {
        report(
          .unexpectedText, at: node, clause: definition.clause,
          "text stands in “\(node.qualifiedName)”: “\(excerpt(node.text))”")
      }
      return
    }
    if definition.isOpen { return }
    let value = node.text.trimmed
    if kind == "resource", value.isEmpty {
      if node.attribute("resource", in: Namespaces.rdf) == nil {
        report(.blank, at: node, clause: definition.clause, "“\(node.qualifiedName)” is empty")
      }
      return
    }
    if !node.children.isEmpty, value.isEmpty { return }
    report(Value.flaws(of: value, as: kind), at: node, clause: definition.clause, of: "“\(node.qualifiedName)”")
    if definition.isTight, value != node.text, !value.isEmpty {
      report(
        .whiteSpace, at: node, clause: definition.clause, "“\(node.qualifiedName)”: white space stands around its value"
      )
    }
    // Before RSS 0.92 a description was plain text.
    if kind == "html" || kind == "html?", root.attribute("version") != "0.91" {
      checkBody(node.text, of: node, clause: definition.clause)
    }
  }

  private mutating func checkCounts(of node: XMLNode, by definition: Definition) {
    if definition.isOpen && definition.children.isEmpty { return }
    var counts: [String: Int] = [:]
    for child in node.children {
      counts[child.key, default: 0] += 1
      guard counts[child.key] == 2 else { continue }
      let isSingle =
        definition.childrenByName[child.key]?.isSingle ?? Vocabulary.extensions[child.key, in: definition.name]?
        .isSingle
        ?? false
      if isSingle {
        report(
          .duplicateElement, at: child, clause: definition.clause,
          "“\(child.qualifiedName)” stands more than once in “\(definition.name.leaf)”")
      }
    }
    for child in definition.children where child.isRequired && counts[child.name] == nil {
      report(
        .missingElement, at: node, clause: definition.clause, "“\(node.qualifiedName)” has no “\(child.name.leaf)”")
    }
  }

  // MARK: - Namespaces

  private mutating func checkNamespaces() {
    for node in root.tree {
      for (prefix, uri) in node.declarations { checkDeclaration(prefix, uri, at: node) }
      if let uri = node.namespace, node.key.first == "{", unknownNamespaces.insert(uri).inserted {
        if let meant = Namespaces.nearMiss(of: uri) {
          report(
            .wrongNamespace, at: node, clause: "XML Names §2.3", "“\(uri)” is not the namespace “\(meant)”")
        } else {
          report(
            .unknownNamespace, at: node, clause: "RSS profile #namespace-elements",
            "few readers know “\(uri)”")
        }
      }
    }
  }

  private mutating func checkDeclaration(_ prefix: String?, _ uri: String, at node: XMLNode) {
    guard let prefix else { return }
    let attribute = "xmlns:\(prefix)"
    if let usual = Namespaces.prefix(of: uri) {
      let others = [
        "rss": ["rss", "rss10", "rss1"], "thr": ["thr", "thread"], "opensearch": ["opensearch", "openSearch", "os"],
      ]
      if usual != prefix, !(others[usual] ?? []).contains(prefix) {
        report(
          .unusualPrefix, at: node, attribute: attribute, clause: "XML Names §3",
          "the usual prefix of “\(uri)” is “\(usual)”, not “\(prefix)”")
      }
    } else if let meant = Namespaces.uri(of: prefix), Namespaces.nearMiss(of: uri) == nil {
      report(
        .reservedPrefix, at: node, attribute: attribute, clause: "XML Names §3",
        "“\(prefix)” is usually the prefix of “\(meant)”")
    }
  }

  // MARK: - Bodies

  /// HTML that is escaped in an element.
  mutating func checkBody(_ html: String, of node: XMLNode, clause: String) {
    let hasBase = sequence(first: node, next: \.parent).contains { $0.attribute("base", in: Namespaces.xml) != nil }
    let flaws = Markup(html).flaws(mayBeRelative: hasBase)
    // One body tells each once.
    var told: Set<String> = []
    for flaw in flaws where told.insert(flaw.rule.id + flaw.message).inserted {
      report(flaw.rule, at: node, clause: clause, "“\(node.qualifiedName)”: \(flaw.message)")
    }
    if Markup.isDoubleEscaped(html) {
      report(.doubleEscaped, at: node, clause: clause, "“\(node.qualifiedName)” shows its tags as text")
    }
    if hasBase, Markup(html).flaws(mayBeRelative: false).contains(where: { $0.rule == .relativeReference }) {
      report(.baseRelied, at: node, clause: "XML Base §1", "“\(node.qualifiedName)” relies on “xml:base”")
    }
  }
}

/// The beginning of a text, as messages quote it.
func excerpt(_ text: String) -> String {
  let text = text.trimmed
  return text.unicodeScalars.count > 40 ? String(text.unicodeScalars.prefix(40)) + "…" : text
}

extension String {
  /// Of `parent/name` the name.
  fileprivate var leaf: String { split(separator: "/").last.map(String.init) ?? self }
}

/// Names that were hardly meant.
private enum Suggestions {
  static func sentence(for name: String, in parent: Definition) -> String {
    let folded = name.lowercased()
    return parent.children.first { $0.name.lowercased() == folded }.map { ": did you mean “\($0.name)”?" } ?? ""
  }
}
