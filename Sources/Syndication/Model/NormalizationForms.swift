// The standard library compares strings by these, and does not export them to all yet.
@_spi(_Unicode) internal import Swift

extension String {
  /// Composed: NFC (Unicode, D120).
  package var nfc: String { String(String.UnicodeScalarView(_nfc)) }

  /// Decomposed: NFD (Unicode, D118).
  package var nfd: String { String(String.UnicodeScalarView(_nfd)) }
}
