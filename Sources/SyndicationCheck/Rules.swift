extension Rule {
  private init(_ id: String, _ severity: Severity, _ kind: Class, _ summary: String, _ advice: String) {
    self.init(id: id, severity: severity, kind: kind, summary: summary, advice: advice)
  }

  private static func error(_ id: String, _ summary: String, _ advice: String) -> Rule {
    Rule(id, .error, .specification, summary, advice)
  }
  private static func practice(_ id: String, _ summary: String, _ advice: String) -> Rule {
    Rule(id, .warning, .practice, summary, advice)
  }
  private static func safety(_ id: String, _ summary: String, _ advice: String) -> Rule {
    Rule(id, .warning, .safety, summary, advice)
  }
  private static func reader(_ id: String, _ summary: String, _ advice: String) -> Rule {
    Rule(id, .info, .reader, summary, advice)
  }

  // MARK: The document as a whole

  static let notWellFormed = error(
    "not-well-formed", "the document is not well-formed XML", "make it well-formed, or fetch it again if it was cut")
  static let notJSON = error("not-json", "the document is not JSON", "write it by a JSON library")
  static let badEncoding = error(
    "bad-encoding", "the bytes are not of the encoding", "save the document as UTF-8 and declare that")
  static let beyondBound = error("limits", "the document is beyond a bound", "make it smaller")
  static let notAFeed = error(
    "not-a-feed", "the root is none of a feed, an entry or an outline",
    "begin the document with feed, entry, rss, rdf:RDF or opml, in the namespace of its specification")
  static let obsoleteFormat = Rule(
    "obsolete-format", .info, .practice, "the format or its version is obsolete",
    "write Atom 1.0, RSS 2.0 or JSON Feed 1.1")
  static let unusualEncoding = practice(
    "unusual-encoding", "the encoding is one that few readers know", "save the document as UTF-8")
  static let documentType = practice(
    "document-type", "there is a document type declaration",
    "leave it out: rule X6, a widely used parser drops such a feed")
  static let wrongDocumentType = error(
    "wrong-document-type", "the document type is not that of the root", "leave the DOCTYPE out")

  // MARK: Elements and attributes

  static let missingElement = error("missing-element", "a required element is missing", "add it")
  static let duplicateElement = error("duplicate-element", "an element stands more than once", "keep one")
  static let undefinedElement = error(
    "undefined-element", "no such element is defined here",
    "mind upper and lower case, move it to where it belongs, or put it into a namespace of its own")
  static let unexpectedAttribute = error(
    "unexpected-attribute", "no such attribute is defined here", "leave it out, or put it into a namespace of its own")
  static let missingAttribute = error("missing-attribute", "a required attribute is missing", "add it")
  static let unexpectedText = error(
    "unexpected-text", "text stands where only elements may", "put it into an element, or leave it out")
  static let undeclaredPrefix = error("undeclared-prefix", "a prefix has no namespace", "declare it on the root")
  static let wrongNamespace = error(
    "wrong-namespace", "an element is in another namespace than the specification's", "declare the specification's")
  static let unknownNamespace = practice(
    "unknown-namespace", "a namespace is one that few readers know", "leave it in only where somebody reads it")
  static let unusualPrefix = practice("X4", "a namespace has another prefix than it usually has", "take the usual one")
  static let reservedPrefix = practice(
    "reserved-prefix", "a prefix is that of another namespace", "take another prefix, or correct the namespace")
  static let misplacedElement = practice(
    "misplaced-element", "elements of the feed follow its entries", "write them before the first entry")
  static let duplicateMeaning = practice(
    "duplicate-meaning", "two elements say the same", "keep that of the format itself")
  static let conflict = error("conflict", "two things exclude each other", "keep one of them")

  // MARK: Values

  static let blank = error("blank", "a value is empty", "fill it in, or leave the element out")
  static let emptyElement = practice("T2", "an element is empty", "fill it in, or leave it out")
  static let invalidDate = error(
    "invalid-date", "a date is not as the format wants it", "write it as the clause has it")
  static let looseDate = practice(
    "D1", "a date is one that some readers misread",
    "write it as in Sat, 26 Mar 2022 12:00:00 +0000: four digits of the year, English names, an offset or GMT")
  static let wrongWeekday = error("wrong-weekday", "the day of the week is not that of the date", "correct it")
  static let implausibleDate = practice("D6", "a date is hardly meant", "correct it")
  static let futureDate = practice("D5", "a date is yet to come", "leave the entry out until then")
  static let invalidAddress = error(
    "invalid-address", "an address is none", "percent-encode what may not stand in it, and write it with its scheme")
  static let relativeAddress = error(
    "relative-address", "an address has to be whole, and is relative", "write it with its scheme: https://…")
  static let unknownScheme = practice(
    "unknown-scheme", "the scheme of an address is not registered", "use a scheme that readers follow")
  static let international = practice(
    "I5", "an address holds characters that a URI may not", "percent-encode them, and write the host in Punycode")
  static let notCanonical = practice(
    "I2", "an id can be written in other ways", "write scheme and host in lower case, no default port, and a path")
  static let invalidLanguage = error(
    "invalid-language", "a language is none that RFC 5646 knows", "write it as in en or de-CH")
  static let invalidMail = error("invalid-mail", "an address of mail is none", "write name@host")
  static let mailWithoutName = practice(
    "A1", "a person of RSS has no name", "write the address of mail and, in brackets after it, the name")
  static let mailInName = practice("A3", "a name holds an address of mail", "keep them apart")
  static let missingSource = practice(
    "missing-source", "a source does not say which feed it is", "repeat its id, title and updated")
  static let invalidMediaType = error("invalid-media-type", "a media type is none", "write type/subtype")
  static let invalidNumber = error("invalid-number", "a number is not of the kind that is wanted", "correct it")
  static let invalidWord = error("invalid-word", "a value is none of those that there are", "take one of them")
  static let invalidValue = error("invalid-value", "a value is not of the kind that is wanted", "correct it")
  static let whiteSpace = error(
    "white-space", "white space stands around a value", "leave it out")
  static let invalidBase64 = error("invalid-base64", "the content is not Base64", "encode it, or correct its type")
  static let suspectCharacters = practice(
    "X1", "characters are controls, or text that was decoded twice", "correct the encoding, and leave controls out")

  // MARK: Identity and links

  static let duplicateID = error("duplicate-id", "two entries have one id", "give each an id of its own")
  static let repeatedEntry = practice("I1", "an entry stands more than once", "keep its newest version")
  static let equalUpdated = practice(
    "D3", "entries were updated at the same instant", "let each have its own: readers shuffle ties")
  static let missingID = practice("missing-id", "an entry has no id", "add a guid that never changes")
  static let weakID = practice(
    "weak-id", "an id is hardly unique", "make it of an address, or of a tag: or urn:uuid: URI")
  static let missingSelf = practice("I4", "the feed does not say where it is", "add a link rel=\"self\"")
  static let missingAlternate = error(
    "missing-alternate", "an entry has neither content nor a page", "add a link rel=\"alternate\", or content")
  static let duplicateLink = error(
    "duplicate-link", "two alternates have one type and language", "keep one, or tell them apart by type or hreflang")
  static let unknownRelation = practice(
    "unknown-relation", "a relation of links is not registered", "use a registered one")
  static let relationPrev = practice("P1", "pages are linked otherwise than RFC 5005 has it", "write rel=\"previous\"")
  static let paging = error("paging", "paging contradicts itself", "follow RFC 5005")
  static let missingCurrent = practice("missing-current", "an archive does not link to the feed", "add rel=\"current\"")
  static let missingType = practice("missing-type", "content elsewhere has no media type", "add its type")

  // MARK: Content

  static let missingSummary = practice("missing-summary", "content that is no text has no summary", "add a summary")
  static let mismatchedContent = practice(
    "mismatched-content", "content is not what its type says", "correct the type, or the content")
  static let undeclaredMarkup = practice(
    "undeclared-markup", "text holds markup", "say type=\"html\", or leave tags out")
  static let titleMarkup = practice("T1", "plain text holds markup", "write text without tags, escaped once")
  static let doubleEscaped = practice("double-escaped", "text is escaped twice", "escape it once")
  static let malformedHTML = practice(
    "B3", "HTML is not balanced, or no HTML", "balance it: readers cut off what follows")
  static let relativeReference = practice(
    "B1", "an address in a body is relative", "write it whole: readers ignore bases")
  static let unsafeMarkup = safety("B2", "a body holds what readers take out", "leave it out, or link to it")
  static let unsafeStyle = safety(
    "unsafe-style", "a style may hide or cover what is around it", "leave position and the like to the page")
  static let tooLong = practice("too-long", "a text is longer than directories show", "shorten it")
  static let severalEnclosures = practice(
    "M2", "an item has several enclosures", "keep the first, and name others in media:content")
  static let missingEntryTitle = reader("missing-title", "an item has no title", "add one: lists of posts show it")
  static let imageFormat = practice(
    "image-format", "an image is none that the specification names", "use GIF, JPEG or PNG")
  static let imageMismatch = practice(
    "image-mismatch", "an image says otherwise than its channel", "repeat the channel's")
  static let avoided = practice("avoided", "an element that readers ignore", "leave it out")

  // MARK: JSON Feed

  static let unknownKey = practice(
    "F1", "a key is none of JSON Feed's", "put it into an object whose name begins with _")
  static let wrongType = error("wrong-type", "a value is of another type", "write it as the clause has it")
  static let missingKey = error("missing-key", "a required key is missing", "add it")
  static let duplicateKey = error("duplicate-key", "a key stands twice in an object", "keep one")
  static let deprecatedKey = practice("deprecated-key", "a key was given up", "write what took its place")

  // MARK: What readers do

  static let typedTitle = reader(
    "title-type", "ten of twelve parsers misread a title that is no plain text", "say type=\"text\"")
  static let xhtmlBody = reader(
    "B6", "readers show no XHTML in titles, and code in XHTML becomes markup", "escape it: type=\"html\"")
  static let summaryOrder = practice(
    "T4", "no description stands before content:encoded", "write it there: some parsers let the last one win")
  static let longDescription = reader(
    "B4", "Liferea and tt-rss show the longer of description and content", "keep description shorter, or leave one out")
  static let severalCreators = reader(
    "several-creators", "newsboat shows the last of two authors, XML::Feed neither",
    "write one dc:creator with all names")
  static let mediaFirst = reader(
    "M1", "tt-rss and elfeed take media:content or media:title for the entry's own", "write extensions last")
  static let mediaPicture = reader(
    "media-picture", "Liferea lists a picture in media:content as a file, gPodder plays it", "use media:thumbnail")
  static let summaryBeside = reader(
    "M3", "itunes:summary or media:description take the place of content:encoded", "leave them out")
  static let missingAlternateOfFeed = reader(
    "feed-alternate", "a parser takes the first link for the feed's page", "add a link rel=\"alternate\"")
  static let missingLanguage = reader("T3", "readers guess the language for hyphens and speech", "say it on the root")
  static let characterData = reader("X2", "what stands in CDATA ends at ]]>", "escape text instead")
  static let byteOrderMark = reader(
    "X3", "parsers stumble over a byte order mark or carriage returns", "leave them out")
  static let large = reader("P3", "some readers drop feeds over 1 MB", "give the feed fewer entries")
  static let order = reader("D7", "readers that keep a feed's order show old posts first", "write the newest first")
  static let newerThanFeed = reader(
    "D4", "readers that look at the feed's date miss a newer entry", "make it that of the newest entry")
  static let termForMachines = reader(
    "G4", "rss2email, tt-rss and elfeed show the term, not the label", "write in term what people read")
  static let tombstone = reader("P4", "few readers know tombstones", "keep them where yours do")
  static let outlineClash = reader(
    "O1", "rss2email loses a whole list over two names that differ in punctuation alone", "tell them apart by a word")
  static let baseRelied = reader("base", "readers ignore xml:base", "write addresses whole")

  // MARK: What else to do in other formats

  /// By the ids of rules.
  static let remediesInRSS = [
    missingSelf.id: "add an atom:link rel=\"self\"", missingLanguage.id: "say it in “language”",
  ]
  /// By the ids of rules.
  static let remediesInJSON = [
    missingSelf.id: "add “feed_url”", missingAlternateOfFeed.id: "add “home_page_url”",
    missingLanguage.id: "say it in “language”", undeclaredMarkup.id: "leave tags out, or write “content_html”",
    titleMarkup.id: "write text without tags", blank.id: "fill it in, or leave the key out",
    badEncoding.id: "save the document as UTF-8",
    notAFeed.id: "give it the “version” and the “items” of JSON Feed 1.1",
    relativeReference.id: "write it whole",
  ]

  /// All of them, in the order of their ids.
  public static let all: [Rule] = [
    notWellFormed, notJSON, badEncoding, beyondBound, notAFeed, obsoleteFormat, unusualEncoding, documentType,
    wrongDocumentType, missingElement, duplicateElement, undefinedElement, unexpectedAttribute, missingAttribute,
    unexpectedText, undeclaredPrefix, wrongNamespace, unknownNamespace, unusualPrefix, reservedPrefix,
    misplacedElement, duplicateMeaning, conflict, blank, emptyElement, invalidDate, looseDate, wrongWeekday,
    implausibleDate, futureDate, invalidAddress, relativeAddress, unknownScheme, international, notCanonical,
    invalidLanguage, invalidMail, mailWithoutName, mailInName, missingSource, invalidMediaType, invalidNumber,
    invalidWord, invalidValue,
    whiteSpace, invalidBase64, suspectCharacters, duplicateID, repeatedEntry, equalUpdated, missingID, weakID,
    missingSelf, missingAlternate, duplicateLink, unknownRelation, relationPrev, paging, missingCurrent, missingType,
    missingSummary, mismatchedContent, undeclaredMarkup, titleMarkup, doubleEscaped, malformedHTML, relativeReference,
    unsafeMarkup, unsafeStyle, tooLong, severalEnclosures, missingEntryTitle, imageFormat, imageMismatch, avoided,
    unknownKey,
    wrongType, missingKey, duplicateKey, deprecatedKey, typedTitle, xhtmlBody, summaryOrder, longDescription,
    severalCreators, mediaFirst, mediaPicture, summaryBeside, missingAlternateOfFeed, missingLanguage, characterData,
    byteOrderMark, large, order, newerThanFeed, termForMachines, tombstone, outlineClash, baseRelied,
  ].sorted { $0.id < $1.id }
}
