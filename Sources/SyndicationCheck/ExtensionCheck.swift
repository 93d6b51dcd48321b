internal import Syndication

/// What Apple and Media RSS say of their elements beyond the table.
extension Checker {
  mutating func checkExtensions() {
    for node in root.tree {
      switch node.key {
      case "itunes:category": checkCategory(node)
      case "itunes:subtitle": checkLength(of: node, atMost: 255)
      case "itunes:summary": checkLength(of: node, atMost: 4_000)
      case "itunes:keywords":
        if node.text.split(separator: ",").count > 12 {
          report(.tooLong, at: node, clause: "Apple podcasts RSS: keywords", "there are more than 12 keywords")
        }
      case "media:title", "media:description", "media:text": checkMediaText(node)
      case "media:hash": checkHash(node)
      case "media:rating": checkRating(node)
      case "media:restriction": checkRestriction(node)
      case "media:credit":
        if let role = node.attribute("role"), role != role.lowercased() {
          report(
            .invalidValue, at: node, attribute: "role", clause: "Media RSS 1.5.1 credit",
            "“\(role)” is not in lower case, as roles are")
        }
      case "media:adult":
        report(.deprecatedKey, at: node, clause: "Media RSS 1.5.1 adult", "“media:adult” became “media:rating”")
      case "media:group":
        if node.children("media:content").count < 2 {
          report(.avoided, at: node, clause: "Media RSS 1.5.1 group", "a group holds fewer than two of “media:content”")
        }
      case "sx:sharing": checkSharing(node)
      case "sx:history":
        if node.attribute("when") == nil, node.attribute("by") == nil {
          report(.missingAttribute, at: node, clause: "FeedSync 1.0 §2.6", "“sx:history” has neither “when” nor “by”")
        }
      default: break
      }
    }
  }

  private mutating func checkSharing(_ node: XMLNode) {
    let clause = "FeedSync 1.0 §2.2"
    switch (node.attribute("since"), node.attribute("until")) {
    case (nil, nil): break
    case (let since?, let until?):
      if let since = DateText.instant3339(since), let until = DateText.instant3339(until), since.seconds > until.seconds
      {
        report(.conflict, at: node, attribute: "since", clause: clause, "“since” is later than “until”")
      }
    case (let since, _):
      report(
        .missingAttribute, at: node, clause: clause, "“sx:sharing” has no “\(since == nil ? "since" : "until")”")
    }
  }

  private mutating func checkLength(of node: XMLNode, atMost most: Int) {
    guard node.text.trimmed.unicodeScalars.count > most else { return }
    report(
      .tooLong, at: node, clause: "Apple podcasts RSS", "“\(node.qualifiedName)” has more than \(most) characters")
  }

  /// Those that Apple had until 2019, which feeds still name.
  private static let formerCategories: [String: [String]] = [
    "Arts": ["Literature"], "Business": ["Business News", "Management & Marketing", "Shopping"],
    "Education": [
      "Education Technology", "Educational Technology", "Higher Education", "K-12", "Language Courses", "Training",
    ],
    "Games & Hobbies": ["Automotive", "Aviation", "Hobbies", "Other Games", "Video Games"],
    "Government & Organizations": ["Local", "National", "Non-Profit", "Regional"],
    "Health": ["Alternative Health", "Fitness & Nutrition", "Self-Help", "Sexuality"], "News & Politics": [],
    "Religion & Spirituality": ["Other"], "Science & Medicine": ["Medicine", "Natural Sciences", "Social Sciences"],
    "Society & Culture": ["History"],
    "Sports & Recreation": ["Amateur", "College & High School", "Outdoor", "Professional"],
    "Technology": ["Gadgets", "Tech News", "Podcasting", "Software How-To"],
  ]

  private mutating func checkCategory(_ node: XMLNode) {
    guard let name = node.attribute("text"), !name.isEmpty else { return }
    let parent = node.parent.flatMap { $0.key == "itunes:category" ? $0.attribute("text") : nil }
    let apple = Podcast.Category.apple
    let isKnown =
      if let parent {
        apple.contains { $0.key == parent && $0.value.contains(name) }
          || Self.formerCategories[parent]?.contains(name) ?? false
      } else {
        apple.contains { $0.key == name } || Self.formerCategories[name] != nil
      }
    guard !isKnown else { return }
    report(
      .invalidWord, at: node, attribute: "text", clause: "Apple podcasts RSS: category",
      parent.map { "“\(name)” is no category of Apple's in “\($0)”" } ?? "“\(name)” is no category of Apple's")
  }

  private mutating func checkMediaText(_ node: XMLNode) {
    let markup = Markup(node.text)
    if node.attribute("type") == "html" {
      checkBody(node.text, of: node, clause: "Media RSS 1.5.1")
    } else if markup.isMarkedUp {
      report(
        .undeclaredMarkup, at: node, clause: "Media RSS 1.5.1",
        "“\(node.qualifiedName)” is plain text and holds markup: “\(excerpt(node.text))”")
    }
  }

  private mutating func checkHash(_ node: XMLNode) {
    let hash = node.text.trimmed
    let lengths = ["md5": 32, "sha-1": 40]
    guard !hash.isEmpty, let length = lengths[node.attribute("algo") ?? "md5"] else { return }
    if hash.utf8.count != length || !hash.utf8.allSatisfy(\.isHexDigit) {
      report(
        .invalidValue, at: node, clause: "Media RSS 1.5.1 hash", "“\(hash)” is no hash of \(length) hexadecimal digits")
    }
  }

  private mutating func checkRating(_ node: XMLNode) {
    let words: [String: [String]] = [
      "urn:simple": ["adult", "nonadult"], "urn:mpaa": ["g", "m", "pg", "pg-13", "r", "nc-17", "x"],
      "urn:v-chip": [
        "14+", "18+", "c", "c8", "g", "pg", "tv-14", "tv-g", "tv-ma", "tv-pg", "tv-y", "tv-y7", "tv-y7-fv",
      ],
    ]
    let (scheme, rating) = (node.attribute("scheme") ?? "urn:simple", node.text.trimmed)
    if !scheme.isEmpty, URIParts(scheme)?.scheme == nil {
      report(
        .relativeAddress, at: node, attribute: "scheme", clause: "Media RSS 1.5.1 rating", "“\(scheme)” is no URI")
    }
    if scheme == "urn:icra", !rating.isEmpty, !rating.hasPrefix("r (") {
      report(.invalidWord, at: node, clause: "Media RSS 1.5.1 rating", "“\(rating)” is no rating of “\(scheme)”")
    } else if let words = words[scheme], !rating.isEmpty, !words.contains(rating.lowercased()) {
      report(.invalidWord, at: node, clause: "Media RSS 1.5.1 rating", "“\(rating)” is no rating of “\(scheme)”")
    }
  }

  private mutating func checkRestriction(_ node: XMLNode) {
    let clause = "Media RSS 1.5.1 restriction"
    let text = node.text.trimmed
    if text == "all" || text == "none" { return }
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    switch node.attribute("type") {
    case "country":
      if let word = words.first(where: { $0.utf8.count != 2 || !$0.utf8.allSatisfy(\.isLetter) }) {
        report(.invalidValue, at: node, clause: clause, "“\(word)” is no code of a country (ISO 3166)")
      }
    case "uri":
      for word in words {
        report(
          Address.flaws(of: word, isWhole: true, isURI: false), at: node, clause: clause, of: "“\(node.qualifiedName)”"
        )
      }
    case nil where !text.isEmpty:
      report(
        .invalidValue, at: node, clause: clause, "“\(text)” is neither “all” nor “none”, and no type says what it is")
    default: break
    }
  }
}
