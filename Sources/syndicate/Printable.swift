/// What a line is a part of, which decides how a character is written that must not be printed.
enum PrintedForm {
  case text, json

  fileprivate func escaped(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    return switch self {
    case .text: "\\u{\(digits)}"
    // RFC 8259 §7: four digits; none of them is beyond these.
    case .json: "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
  }
}

/// A line as it may be printed, whatever names, titles and tags stand in it: nothing in it steers a terminal, turns text
/// around, begins another line, or is a command to a CI system, such as `::set-env` or `##[group]`.
func printable(_ line: String, as form: PrintedForm = .text) -> String {
  var line = line
  let isPlain = line.withUTF8 { bytes in
    bytes.first != UInt8(ascii: ":") && bytes.first != UInt8(ascii: " ")
      && bytes.allSatisfy { 0x20..<0x7F ~= $0 && $0 != UInt8(ascii: "#") }
  }
  if isPlain { return line }
  var printed = String.UnicodeScalarView()
  var isIndent = true
  var rest = line.unicodeScalars[...]
  while let scalar = rest.popFirst() {
    let isCommand =
      switch scalar {
      case ":": isIndent && rest.first == ":"
      // Wherever it stands: `##[`, `##vso[`, `##teamcity[`.
      case "#": rest.first == "#" && rest.dropFirst().drop(while: \.properties.isAlphabetic).first == "["
      default: false
      }
    if isCommand || scalar.isUnprintable {
      printed.append(contentsOf: form.escaped(scalar).unicodeScalars)
    } else {
      printed.append(scalar)
    }
    isIndent = isIndent && scalar.properties.isWhitespace
  }
  return String(printed)
}

extension Unicode.Scalar {
  fileprivate var isUnprintable: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: properties.isBidiControl
    }
  }
}
