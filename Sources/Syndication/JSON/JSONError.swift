/// Where a text is not JSON, and why.
package struct JSONError: Error, Hashable {
  /// In bytes, from 0.
  package var offset: Int
  package var message: String

  package init(_ offset: Int, _ message: String) {
    self.offset = offset
    self.message = message
  }
}
