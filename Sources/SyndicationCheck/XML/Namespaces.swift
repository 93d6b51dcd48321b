internal import Syndication

/// The namespaces that feeds use, each by its usual prefix.
enum Namespaces {
  static let xml = "http://www.w3.org/XML/1998/namespace"
  static let atom = "http://www.w3.org/2005/Atom"
  static let atom03 = "http://purl.org/atom/ns#"
  static let xhtml = "http://www.w3.org/1999/xhtml"
  static let svg = "http://www.w3.org/2000/svg"
  static let math = "http://www.w3.org/1998/Math/MathML"
  static let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  static let rss10 = "http://purl.org/rss/1.0/"
  static let rss11 = "http://purl.org/net/rss1.1#"
  static let rss09 = "http://my.netscape.com/rdf/simple/0.9/"

  /// A prefix and a namespace a line. A prefix whose elements are not known by name, as anything may stand there, ends with `*`.
  private static let table = """
    atom http://www.w3.org/2005/Atom
    atom03* http://purl.org/atom/ns#
    xhtml* http://www.w3.org/1999/xhtml
    rdf* http://www.w3.org/1999/02/22-rdf-syntax-ns#
    rdfs http://www.w3.org/2000/01/rdf-schema#
    rss http://purl.org/rss/1.0/
    rss090 http://my.netscape.com/rdf/simple/0.9/
    xml* http://www.w3.org/XML/1998/namespace
    access http://www.bloglines.com/about/specs/fac-1.0
    admin http://webns.net/mvcb/
    ag http://purl.org/rss/1.0/modules/aggregation/
    annotate http://purl.org/rss/1.0/modules/annotate/
    app http://www.w3.org/2007/app
    at http://purl.org/atompub/tombstones/1.0
    audio http://media.tangent.org/rss/1.0/
    blogChannel http://backend.userland.com/blogChannelModule
    cc http://web.resource.org/cc/
    company http://purl.org/rss/1.0/modules/company
    content http://purl.org/rss/1.0/modules/content/
    conversationsNetwork http://conversationsnetwork.org/rssNamespace-1.0/
    cp http://my.theinfo.org/changed/1.0/rss/
    creativeCommons http://backend.userland.com/creativeCommonsRssModule
    dc http://purl.org/dc/elements/1.1/
    dcterms http://purl.org/dc/terms/
    email http://purl.org/rss/1.0/modules/email/
    ent* http://www.purl.org/NET/ENT/1.0/
    ev http://purl.org/rss/1.0/modules/event/
    feedburner* http://rssnamespace.org/feedburner/ext/1.0
    fh http://purl.org/syndication/history/1.0
    foaf* http://xmlns.com/foaf/0.1/
    g* http://base.google.com/ns/1.0
    geo http://www.w3.org/2003/01/geo/wgs84_pos#
    georss http://www.georss.org/georss
    geourl http://geourl.org/rss/module/
    gml* http://www.opengis.net/gml
    googleplay* http://www.google.com/schemas/play-podcasts/1.0
    icbm http://postneo.com/icbm
    image http://purl.org/rss/1.0/modules/image/
    itunes http://www.itunes.com/dtds/podcast-1.0.dtd
    l http://purl.org/rss/1.0/modules/link/
    media http://search.yahoo.com/mrss/
    opensearch http://a9.com/-/spec/opensearch/1.1/
    podcast* https://podcastindex.org/namespace/1.0
    psc* http://podlove.org/simple-chapters
    ref http://purl.org/rss/1.0/modules/reference/
    reqv http://purl.org/rss/1.0/modules/richequiv/
    rss091 http://purl.org/rss/1.0/modules/rss091#
    search http://purl.org/rss/1.0/modules/search/
    slash http://purl.org/rss/1.0/modules/slash/
    ss http://purl.org/rss/1.0/modules/servicestatus/
    str http://hacks.benhammersley.com/rss/streaming/
    sub http://purl.org/rss/1.0/modules/subscription/
    sse* http://www.microsoft.com/schemas/rss/sse
    sx http://feedsync.org/2007/feedsync
    sy http://purl.org/rss/1.0/modules/syndication/
    taxo http://purl.org/rss/1.0/modules/taxonomy/
    thr http://purl.org/syndication/thread/1.0
    trackback http://madskills.com/public/xml/rss/module/trackback/
    wfw http://wellformedweb.org/CommentAPI/
    wiki http://purl.org/rss/1.0/modules/wiki/
    xsi* http://www.w3.org/2001/XMLSchema-instance
    svg* http://www.w3.org/2000/svg
    math* http://www.w3.org/1998/Math/MathML
    """

  private static let rows = table.split(separator: "\n").map { row in
    let cells = row.split(separator: " ")
    let isOpen = cells[0].hasSuffix("*")
    return (prefix: String(isOpen ? cells[0].dropLast() : cells[0]), uri: String(cells[1]), isOpen: isOpen)
  }
  private static let prefixes = Dictionary(uniqueKeysWithValues: rows.map { ($0.uri, $0.prefix) })
  private static let uris = Dictionary(uniqueKeysWithValues: rows.map { ($0.prefix, $0.uri) })
  private static let open = Set(rows.filter(\.isOpen).map(\.prefix))
  private static let near = Dictionary(rows.map { (folded($0.uri), $0.uri) }) { first, _ in first }

  /// The usual prefix of a namespace; nil for one that is not known.
  static func prefix(of uri: String) -> String? { prefixes[uri] }
  /// The namespace whose usual prefix it is.
  static func uri(of prefix: String) -> String? { uris[prefix] }
  /// Whether all that may stand in the namespace is known by name.
  static func isClosed(_ prefix: String) -> Bool { uris[prefix] != nil && !open.contains(prefix) }

  /// The namespace that one is misspelt from.
  static func nearMiss(of uri: String) -> String? {
    near[folded(uri)].flatMap { $0 == uri ? nil : $0 }
  }

  private static func folded(_ uri: String) -> String {
    var text = Substring(uri.lowercased())
    if text.hasPrefix("https:") { text = "http:" + text.dropFirst(6) }
    while let last = text.utf8.last, !last.isLetter, !last.isDigit { text.removeLast() }
    return String(text)
  }

  static func key(_ name: String, in namespace: String?) -> String {
    guard let namespace else { return name }
    return prefixes[namespace].map { "\($0):\(name)" } ?? "{\(namespace)}\(name)"
  }
}
