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
        if !name.isEmpty, name.endIndex < bytes.count, bytes[name.endIndex] == UInt8(ascii: ";") { hasEntities = true }
        continue
      }
      guard byte == UInt8(ascii: "<"), index < bytes.count else { continue }
      if bytes[index...].starts(with: "!--".utf8) {
        index += 3
        while index < bytes.count, !bytes[index...].starts(with: "-->".utf8) { index += 1 }
        continue
      }
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
    mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none
    semantics
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
    text-decoration-color text-decoration-line text-decoration-style text-decoration-thickness text-underline-offset
    -webkit-text-fill-color font-variant-caps font-variant-numeric font-stretch word-spacing text-wrap white-space-collapse
    line-break -moz-tab-size -o-tab-size quotes user-select -webkit-user-select -moz-user-select -ms-user-select
    list-style-position caption-side empty-cells flex-direction flex-flow flex-wrap gap row-gap column-gap overflow-x overflow-y
    box-sizing margin-block margin-block-start margin-block-end margin-inline margin-inline-start margin-inline-end
    padding-block padding-block-start padding-block-end padding-inline padding-inline-start padding-inline-end
    border-block border-inline border-block-start border-block-end border-inline-start border-inline-end
    border-top-width border-right-width border-bottom-width border-left-width
    border-top-style border-right-style border-bottom-style border-left-style
    border-top-left-radius border-top-right-radius border-bottom-left-radius border-bottom-right-radius
    """.split { $0 == " " || $0 == "\n" }.map(String.init))

  /// Whether it holds an element of HTML: a name in angle brackets alone may be what a text is about.
  var isMarkup: Bool {
    tags.contains { tag in
      Markup.elements.contains(tag.name)
        && (tag.isEnd || tag.isClosed || !tag.attributes.isEmpty || Markup.breaks.contains(tag.name))
    }
  }

  /// Of those that have no end tag, the ones that texts hold most.
  private static let breaks: Set = ["br", "hr"]

  /// The flaws of a body.
  ///
  /// - Parameter mayBeRelative: whether there is something that its addresses are relative to.
  func flaws(mayBeRelative: Bool) -> [Flaw] {
    var flaws = isCut ? [Flaw(.malformedHTML, "a tag is begun and not ended")] : []
    var open: [String] = []
    var mathDepth = 0
    for tag in tags {
      guard !tag.name.utf8.contains(UInt8(ascii: ":")) else { continue }
      if tag.name == "math" { mathDepth = max(0, mathDepth + (tag.isEnd ? -1 : tag.isClosed ? 0 : 1)) }
      let isOfMath = mathDepth > 0 && Markup.mathElements.contains(tag.name)
      if !isOfMath, !Markup.elements.contains(tag.name) {
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
        !attribute.hasPrefix("data-"), !attribute.hasPrefix("aria-"), elements.contains(name), name != "math"
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
    if markup.isMarkup { return [Flaw(.titleMarkup, "tags of HTML stand in plain text: “\(text)”")] }
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
