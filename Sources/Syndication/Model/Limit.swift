/// A bound on what an input may cost. `docs/limits.md` has a row for each, in this order, and says what happens beyond.
package struct Limit: Sendable, Hashable {
  /// What is counted, as a person would say it.
  package let name: String
  /// The most that is taken, where the configuration says nothing else.
  package let value: Int
  /// The key of the configuration that sets it, if one does.
  package let key: String?

  private init(_ name: String, _ value: Int, key: String? = nil) {
    self.name = name
    self.value = value
    self.key = key
  }

  /// Two times what a document holds by default: cmark-gfm may take two hundred times as much memory.
  package static let markdownBytes = Limit("bytes of a body in Markdown", 2_000_000)
  /// Ten times what a document holds by default.
  package static let htmlBytes = Limit("bytes of a body in HTML or text", 10_000_000)
  /// Readers recurse.
  package static let elementDepth = Limit("depth of elements in a body", 200)
  /// Each is read as a body of its own.
  package static let quoteDepth = Limit("depth of quotes read by a dialect's rules", 20)
  /// Readers of them recurse.
  package static let pageDepth = Limit("depth of elements in a page", 2_000)

  // MARK: What a body in HTML has

  /// Far from every limit of the parser and the writer.
  package static let copiedBytes = Limit("bytes of HTML that is copied where it can be", 1_000_000)
  package static let copiedDepth = Limit("depth of elements that are copied", 100)
  /// For every end tag libxml2 looks through all that are open.
  package static let parsedDepth = Limit("depth of elements where the parser begins anew", 1_000)
  /// So many hold the deepest elements that a body of a usual size has room for.
  package static let parsedBytes = Limit("bytes for which the parser begins anew", 500_000_000)
  /// libxml2 compares each with all before it.
  package static let attributes = Limit("attributes of an element", 1_000)
  package static let declarationBytes = Limit("bytes of a declaration in a DOCTYPE", 4_000)
  package static let pixels = Limit("pixels of a width or a height", 10_000)
  /// Each multiplies the size of the one around it.
  package static let enlargedTexts = Limit("enlarged texts in each other", 3)
  /// For a namespace libxml2 looks through all that are open.
  package static let feedDepth = Limit("depth of elements in a feed", 256)

  // MARK: What a body in Markdown has

  /// cmark-gfm takes a thousand times as long for them as for text.
  package static let mailSigns = Limit("signs @ in Markdown", 5_000)
  package static let noteSigns = Limit("signs ^ in Markdown", 5_000)
  package static let markers = Limit("quotes and list items that begin in a line", 500)
  package static let rowBars = Limit("bars in a line", 2_000)
  /// Every row is filled up to the width of the widest.
  package static let tableBars = Limit("lines times the most bars of one", 2_000_000)
  /// Every reference repeats what it refers to.
  package static let referenceBytes = Limit("closing brackets times the bytes of the longest definition", 200_000_000)
  package static let abbreviations = Limit("abbreviations", 500)
  package static let tableColumns = Limit("columns of a table of kramdown's", 200)
  package static let tagBytes = Limit("bytes of an HTML tag in Markdown", 2_000)
  package static let attributeListBytes = Limit("bytes of a list of attributes in braces", 1_000)
  package static let linkAddressBytes = Limit("bytes of a link's address with blanks", 1_000)

  // MARK: What templates do

  /// Or twenty times the body, where that is more.
  package static let templateBytes = Limit("bytes that the template tags of a body add", 1_000_000)
  package static let templateDepth = Limit("depth of blocks in Liquid or Nunjucks", 50)
  package static let expressionDepth = Limit("depth of an expression in Liquid or Nunjucks", 8)
  package static let templateRange = Limit("numbers of a range in Liquid", 100_000)
  /// Content is moved once for each of them.
  package static let shortcodeDepth = Limit("depth of shortcodes", 32)

  // MARK: What is said of a post and a site

  /// A few lines of YAML stand for more than memory holds, if their aliases are followed.
  package static let postValues = Limit("values in the front matter of a post", 10_000)
  package static let fileValues = Limit("values in a file about the site", 100_000)
  package static let valueDepth = Limit("depth of values in YAML or TOML", 100)
  package static let jsonDepth = Limit("depth of values in JSON", 256)
  /// libyaml holds each against all others.
  package static let yamlTags = Limit("lines %TAG of a YAML text", 100)
  package static let tomlBytes = Limit("bytes of a TOML text", 1_000_000)

  // MARK: What an entry has

  package static let terms = Limit("tags, categories or authors of an entry", 100, key: "tags.atMost")
  package static let attachments = Limit("attachments of an entry", 1_000)
  package static let nameCharacters = Limit("characters of a title or a name", 1_000)
  package static let summaryCharacters = Limit("characters of a summary", 100_000)
  /// What servers take: RFC 9110 §4.1.
  package static let addressBytes = Limit("bytes of an id or an address", 8_000)
  /// Each is compared with each.
  package static let pairsOfDay = Limit("pairs of a lost and an unknown post of one day", 1_000_000)

  /// Their feeds hold what that of the tag does.
  package static let tagsAbove = Limit("tags above a tag", 50)

  // MARK: What a query has

  package static let queryCharacters = Limit("characters of a query", 2_000)
  /// It is read, and answered, by functions that call themselves.
  package static let queryDepth = Limit("depth of parentheses in a query", 20)

  // MARK: What a build makes

  package static let documents = Limit("documents of a build", 100_000, key: "feeds.documents")
  package static let documentBytes = Limit("bytes of a document", 1_000_000, key: "feeds.bytes")
  package static let feedEntries = Limit("entries of a feed", 20, key: "feeds.entries")
  package static let archiveEntries = Limit(
    "entries of a page of an archive", 100, key: "feeds.scopes.*.archive.entries")

  // MARK: What is checked

  package static let checkedBytes = Limit("bytes of a document that is checked", 20_000_000)

  // MARK: What a store answers

  package static let storedBytes = Limit("bytes of an answer of an S3 store", 100_000_000)

  // MARK: What is served of many sites

  package static let loads = Limit("documents that are read at once to be served", 64)
  package static let waitingLoads = Limit("documents that wait to be read", 4_096)

  // MARK: What is told

  package static let message = Limit("characters of a message", 2_000)
  package static let problemsOfKind = Limit("problems of a kind", 1_000)
  /// Whoever writes what messages quote can make each a kind of its own.
  package static let kindsOfRule = Limit("kinds of problems of a rule", 100)
  package static let notedProblems = Limit("problems of a site that workers note", 1_000)
  package static let loggedProblems = Limit("problems that a worker logs of a turn", 20)

  /// All of them, as `docs/limits.md` lists them.
  package static let all: [Limit] =
    [markdownBytes, htmlBytes, elementDepth, quoteDepth, pageDepth]
    + [
      copiedBytes, copiedDepth, parsedDepth, parsedBytes, attributes, declarationBytes, pixels, enlargedTexts,
      feedDepth,
    ]
    + [mailSigns, noteSigns, markers, rowBars, tableBars, referenceBytes, abbreviations, tableColumns, tagBytes]
    + [attributeListBytes, linkAddressBytes]
    + [templateBytes, templateDepth, expressionDepth, templateRange, shortcodeDepth]
    + [postValues, fileValues, valueDepth, jsonDepth, yamlTags, tomlBytes]
    + [terms, attachments, nameCharacters, summaryCharacters, addressBytes, pairsOfDay]
    + [tagsAbove, queryCharacters, queryDepth]
    + [documents, documentBytes, feedEntries, archiveEntries]
    + [checkedBytes, storedBytes]
    + [loads, waitingLoads]
    + [message, problemsOfKind, kindsOfRule, notedProblems, loggedProblems]
}
