internal import CKernels

/// Some of all bytes, looked for many at a time: that is what makes long text quick.
package struct ByteSet: @unchecked Sendable {
  // Made once for each kind of text, and kept as long as the program runs.
  let kernel: UnsafePointer<kernels_set>

  /// - Parameter isMember: no more than eight different upper halves may be among the bytes.
  package init(where isMember: (UInt8) -> Bool) {
    let set = UnsafeMutablePointer<kernels_set>.allocate(capacity: 1)
    set.pointee = ByteSet.kernel(where: isMember)
    kernel = UnsafePointer(set)
  }

  static func kernel(where isMember: (UInt8) -> Bool) -> kernels_set {
    var set = kernels_set()
    withUnsafeMutableBytes(of: &set.holds) { holds in
      for byte in 0...UInt8.max { holds[Int(byte)] = isMember(byte) ? 1 : 0 }
    }
    precondition(kernels_set_prepare(&set) != 0)
    return set
  }

  /// The first of them from `next` on, or `end`.
  package func first(from next: UnsafePointer<UInt8>, to end: UnsafePointer<UInt8>) -> UnsafePointer<UInt8> {
    kernels_find(kernel, next, end)
  }

  /// What every text has to be looked at for.
  static let forbidden = ByteSet(where: XMLCharacters.mayBeForbidden)
  /// What does not stand for itself wherever markup is text.
  package static let markup = ByteSet { "<>&\"".utf8.contains($0) || XMLCharacters.mayBeForbidden($0) }
}
