internal import Syndication

/// What a `style` attribute may say, and how large what an attribute sizes may be. Rule B2.
///
/// Text, colour, and boxes that stay where they are: nothing that moves a box, lets it reach beyond what holds it, or draws
/// outside of it; no functions but colours; nothing quoted but the names of fonts. A browser reads what is left as it is read
/// here.
enum HTMLStyle {
  /// Properties, and of what their values may be made: words, numbers within bounds, colours, names of fonts.
  ///
  /// Lengths are bounded in `px`, whatever their unit, of which an `em` has 16.
  private static let properties = table(
    """
    color background background-color text-decoration-color -webkit-text-fill-color: colour
    font-family: fonts
    font-size: 8..48px 50..300% xx-small x-small small medium large x-large xx-large smaller larger inherit initial
    font-style: normal italic oblique inherit
    font-weight: 100..900 normal bold bolder lighter inherit
    font-variant font-variant-caps font-variant-numeric: word
    font-stretch: 50..200% word
    line-height: 1..3 normal inherit
    letter-spacing: -1..10px normal
    word-spacing: 0..20px normal
    text-align text-align-last: left right center justify start end inherit -webkit-center -webkit-left -webkit-right
    text-decoration text-decoration-line text-decoration-style: colour
    text-decoration-thickness text-underline-offset: 0..10px word
    text-indent: 0..200px 0..50%
    text-transform: word
    text-wrap white-space white-space-collapse word-break word-wrap overflow-wrap hyphens line-break: word
    vertical-align: -10..10px word
    tab-size -moz-tab-size -o-tab-size: 0..16
    quotes: none auto
    user-select -webkit-user-select -moz-user-select -ms-user-select: word
    opacity: 0.2..1
    list-style list-style-type list-style-position: word
    caption-side empty-cells: word
    border-collapse table-layout: word
    border-spacing: 0..50px
    clear float: left right both none
    display: block inline inline-block list-item table table-row table-cell table-caption flex inline-flex
    flex-direction flex-flow flex-wrap: row column wrap nowrap
    gap row-gap column-gap: 0..200px normal
    overflow overflow-x overflow-y: auto hidden scroll visible
    box-sizing: word
    object-fit: word
    width min-width max-width: 0..\(Limit.pixels.value)px 0..100% auto none min-content max-content fit-content
    height max-height: 0..\(Limit.pixels.value)px 0..100% auto none
    min-height: 0..1000px 0..100% auto
    margin margin-top margin-right margin-bottom margin-left: 0..300px 0..50% auto
    margin-block margin-block-start margin-block-end margin-inline margin-inline-start margin-inline-end: 0..300px 0..50% auto
    padding padding-top padding-right padding-bottom padding-left: 0..300px 0..50%
    padding-block padding-block-start padding-block-end padding-inline padding-inline-start padding-inline-end: 0..300px 0..50%
    border border-top border-right border-bottom border-left: 0..20px colour
    border-block border-inline border-block-start border-block-end border-inline-start border-inline-end: 0..20px colour
    border-width border-top-width border-right-width border-bottom-width border-left-width: 0..20px word
    border-color border-top-color border-right-color border-bottom-color border-left-color: colour
    border-style border-top-style border-right-style border-bottom-style border-left-style: word
    border-radius: 0..1000px 0..100%
    border-top-left-radius border-top-right-radius border-bottom-left-radius border-bottom-right-radius: 0..1000px 0..100%
    """)

  /// Attributes that are sizes, and what they may be.
  private static let sizes = table(
    """
    width height: 0..\(Limit.pixels.value) 0..\(Limit.pixels.value)px 0..100%
    border cellpadding cellspacing hspace vspace size: -10..100 -10..100px 0..100%
    sizes: 0..\(Limit.pixels.value)px 0..100vw word
    linethickness: 0..10 0..10px 0..1000% word
    lspace rspace: 0..50px word
    depth rowspacing columnspacing: 0..100px 0..100% word
    mathsize: word
    maxsize minsize: 0..100px 0..1000% word
    scriptlevel: 0..9
    """)

  /// Those that may be lower than what they hold. What other boxes hold would reach beyond them.
  private static let tall: Set<String> = [
    "audio", "col", "hr", "img", "mspace", "source", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "video",
  ]

  private static let colours: Set<String> = [
    "color", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "rgb", "rgba",
  ]

  /// The declarations of a `style` that are allowed, nil where there is none; and whether those are all.
  ///
  /// Of a box that is placed somewhere else nothing is, as it would be nonsense where it stands.
  static func allowed(_ style: String, on element: String) -> (style: String?, isWhole: Bool) {
    let declarations = style.split(separator: ";").filter { !$0.allSatisfy(\.isWhitespace) }
    var allowed: [String] = []
    var isWhole = true
    for declaration in declarations {
      let parts = declaration.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let name = parts[0].trimmed.lowercased()
      if name == "position" || name == "inset" { return (nil, false) }
      let isHeight = name == "height" || name == "max-height"
      guard parts.count == 2, !isHeight || tall.contains(element), let values = properties[name] else {
        isWhole = false
        continue
      }
      // It would outdo what the page says of pictures.
      let value = parts[1].split(separator: "!", maxSplits: 1, omittingEmptySubsequences: false)
      let isImportant = value.count == 2 && value[1].trimmed.lowercased() == "important"
      guard value.count == 1 || isImportant, values.allow(value[0].lowercased()) else {
        isWhole = false
        continue
      }
      allowed.append(isImportant ? "\(parts[0]):\(value[0])" : String(declaration))
      isWhole = isWhole && !isImportant
    }
    guard !allowed.isEmpty else { return (nil, isWhole) }
    return (isWhole ? style : allowed.map(\.trimmed).joined(separator: "; "), isWhole)
  }

  /// Whether a `style` that is allowed makes a text larger than that around it.
  static func enlarges(_ style: String) -> Bool {
    guard style.contains("font-size") || style.lowercased().contains("font-size") else { return false }
    return style.lowercased().split(separator: ";").contains { declaration in
      guard declaration.trimmed.hasPrefix("font-size"), let colon = declaration.firstIndex(of: ":") else {
        return false
      }
      let value = declaration[declaration.index(after: colon)...].trimmed
      let isRelative = ["%", "em", "ex", "ch"].contains(where: value.hasSuffix) && !value.hasSuffix("rem")
      return value == "larger" || isRelative && Size(value).map { $0.number > ($0.unit == "%" ? 100 : 16) } ?? false
    }
  }

  static func isSize(_ attribute: String) -> Bool { sizes[attribute] != nil }

  static func allows(_ value: String, as attribute: String, of element: String) -> Bool {
    switch attribute {
    // Less than it holds: that would stand out of it.
    case "height" where element == "mpadded", "depth" where element == "mpadded": false
    case "sizes" where value.contains(where: { "*/".contains($0) }): false
    default: sizes[attribute]?.allow(String(value.lowercased().map { "():".contains($0) ? " " : $0 })) ?? false
    }
  }

  // MARK: - Values

  /// A number with its unit; a length in `px`.
  private struct Size {
    var number: Double
    var unit: Substring

    init?(_ text: some StringProtocol) {
      let digits = text.prefix { $0.isASCII && ($0.isNumber || "+-.".contains($0)) }
      guard let number = Double(digits) else { return nil }
      self.number = number
      unit = Substring(text[digits.endIndex...])
      if let pixels = Size.pixels[unit] { (self.number, unit) = (number * pixels, "px") }
    }

    private static let pixels: [Substring: Double] = [
      "px": 1, "pt": 4.0 / 3, "em": 16, "rem": 16, "ex": 8, "ch": 8, "pc": 16, "mm": 3.78, "cm": 37.8, "in": 96,
    ]
  }

  /// Of what a value may be made.
  private struct Values {
    var words: Set<Substring> = []
    var areAnyWords = false
    var areColours = false
    var areFonts = false
    var ranges: [(unit: Substring, range: ClosedRange<Double>)] = []

    /// - Parameter value: in lower case.
    func allow(_ value: String) -> Bool {
      if areFonts { return areNames(value) }
      var rest = Substring(value)
      var count = 0
      while true {
        rest = rest.drop { $0.isWhitespace || $0 == "," }
        if rest.isEmpty { return count > 0 }
        var token = rest.prefix { !$0.isWhitespace && $0 != "," }
        if let bracket = token.firstIndex(of: "(") {
          guard let end = rest.firstIndex(of: ")"), end > bracket else { return false }
          token = rest[...end]
        }
        guard allow(token: token) else { return false }
        rest = rest[token.endIndex...]
        count += 1
      }
    }

    private func allow(token: Substring) -> Bool {
      if words.contains(token) { return true }
      if areAnyWords || areColours, token.utf8.allSatisfy({ $0.isLetter || $0 == UInt8(ascii: "-") }) { return true }
      if areColours, isColour(token) { return true }
      guard let size = Size(token) else { return false }
      return ranges.contains {
        ($0.unit == size.unit || size.unit.isEmpty && size.number == 0) && $0.range ~= size.number
      }
    }

    private func isColour(_ token: Substring) -> Bool {
      if token.first == "#" { return token.utf8.dropFirst().allSatisfy { $0.isDigit || $0.isLetter } }
      guard token.last == ")", let bracket = token.firstIndex(of: "("),
        HTMLStyle.colours.contains(String(token[..<bracket]))
      else { return false }
      let values = token[bracket...].dropFirst().dropLast()
      return values.utf8.allSatisfy { $0.isDigit || $0.isLetter || $0 <= 0x20 || ".,%/+-".utf8.contains($0) }
    }

    private func areNames(_ value: String) -> Bool {
      value.split(separator: ",", omittingEmptySubsequences: false).allSatisfy { name in
        var name = name.trimmed[...]
        for quote in ["\"", "'"] where name.count > 1 && name.hasPrefix(quote) && name.hasSuffix(quote) {
          name = name.dropFirst().dropLast()
          break
        }
        return !name.isEmpty && name.allSatisfy { $0.isLetter || $0.isNumber || " -_".contains($0) }
      }
    }
  }

  private static func table(_ text: String) -> [String: Values] {
    var table: [String: Values] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: ":")
      var values = Values()
      for token in parts[1].split(separator: " ") {
        switch token {
        case "word": values.areAnyWords = true
        case "colour": values.areColours = true
        case "fonts": values.areFonts = true
        default:
          if let dots = token.firstRange(of: ".."), let least = Double(token[..<dots.lowerBound]) {
            let most = token[dots.upperBound...]
            let digits = most.prefix { $0.isNumber || $0 == "." }
            values.ranges.append((most[digits.endIndex...], least...Double(digits)!))
          } else {
            values.words.insert(token)
          }
        }
      }
      for name in parts[0].split(separator: " ") { table[String(name)] = values }
    }
    return table
  }
}

extension StringProtocol {
  fileprivate var trimmed: String {
    let start = drop(while: \.isWhitespace)
    return String(start.reversed().drop(while: \.isWhitespace).reversed())
  }
}
