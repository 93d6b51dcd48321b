internal import Syndication

/// What is wrong with a value.
struct Flaw {
  let rule: Rule
  let message: String

  init(_ rule: Rule, _ message: String) { (self.rule, self.message) = (rule, message) }
}

/// The kinds of values that elements, attributes and keys have, by the names that the tables call them.
enum Value {
  /// - Parameters:
  ///   - kind: of those below, or words in brackets: `(yes/no)`; after a `?` it may be empty, with a warning.
  ///   - text: without white space around.
  /// - Returns: what is wrong with it; empty where nothing is.
  static func flaws(of text: String, as kind: String) -> [Flaw] {
    if kind.hasPrefix("("), kind.hasSuffix(")") {
      let words = kind.dropFirst().dropLast().split(separator: "/", omittingEmptySubsequences: false)
      return words.contains { $0 == text }
        ? [] : [Flaw(.invalidWord, "“\(text)” is none of \(words.map { "“\($0)”" }.joined(separator: ", "))")]
    }
    if kind.hasSuffix("?") {
      return text.isEmpty ? [Flaw(.emptyElement, "it is empty")] : flaws(of: text, as: String(kind.dropLast()))
    }
    if text.isEmpty {
      return ["text", "html", "any", "rdf", "resource", "reference", "uri-reference"].contains(kind)
        ? [] : [Flaw(.blank, "it is empty")]
    }
    switch kind {
    case "text", "filled", "html", "any", "rdf": return []
    case "plain": return Markup.flawsOfPlain(text)
    case "url", "resource": return Address.flaws(of: text, isWhole: true, isURI: true)
    case "web-url": return Address.flaws(of: text, isWhole: true, isURI: true, schemes: ["http", "https", "ftp"])
    case "enclosure-url": return Address.flaws(of: text, isWhole: true, isURI: true, schemes: ["http", "https"])
    case "uri-reference": return Address.flaws(of: text, isWhole: false, isURI: true)
    case "iri": return Address.flaws(of: text, isWhole: true, isURI: false)
    case "reference": return Address.flaws(of: text, isWhole: false, isURI: false)
    case "filled-reference": return Address.flaws(of: text, isWhole: false, isURI: false)
    case "name":
      return text.utf8.allSatisfy { $0.isLetter || $0.isDigit || "-_.:".utf8.contains($0) } && text.utf8.first!.isLetter
        ? [] : [Flaw(.invalidValue, "“\(text)” is no name of a field")]
    // RFC 2141 §2.2.
    case "urn-string":
      return text.utf8.allSatisfy { $0.isLetter || $0.isDigit || "()+,-.:=@;$_!*'%/?#".utf8.contains($0) }
        ? [] : [Flaw(.invalidValue, "“\(text)” holds what may not stand in a URN")]
    case "date3339": return DateText.flaws3339(text)
    case "date822": return DateText.flaws822(text)
    case "w3cdtf": return DateText.flawsW3C(text)
    case "local-date": return DateText.flawsOfLocal(text)
    case "language": return Language.flaws(of: text)
    case "mail": return Mail.flaws(of: text)
    case "contact": return Mail.flawsOfContact(text)
    case "media-type": return isMediaType(text) ? [] : [Flaw(.invalidMediaType, "“\(text)” is no media type")]
    case "count": return number(text, isWhole: true, in: 0 ... .greatestFiniteMagnitude, "a whole number from 0 on")
    case "positive": return number(text, isWhole: true, in: 1 ... .greatestFiniteMagnitude, "a whole number above 0")
    // FeedSync 1.0 §2: of 31 bits.
    case "sequence": return number(text, isWhole: true, in: 1...2_147_483_647, "a whole number from 1 to 2147483647")
    case "integer":
      return number(
        text, isWhole: true, in: -.greatestFiniteMagnitude ... .greatestFiniteMagnitude, "a whole number")
    case "number":
      return number(text, isWhole: false, in: -.greatestFiniteMagnitude ... .greatestFiniteMagnitude, "a number")
    case "percentage": return number(text, isWhole: false, in: 0...100, "a number from 0 to 100")
    case "latitude": return number(text, isWhole: false, in: -90...90, "a latitude from -90 to 90")
    case "longitude": return number(text, isWhole: false, in: -180...180, "a longitude from -180 to 180")
    case "hour": return number(text, isWhole: true, in: 0...23, "an hour from 0 to 23")
    case "hour24": return number(text, isWhole: true, in: 0...24, "an hour from 0 to 24")
    case "image-width": return number(text, isWhole: true, in: 1...144, "a width from 1 to 144")
    case "image-height": return number(text, isWhole: true, in: 1...400, "a height from 1 to 400")
    case "port": return number(text, isWhole: true, in: 1...65_535, "a port from 1 to 65535")
    case "hour-minute-second": return DateText.flawsOfDuration(text)
    case "media-time": return text == "now" ? [] : DateText.flawsOfDuration(String(text.prefix { $0 != "." }))
    case "points": return Coordinates.flaws(of: text, atLeast: 1)
    case "point": return Coordinates.flaws(of: text, exactly: 1)
    case "line": return Coordinates.flaws(of: text, atLeast: 2)
    case "box": return Coordinates.flaws(of: text, exactly: 2)
    case "polygon": return Coordinates.flawsOfPolygon(text)
    case "circle": return Coordinates.flawsOfCircle(text)
    case "counts":
      let isList = text.utf8.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).allSatisfy {
        let part = String(Substring($0)).trimmed
        return !part.isEmpty && part.utf8.allSatisfy(\.isDigit)
      }
      return isList ? [] : [Flaw(.invalidNumber, "“\(text)” is no list of whole numbers with commas")]
    case "boolean": return flaws(of: text, as: "(true/false)")
    case "yes-no": return flaws(of: text.lowercased(), as: "(yes/no)")
    case "explicit": return flaws(of: text.lowercased(), as: "(yes/no/clean/true/false/explicit)")
    default: preconditionFailure("no kind of values is called \(kind)")
    }
  }

  private static func number(_ text: String, isWhole: Bool, in range: ClosedRange<Double>, _ what: String) -> [Flaw] {
    let digits = text.utf8.drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    let isWritten =
      digits.first.map { $0.isDigit || $0 == UInt8(ascii: ".") } ?? false
      && digits.allSatisfy { $0.isDigit || !isWhole && ".eE-+".utf8.contains($0) }
      && text.utf8.count - digits.count <= 1
    if isWritten, let value = Double(text), range.contains(value) { return [] }
    return [Flaw(.invalidNumber, "“\(text)” is not \(what)")]
  }

  /// RFC 6838 §4.2, with parameters.
  static func isMediaType(_ text: String) -> Bool {
    let parts = text.split(separator: ";", maxSplits: 1)[0].split(separator: "/", omittingEmptySubsequences: false)
    let signs = Set("()<>@,;:\\\"/[]?= ".utf8)
    return parts.count == 2
      && parts.allSatisfy { part in
        let part = String(part).trimmed
        return !part.isEmpty && part.utf8.allSatisfy { (0x21..<0x7F).contains($0) && !signs.contains($0) }
      }
  }
}

/// Points of GeoRSS: latitude and longitude in turn.
private enum Coordinates {
  private static func numbers(_ text: String) -> [Double]? {
    let words = text.split { $0.isWhitespace || $0 == "," }
    let numbers = words.compactMap { Double($0) }
    return numbers.count == words.count ? numbers : nil
  }

  private static func isPlaces(_ numbers: [Double]) -> Bool {
    numbers.count.isMultiple(of: 2)
      && numbers.enumerated().allSatisfy { abs($1) <= ($0.isMultiple(of: 2) ? 90 : 180) }
  }

  static func flaws(of text: String, atLeast least: Int = 0, exactly count: Int? = nil) -> [Flaw] {
    guard let numbers = numbers(text), isPlaces(numbers), count.map({ numbers.count == 2 * $0 }) ?? true,
      numbers.count >= 2 * least
    else {
      return [Flaw(.invalidValue, "“\(text)” is no \(count == 1 ? "pair" : "list of pairs") of latitude and longitude")]
    }
    return []
  }

  static func flawsOfPolygon(_ text: String) -> [Flaw] {
    guard let numbers = numbers(text), isPlaces(numbers), numbers.count >= 8,
      Array(numbers.prefix(2)) == Array(numbers.suffix(2))
    else { return [Flaw(.invalidValue, "“\(text)” is no list of four or more points that ends where it began")] }
    return []
  }

  static func flawsOfCircle(_ text: String) -> [Flaw] {
    guard let numbers = numbers(text), numbers.count == 3, isPlaces(Array(numbers.prefix(2))), numbers[2] >= 0 else {
      return [Flaw(.invalidValue, "“\(text)” is no point and radius")]
    }
    return []
  }
}

enum Mail {
  static func flaws(of text: String) -> [Flaw] {
    isAddress(text) ? [] : [Flaw(.invalidMail, "“\(text)” is no address of mail")]
  }

  /// As RSS has persons: `name@host (Name)`.
  static func flawsOfContact(_ text: String) -> [Flaw] {
    let address = String(text.prefix { $0 != "(" && $0 != " " }).trimmed
    let rest = String(text.dropFirst(address.count)).trimmed
    if isAddress(address), rest.isEmpty {
      return [Flaw(.mailWithoutName, "“\(text)” is an address of mail without a name")]
    }
    if isAddress(address), rest.hasPrefix("("), rest.hasSuffix(")") { return Markup.flawsOfPlain(rest) }
    // `Name <name@host>`, as RFC 2822 §3.4 has it.
    if let open = text.firstIndex(of: "<"), text.hasSuffix(">"),
      isAddress(String(text[text.index(after: open)...].dropLast()))
    {
      return [Flaw(.mailWithoutName, "“\(text)” has the name before the address of mail")]
    }
    if text.lowercased().hasPrefix("mailto:"), AbsoluteURL.percentDecoded(text)?.contains("@") ?? false {
      return [Flaw(.mailWithoutName, "“\(text)” is a link to an address of mail")]
    }
    return [Flaw(.invalidMail, "“\(text)” holds no address of mail")]
  }

  /// RFC 5322 §3.4.1, without quoted parts.
  static func isAddress(_ text: String) -> Bool {
    let parts = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else { return false }
    let local = parts[0].allSatisfy {
      $0.isLetter || $0.isDigit || $0 >= 0x80 || ".!#$%&'*+-/=?^_`{|}~".utf8.contains($0)
    }
    if parts[1].first == UInt8(ascii: "["), parts[1].last == UInt8(ascii: "]") { return local }
    let labels = parts[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return local
      && labels.allSatisfy { label in
        !label.isEmpty && label.allSatisfy { $0.isLetter || $0.isDigit || $0 >= 0x80 || $0 == UInt8(ascii: "-") }
      }
  }
}

enum Language {
  /// Of ISO 639-1, which RFC 5646 §2.2.1 prefers.
  private static let codes = Set(
    """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en eo es
    et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it iu iw ja ji jv jw ka kg
    ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo mr ms mt my na nb nd ne ng nl nn
    no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw ta te tg
    th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    """.split { $0 == " " || $0 == "\n" })

  static func flaws(of text: String) -> [Flaw] {
    let parts = text.lowercased().split(separator: "-", omittingEmptySubsequences: false)
    let isFormed = parts.allSatisfy { part in
      (1...8).contains(part.utf8.count) && part.utf8.allSatisfy { $0.isLetter || $0.isDigit }
    }
    let isKnown =
      switch parts[0].utf8.count {
      case 1: parts.count > 1 && "ix".contains(parts[0])
      case 2: codes.contains(parts[0])
      // Of ISO 639-2 and -3 there are thousands.
      case 3: parts[0].utf8.allSatisfy(\.isLetter)
      default: false
      }
    return isFormed && isKnown ? [] : [Flaw(.invalidLanguage, "“\(text)” is no language")]
  }
}
