extension StringProtocol {
  /// The text as a message quotes it: in quotation marks, its beginning, and nothing that a terminal would obey.
  var quoted: String {
    let harmless = prefix(60).unicodeScalars.filter { $0.properties.generalCategory != .control }
    return "“\(String.UnicodeScalarView(harmless))\(dropFirst(60).isEmpty ? "" : "…")”"
  }
}
