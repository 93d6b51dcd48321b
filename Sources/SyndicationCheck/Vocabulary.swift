/// What an element is defined to hold.
struct Definition {
  struct Attribute {
    let kind: String
    let isRequired: Bool
  }
  struct Child {
    let name: String
    let isRequired: Bool
    let isSingle: Bool
  }

  let name: String
  /// `RFC 4287 §4.2.6`.
  let clause: String
  /// The kind of its text; nil where it holds elements alone.
  let value: String?
  /// Whether no white space may stand around its text.
  let isTight: Bool
  let attributes: [String: Attribute]
  let children: [Child]
  let childrenByName: [String: Child]
  /// Whether an element of another namespace may stand once in each at most.
  let isSingle: Bool
  /// Whether anything may stand in it.
  var isOpen: Bool { value == "any" || value == "rdf" }
}

/// The elements of a format, from a table of a line an element.
///
/// `name | clause | value | attributes | children`. A name is that of the element, or `parent/name` where it means another
/// thing there; one of another namespace that stands once at most in each ends with `?`. A value is one of the kinds of `Value`, `-` for none, and after a `=` has no white space around it. Attributes
/// and children are names; an attribute has its kind after a `=`, is `*` where any may stand, a `!` where it is required, and a child `!` for exactly one, `?`
/// for one at most, `+` for at least one, and `*` for any number.
struct Vocabulary {
  private var definitions: [String: Definition] = [:]

  init(clauses: String, _ table: String) {
    for line in table.split(separator: "\n") {
      let cells = line.split(separator: "|", omittingEmptySubsequences: false).map { String($0).trimmed }
      precondition(cells.count == 5, "a line of a table has five cells: \(line)")
      let children = cells[4].split(separator: " ").map { word in
        let sign = word.last!
        return Definition.Child(
          name: String(word.dropLast()), isRequired: "!+".contains(sign), isSingle: "!?".contains(sign))
      }
      var attributes: [String: Definition.Attribute] = [:]
      for word in cells[3].split(separator: " ") {
        let parts = word.split(separator: "=", maxSplits: 1)
        let isRequired = parts[0].hasSuffix("!")
        attributes[String(isRequired ? parts[0].dropLast() : parts[0])] = .init(
          kind: parts.count > 1 ? String(parts[1]) : "text", isRequired: isRequired)
      }
      let isTight = cells[2].hasPrefix("=")
      let value = isTight ? String(cells[2].dropFirst()) : cells[2]
      let isSingle = cells[0].hasSuffix("?")
      let name = isSingle ? String(cells[0].dropLast()) : cells[0]
      definitions[name] = Definition(
        name: name, clause: clauses + cells[1],
        value: value == "-" ? nil : value, isTight: isTight, attributes: attributes, children: children,
        childrenByName: Dictionary(children.map { ($0.name, $0) }) { first, _ in first }, isSingle: isSingle)
    }
  }

  /// That of an element in another.
  subscript(_ name: String, in parent: String) -> Definition? {
    definitions["\(parent)/\(name)"] ?? definitions[name]
  }
}

extension Vocabulary {
  static let atom = Vocabulary(
    clauses: "RFC 4287 §",
    """
    feed | 4.1.1 | - | | title! id! updated! subtitle? rights? generator? icon? logo? author* contributor* category* link* entry*
    entry | 4.1.2 | - | | title! id! updated! published? rights? source? summary? content? author* contributor* category* link*
    source | 4.2.11 | - | | title? id? updated? subtitle? rights? generator? icon? logo? author* contributor* category* link*
    title | 4.2.14 | any | type=text |
    subtitle | 4.2.12 | any | type=text |
    summary | 4.2.13 | any | type=text |
    rights | 4.2.10 | any | type=text |
    content | 4.1.3 | any | type=text src=reference |
    author | 4.2.1 | - | | name! uri? email?
    contributor | 4.2.3 | - | | name! uri? email?
    name | 3.2.1 | plain | |
    uri | 3.2.2 | =reference | |
    email | 3.2.3 | =mail | |
    id | 4.2.6 | =iri | |
    updated | 4.2.15 | =date3339 | |
    published | 4.2.9 | =date3339 | |
    generator | 4.2.4 | plain | uri=reference version=text |
    icon | 4.2.5 | =filled-reference | |
    logo | 4.2.8 | =filled-reference | |
    category | 4.2.2 | any | term!=filled scheme=iri label=plain |
    link | 4.2.7 | any | href!=reference rel=filled type=media-type hreflang=language title=plain? length=count thr:count=count thr:when=date3339 thr:updated=date3339 |
    """)

  static let rss = Vocabulary(
    clauses: "RSS profile #element-",
    """
    rss | rss | - | version!=text | channel!
    channel | channel | - | | title! link! description! language? copyright? managingEditor? webMaster? pubDate? lastBuildDate? category* generator? docs? cloud? ttl? image? rating? textInput? textinput? skipHours? skipDays? item*
    channel/title | channel-title | plain | |
    channel/link | channel-link | url | |
    channel/description | channel-description | plain? | |
    language | channel-language | language | |
    copyright | channel-copyright | plain? | |
    managingEditor | channel-managingeditor | contact | |
    webMaster | channel-webmaster | contact | |
    pubDate | channel-pubdate | date822 | |
    lastBuildDate | channel-lastbuilddate | date822 | |
    category | channel-category | plain? | domain=text |
    generator | channel-generator | text | |
    docs | channel-docs | url | |
    cloud | channel-cloud | - | domain!=filled port!=port path!=filled registerProcedure!=text protocol!=(xml-rpc/soap/http-post/rssHub) |
    ttl | channel-ttl | positive | |
    image | channel-image | - | | url! title! link! width? height? description?
    image/title | channel-image-title | plain | |
    image/url | channel-image-url | url | |
    image/link | channel-image-link | url | |
    image/description | channel-image-description | plain? | |
    width | channel-image-width | image-width | |
    height | channel-image-height | image-height | |
    rating | channel-rating | filled | |
    textInput | channel-textinput | - | | title! description! name! link!
    textinput | channel-textinput | - | | title! description! name! link!
    textInput/title | channel-textinput-title | plain | |
    textInput/description | channel-textinput-description | html | |
    textInput/name | channel-textinput-name | name | |
    textInput/link | channel-textinput-link | url | |
    textinput/title | channel-textinput-title | plain | |
    textinput/description | channel-textinput-description | html | |
    textinput/name | channel-textinput-name | name | |
    textinput/link | channel-textinput-link | url | |
    skipHours | channel-skiphours | - | | hour*
    hour | channel-skiphours | hour | |
    skipDays | channel-skipdays | - | | day*
    day | channel-skipdays | (Monday/Tuesday/Wednesday/Thursday/Friday/Saturday/Sunday) | |
    item | channel-item | - | | title? link? description? author? category* comments? enclosure* guid? pubDate? source?
    item/title | channel-item-title | plain? | |
    item/link | channel-item-link | url | |
    item/description | channel-item-description | html | |
    author | channel-item-author | contact | |
    item/category | channel-item-category | plain? | domain=text |
    comments | channel-item-comments | url | |
    enclosure | channel-item-enclosure | - | url!=enclosure-url length!=count type!=media-type |
    guid | channel-item-guid | filled | isPermaLink=boolean |
    item/pubDate | channel-item-pubdate | date822 | |
    source | channel-item-source | plain? | url!=url |
    """)

  /// RSS 1.0, and 0.90 before it.
  static let rdf = Vocabulary(
    clauses: "RSS 1.0 §",
    """
    rdf:RDF | 5.2 | - | | channel! image? item+ textinput?
    channel | 5.3 | - | rdf:about!=uri-reference | title! link! description! image? items! textinput?
    channel/image | 5.3.4 | - | rdf:resource!=uri-reference |
    channel/textinput | 5.3.6 | - | rdf:resource!=uri-reference |
    items | 5.3.5 | any | |
    title | 5.3.1 | plain | |
    link | 5.3.2 | url | |
    description | 5.3.3 | html | |
    image | 5.4 | - | rdf:about!=uri-reference rdf:resource=uri-reference | title! url! link!
    url | 5.4.2 | url | |
    item | 5.5 | - | rdf:about!=uri-reference | title! link! description?
    textinput | 5.6 | - | rdf:about!=uri-reference rdf:resource=uri-reference | title! description! name! link!
    name | 5.6.3 | name | |
    """)

  static let rdf09 = Vocabulary(
    clauses: "RSS 0.90 ",
    """
    rdf:RDF | rdf | - | | channel! image? item* textinput?
    channel | channel | - | | title! link! description!
    title | title | plain | |
    link | link | url | |
    description | description | html | |
    image | image | - | | title! url! link!
    url | url | url | |
    item | item | - | | title! link!
    textinput | textinput | - | | title! description! name! link!
    name | name | name | |
    """)

  static let opml = Vocabulary(
    clauses: "OPML 2.0 §",
    """
    opml | opml | - | version!=filled | head! body!
    head | head | - | | title? dateCreated? dateModified? ownerName? ownerEmail? ownerId? docs? expansionState? vertScrollState? windowTop? windowLeft? windowBottom? windowRight?
    title | head | text | |
    dateCreated | head | date822 | |
    dateModified | head | date822 | |
    ownerName | head | text | |
    ownerEmail | head | mail? | |
    ownerId | head | url? | |
    docs | head | url? | |
    expansionState | head | counts? | |
    vertScrollState | head | integer? | |
    windowTop | head | integer? | |
    windowLeft | head | integer? | |
    windowBottom | head | integer? | |
    windowRight | head | integer? | |
    body | body | - | | outline+
    outline | outline | any | * |
    """)
}
