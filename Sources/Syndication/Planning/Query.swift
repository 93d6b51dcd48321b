/// Which entries a feed is to hold: `tag:graphs AND NOT tag:survey`. `docs/queries.md` has the grammar.
public indirect enum Query: Sendable, Hashable {
  /// Entries of which something is that text.
  case term(QueryField, String)
  /// Published on that day or later, in the site's time zone.
  case since(LocalDate)
  /// Published on that day or earlier, likewise.
  case until(LocalDate)
  /// Entries that the other does not find.
  case not(Query)
  /// At least two, none of which is of this kind itself.
  case all([Query])
  /// Likewise.
  case any([Query])
}

/// What a term of a query asks for.
public enum QueryField: String, Sendable, Hashable, CaseIterable {
  /// The part of an entry that the name says.
  case tag, author, category, language, title
}

/// A query that has a feed.
public struct FeedQuery: Sendable, Hashable {
  /// In addresses and in the feed's id: a slug.
  public var name: String
  /// For people.
  public var title: String
  /// What the feed is about; the site's where there is none.
  public var description: String?
  /// Which entries the feed holds.
  public var query: Query

  /// - Parameter title: the name where there is none.
  public init(name: String, title: String? = nil, description: String? = nil, _ query: Query) {
    self.name = name
    self.title = title ?? name
    self.description = description
    self.query = query
  }
}

extension Query: CustomStringConvertible {
  /// Its canonical form: every term with its field, no parenthesis and no quote that could be left out. Read, it is the same query.
  public var description: String {
    switch self {
    case .term(let field, let text): "\(field.rawValue):\(Query.quoted(text))"
    case .since(let day): "since:\(day)"
    case .until(let day): "until:\(day)"
    case .not(let query): "NOT \(query.text(within: self))"
    case .all(let queries): queries.map { $0.text(within: self) }.joined(separator: " AND ")
    case .any(let queries): queries.map { $0.text(within: self) }.joined(separator: " OR ")
    }
  }

  /// In parentheses where it would be read otherwise without.
  private func text(within outer: Query) -> String {
    switch (outer, self) {
    case (.not, .all), (.not, .any), (.all, .any): "(\(self))"
    default: description
    }
  }

  private static func quoted(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: QueryParser.endsWord) else { return text }
    return "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }
}

extension Query {
  /// Whether one of its terms asks for `field`.
  func names(_ field: QueryField) -> Bool {
    switch self {
    case .term(let own, _): own == field
    case .since, .until: false
    case .not(let query): query.names(field)
    case .all(let queries), .any(let queries): queries.contains { $0.names(field) }
    }
  }

  /// The same, with what `transform` makes of the text of each term.
  func mapping(_ transform: (QueryField, String) -> String) -> Query {
    switch self {
    case .term(let field, let text): .term(field, transform(field, text))
    case .since, .until: self
    case .not(let query): .not(query.mapping(transform))
    case .all(let queries): .all(queries.map { $0.mapping(transform) })
    case .any(let queries): .any(queries.map { $0.mapping(transform) })
    }
  }
}

/// Why a text is no query.
public struct QueryFlaw: Error, Sendable, Hashable, CustomStringConvertible {
  /// The place in the text, in characters (Unicode scalars) from 1.
  public var position: Int
  /// What was expected there, and what there is.
  public var message: String

  /// As a sentence.
  public var description: String { "at character \(position): \(message)" }
}
