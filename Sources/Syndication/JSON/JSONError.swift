/// Where a text is not JSON, and why.
package struct JSONError: Error, Hashable {
  /// In bytes, from 0.
  package var offset: Int
  package var message: String
  /// Whether it is JSON, and more of it than is read.
  package var isBeyondBound = false

  package init(_ offset: Int, _ message: String, isBeyondBound: Bool = false) {
    self.offset = offset
    self.message = message
    self.isBeyondBound = isBeyondBound
  }
}
