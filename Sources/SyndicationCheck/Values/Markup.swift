internal import Syndication

/// HTML in text, looked at tag by tag.
struct Markup {
  struct Tag {
    /// In lower case.
    let name: String
    let isEnd: Bool
    let isClosed: Bool
    let attributes: [(name: String, value: String)]
  }

  private(set) var tags: [Tag] = []
  /// Where a tag is begun and not ended.
  private(set) var isCut = false
  private(set) var hasEntities = false
  /// References to C1 controls, which are signs of Windows to browsers alone; and instructions, which are none of HTML.
  private(set) var hasControls = false
  private(set) var hasInstructions = false

  /// - Parameter text: HTML, of which character references in attributes alone are read.
  init(_ text: String) {
    var text = text
    text.withUTF8 { read($0) }
  }

  private mutating func read(_ bytes: UnsafeBufferPointer<UInt8>) {
    var index = 0
    while index < bytes.count, tags.count < 100_000 {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "&") {
        let name = bytes[index...].prefix(12).prefix { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "#") }
        if !name.isEmpty, name.endIndex < bytes.count, bytes[name.endIndex] == UInt8(ascii: ";") {
          hasEntities = true
          hasControls = hasControls || Markup.isControl(name)
        }
        continue
      }
      guard byte == UInt8(ascii: "<"), index < bytes.count else { continue }
      if bytes[index...].starts(with: "!--".utf8) {
        index += 3
        while index < bytes.count, !bytes[index...].starts(with: "-->".utf8) { index += 1 }
        continue
      }
      if bytes[index] == UInt8(ascii: "?") { hasInstructions = true }
      let isEnd = bytes[index] == UInt8(ascii: "/")
      if isEnd { index += 1 }
      guard index < bytes.count, bytes[index].isLetter else { continue }
      let start = index
      while index < bytes.count, !bytes[index].isSpace, bytes[index] != UInt8(ascii: ">"),
        bytes[index] != UInt8(ascii: "/")
      {
        index += 1
      }
      let name = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
      let (attributes, isClosed, isWhole) = readAttributes(bytes, &index)
      isCut = isCut || !isWhole
      tags.append(Tag(name: name, isEnd: isEnd, isClosed: isClosed, attributes: attributes))
    }
  }

  /// Whether the name of a reference is that of U+0080 to U+009F.
  private static func isControl(_ name: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let name = String(decoding: name, as: UTF8.self).lowercased()
    guard name.hasPrefix("#") else { return false }
    let value = name.hasPrefix("#x") ? Int(name.dropFirst(2), radix: 16) : Int(name.dropFirst())
    return value.map((0x80...0x9F).contains) ?? false
  }

  private func readAttributes(
    _ bytes: UnsafeBufferPointer<UInt8>, _ index: inout Int
  ) -> ([(name: String, value: String)], isClosed: Bool, isWhole: Bool) {
    var attributes: [(String, String)] = []
    var isClosed = false
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: ">") {
        index += 1
        return (attributes, isClosed, true)
      }
      if byte.isSpace || byte == UInt8(ascii: "/") {
        isClosed = byte == UInt8(ascii: "/")
        index += 1
        continue
      }
      if byte == UInt8(ascii: "<") { return (attributes, isClosed, false) }
      let start = index
      index += 1
      while index < bytes.count, !bytes[index].isSpace, !"=></".utf8.contains(bytes[index]) { index += 1 }
      let name = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
      var value = ""
      var next = index
      while next < bytes.count, bytes[next].isSpace { next += 1 }
      if next < bytes.count, bytes[next] == UInt8(ascii: "=") {
        index = next + 1
        while index < bytes.count, bytes[index].isSpace { index += 1 }
        if index < bytes.count, bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'") {
          let quote = bytes[index]
          index += 1
          let start = index
          while index < bytes.count, bytes[index] != quote { index += 1 }
          value = String(decoding: bytes[start..<index], as: UTF8.self)
          if index < bytes.count { index += 1 } else { return (attributes, isClosed, false) }
        } else {
          let start = index
          while index < bytes.count, !bytes[index].isSpace, bytes[index] != UInt8(ascii: ">") { index += 1 }
          value = String(decoding: bytes[start..<index], as: UTF8.self)
        }
      }
      if attributes.count < Limit.attributes.value { attributes.append((name, value)) }
    }
    return (attributes, isClosed, false)
  }

  // MARK: - What HTML knows

  private static let void: Set = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "frame", "basefont", "bgsound", "keygen",
  ]
  /// Whose end tags HTML lets be left out.
  private static let open: Set = [
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup", "rt", "rp",
    "html", "head", "body", "caption",
  ]
  static let elements = Set(
    """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body br button canvas
    caption center cite code col colgroup command data datalist dd del details dfn dialog dir div dl dt em embed event-source fieldset
    figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins isindex kbd
    keygen label legend li link listing m main map mark marquee math menu menuitem meta meter nav nobr noembed noframes noscript object
    ol optgroup option output p param picture plaintext pre progress q rb rp rt rtc ruby s samp script search section select slot small
    source spacer span strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u
    ul var video wbr xml xmp
    """.split { $0 == " " || $0 == "\n" }.map(String.init))
  static let svgElements = Set(
    """
    a animate animateColor animateMotion animateTransform circle clipPath defs desc ellipse feBlend feColorMatrix feComponentTransfer
    feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR
    feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
    filter font font-face foreignObject g glyph hkern image line linearGradient marker mask metadata missing-glyph mpath path pattern
    polygon polyline radialGradient rect script set stop style svg switch symbol text textPath title tref tspan use view vkern
    """.split { $0 == " " || $0 == "\n" }.map(String.init))
  static let mathElements = Set(
    """
    annotation annotation-xml maction maligngroup malignmark math menclose merror mfenced mfrac mglyph mi mlabeledtr mmultiscripts mn mo
    mlongdiv mover mpadded mphantom mprescripts mroot mrow ms mscarries mscarry msgroup msline mspace msqrt msrow mstack mstyle msub
    msubsup msup mtable mtd mtext mtr munder munderover none semantics
    """.split { $0 == " " || $0 == "\n" }.map(String.init))
  private static let attributes = Set(
    """
    abbr accept accept-charset accesskey action align alink allow allowfullscreen alt archive async autocapitalize autocomplete autofocus
    autoplay axis background balance bgcolor bgproperties border bordercolor bordercolordark bordercolorlight bottompadding capture
    cellpadding cellspacing ch challenge char charoff charset checked choff cite class classid clear code codebase codetype color cols
    colspan compact content contenteditable controls coords crossorigin data datafld datapagesize datasrc datetime declare decoding
    default defaultvalue defer delay dir dirname disabled download draggable dynsrc enctype end enterkeyhint face fetchpriority for form
    formaction formenctype formmethod formnovalidate formtarget frame frameborder galleryimg gutter headers height hidden hidefocus high
    href hreflang hspace http-equiv icon id inert inputmode integrity is ismap itemid itemprop itemref itemscope itemtype keytype label
    lang language leftmargin leftspacing link list loading longdesc loop loopcount loopend loopstart low lowsrc manifest marginheight
    marginwidth max maxlength media method min minlength multiple muted name nohref nomodule nonce noresize noshade novalidate nowrap
    object open optimum part pattern ping placeholder playsinline point-size popover poster pqg preload profile prompt property
    radiogroup readonly referrerpolicy rel repeat-max repeat-min replace required resource rev reversed rightspacing role rows rowspan
    rules sandbox scheme scope scrolling selected shape size sizes slot span spellcheck src srcdoc srclang srcset standby start step
    style summary suppress tabindex tabpage target template text title toppadding translate type typemustmatch typeof unselectable urn
    usemap valign value valuetype variable version vlink volume vrml vspace width wrap xmlns about datatype inlist prefix vocab
    """.split { $0 == " " || $0 == "\n" }.map(String.init))
  private static let unsafe: Set = [
    "script", "meta", "embed", "object", "applet", "iframe", "frame", "frameset", "style", "link", "base", "form",
    "noscript",
    "svg", "bgsound", "isindex", "blink", "plaintext",
  ]
  private static let addresses: Set = ["href", "src", "cite", "poster", "longdesc", "background", "action", "data-src"]
  private static let safeStyles = Set(
    """
    azimuth background-color border-bottom-color border-collapse border-color border-left-color border-right-color border-top-color
    clear color cursor direction display elevation float font font-family font-size font-style font-variant font-weight height
    letter-spacing line-height overflow pause pause-after pause-before pitch pitch-range richness speak speak-header speak-numeral
    speak-punctuation speech-rate stress text-align text-decoration text-indent text-transform unicode-bidi vertical-align
    voice-family volume white-space width background border border-bottom border-left border-right border-top border-radius
    border-spacing border-style border-width margin margin-bottom margin-left margin-right margin-top padding padding-bottom
    padding-left padding-right padding-top list-style list-style-type max-height max-width min-height min-width opacity
    text-align-last table-layout word-break word-wrap overflow-wrap hyphens tab-size aspect-ratio object-fit
    -moz-tab-size -moz-user-select -ms-user-select -o-tab-size -webkit-text-fill-color -webkit-user-select border-block
    border-block-end border-block-start border-bottom-left-radius border-bottom-right-radius border-bottom-style
    border-bottom-width border-inline border-inline-end border-inline-start border-left-style border-left-width
    border-right-style border-right-width border-top-left-radius border-top-right-radius border-top-style border-top-width
    box-sizing caption-side column-gap empty-cells flex-direction flex-flow flex-wrap font-stretch font-variant-caps
    font-variant-numeric gap line-break list-style-position margin-block margin-block-end margin-block-start margin-inline
    margin-inline-end margin-inline-start overflow-x overflow-y padding-block padding-block-end padding-block-start
    padding-inline padding-inline-end padding-inline-start quotes row-gap text-decoration-color text-decoration-line
    text-decoration-style text-decoration-thickness text-underline-offset text-wrap user-select white-space-collapse
    word-spacing
    """.split { $0 == " " || $0 == "\n" }.map(String.init))

  /// What a reader shows it for.
  var isMarkup: Bool { tags.contains { Markup.elements.contains($0.name) } }

  /// Whether it was written as markup, and not about it, as “the <b> element” is: something is ended, empty or cut.
  var isMarkedUp: Bool {
    var begun: Set<String> = []
    for tag in tags where Markup.elements.contains(tag.name) {
      if tag.isEnd && begun.contains(tag.name) || tag.isClosed { return true }
      if Markup.void.contains(tag.name), !tag.attributes.isEmpty { return true }
      begun.insert(tag.name)
    }
    return isCut && !begun.isEmpty
  }

  /// Whether HTML has an element there: in `svg` and `math` those of their own, in annotations any.
  private static func isKnown(_ name: String, in open: [String]) -> Bool {
    elements.contains(name) || open.contains("math") && (mathElements.contains(name) || open.contains("annotation-xml"))
      || open.contains("svg") && foldedSVGElements.contains(name)
  }
  private static let foldedSVGElements = Set(svgElements.map { $0.lowercased() })

  /// The flaws of a body.
  ///
  /// - Parameter mayBeRelative: whether there is something that its addresses are relative to.
  func flaws(mayBeRelative: Bool) -> [Flaw] {
    var flaws = isCut ? [Flaw(.malformedHTML, "a tag is begun and not ended")] : []
    if hasControls { flaws.append(Flaw(.suspectCharacters, "it refers to a control between U+0080 and U+009F")) }
    if hasInstructions { flaws.append(Flaw(.unsafeMarkup, "readers take out “<?”")) }
    var open: [String] = []
    for tag in tags {
      guard !tag.name.utf8.contains(UInt8(ascii: ":")) else { continue }
      if !Markup.isKnown(tag.name, in: open) {
        flaws.append(Flaw(.malformedHTML, "“\(tag.name)” is no element of HTML"))
      } else if tag.isEnd {
        if let index = open.lastIndex(of: tag.name) {
          if let unclosed = open[(index + 1)...].first(where: { !Markup.open.contains($0) }) {
            flaws.append(Flaw(.malformedHTML, "“\(unclosed)” is not ended before “\(tag.name)” is"))
          }
          open.removeSubrange(index...)
        } else if !Markup.void.contains(tag.name), tag.name != "p" {
          flaws.append(Flaw(.malformedHTML, "“\(tag.name)” is ended and was not begun"))
        }
        continue
      } else if !Markup.void.contains(tag.name), !tag.isClosed, open.count < 500 {
        open.append(tag.name)
      }
      flaws += Markup.flaws(of: tag.name, tag.attributes, mayBeRelative: mayBeRelative)
    }
    if let unclosed = open.first(where: { !Markup.open.contains($0) }) {
      flaws.append(Flaw(.malformedHTML, "“\(unclosed)” is not ended"))
    }
    return flaws
  }

  /// The flaws of an element of HTML, however it was written.
  static func flaws(of name: String, _ attributes: [(name: String, value: String)], mayBeRelative: Bool) -> [Flaw] {
    var flaws: [Flaw] = []
    if unsafe.contains(name) { flaws.append(Flaw(.unsafeMarkup, "readers take out “\(name)”")) }
    for (attribute, value) in attributes {
      if attribute.hasPrefix("on"), attribute.utf8.count > 2 {
        flaws.append(Flaw(.unsafeMarkup, "readers take out the script in “\(attribute)”"))
      } else if !Markup.attributes.contains(attribute), !attribute.utf8.contains(UInt8(ascii: ":")),
        !attribute.hasPrefix("data-"), !attribute.hasPrefix("aria-"), elements.contains(name),
        !["math", "svg"].contains(name)
      {
        flaws.append(Flaw(.malformedHTML, "“\(attribute)” is no attribute of HTML"))
      }
      if attribute == "style" { flaws += styleFlaws(value) }
      guard addresses.contains(attribute) else { continue }
      let address = decoded(value).filter { !$0.isWhitespace }
      let scheme = address.prefix { $0 != ":" && $0 != "/" && $0 != "?" && $0 != "#" }
      let hasScheme = scheme.endIndex < address.endIndex && address[scheme.endIndex] == ":"
      if hasScheme, ["javascript", "vbscript"].contains(scheme.lowercased()) {
        flaws.append(Flaw(.unsafeMarkup, "readers take out the script in “\(attribute)”"))
      } else if !hasScheme, !mayBeRelative, !address.isEmpty || attribute == "src", name != "form" {
        flaws.append(Flaw(.relativeReference, "“\(value)” is relative"))
      }
    }
    return flaws
  }

  private static func styleFlaws(_ style: String) -> [Flaw] {
    for declaration in decoded(style).split(separator: ";") {
      let parts = declaration.split(separator: ":", maxSplits: 1)
      let property = String(parts[0]).trimmed.lowercased()
      if property.isEmpty { continue }
      let value = parts.count > 1 ? parts[1].lowercased() : ""
      if !safeStyles.contains(property) || value.range(of: "url(") != nil || value.range(of: "expression") != nil {
        return [Flaw(.unsafeStyle, "readers take out “\(property)” of a style")]
      }
    }
    return []
  }

  /// With character references of ASCII read: enough to see a scheme.
  private static func decoded(_ text: String) -> String {
    guard text.has(UInt8(ascii: "&")) else { return text }
    var result = ""
    var rest = Substring(text)
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      let body = rest[rest.index(after: start)...]
      rest = body
      result += "&"
      guard let end = body.prefix(10).firstIndex(of: ";") else { continue }
      let name = body[..<end].lowercased()
      var value: UInt32?
      if name.hasPrefix("#x") {
        value = UInt32(name.dropFirst(2), radix: 16)
      } else if name.hasPrefix("#") {
        value = UInt32(name.dropFirst())
      }
      let named: Unicode.Scalar? = ["amp": "&", "colon": ":", "lt": "<", "gt": ">", "quot": "\"", "sol": "/"][name]
      if let scalar = value.flatMap(Unicode.Scalar.init) ?? named {
        result.removeLast()
        result.unicodeScalars.append(scalar)
        rest = body[body.index(after: end)...]
      }
    }
    return result + rest
  }

  /// Of text that is to be plain.
  static func flawsOfPlain(_ text: String) -> [Flaw] {
    let markup = Markup(text)
    if markup.isMarkedUp { return [Flaw(.titleMarkup, "tags of HTML stand in plain text: “\(text)”")] }
    return markup.hasEntities ? [Flaw(.titleMarkup, "references of HTML stand in plain text: “\(text)”")] : []
  }

  /// Whether a body is escaped once too often.
  static func isDoubleEscaped(_ text: String) -> Bool {
    guard text.has(UInt8(ascii: "&")) else { return false }
    let markup = Markup(text)
    guard !markup.isMarkup else { return false }
    return [
      "&lt;p&gt;", "&lt;/p&gt;", "&lt;/a&gt;", "&lt;br", "&lt;/div&gt;", "&lt;/b&gt;", "&lt;/i&gt;", "&lt;/em&gt;",
    ].contains {
      text.range(of: $0) != nil
    }
  }
}
