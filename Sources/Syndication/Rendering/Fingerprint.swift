@_spi(Reflection) internal import Swift

/// A value whose fingerprint tells whether it, or anything in it, changed.
///
/// A type with fields need say nothing but `static let fields = Fields(of: Self.self)`: which they are is what the type itself
/// tells, so that none can be left out.
public protocol Fingerprinted: SendableMetatype {
  /// Writes what is at `place`, which is a `Self`, so that another value writes something else.
  static func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint)
}

/// The bytes that a fingerprint is made of, the same in every run.
public final class Fingerprint {
  // Thousands of times a build, and by one thread alone.
  @exclusivity(unchecked) private var bytes = ByteBuffer(capacity: 1024)

  fileprivate init() {}

  fileprivate var hash: ContentHash { ContentHash(bytes.bytes) }

  /// A number, or how many elements follow.
  public func write(_ number: UInt64) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append($0.assumingMemoryBound(to: UInt8.self)) }
  }

  /// A text, which ends where its length says.
  public func write(_ text: String) {
    var text = text
    text.withUTF8 { utf8 in
      write(UInt64(utf8.count))
      bytes.append(utf8)
    }
  }

  /// A value of any type.
  public func write<Value: Fingerprinted>(_ value: Value) {
    withUnsafePointer(to: value) { Value.write($0, to: self) }
  }
}

extension ContentHash {
  /// The fingerprint of a value: differs where something in it does, whatever it is, and is the same in every run.
  public init(of value: some Fingerprinted) {
    let fingerprint = Fingerprint()
    fingerprint.write(value)
    self = fingerprint.hash
  }
}

/// A type whose fingerprint is made of its fields.
public protocol FingerprintedByFields: Fingerprinted {
  /// What `Fields(of:)` finds in the type, once.
  static var fields: Fields<Self> { get }
}

extension FingerprintedByFields {
  /// Field by field, in their order.
  public static func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {
    fields.write(place, to: fingerprint)
  }
}

/// The fields of a struct, as its type lays them out, those of structs in it among them.
public struct Fields<Value>: Sendable {
  fileprivate let all: [Field]

  /// Every field has to be `Fingerprinted`: one that is not ends the program.
  public init(of _: Value.Type) {
    var all: [Field] = []
    let isWhole = _forEachField(of: Value.self) { name, offset, type, _ in
      guard let type = type as? any Fingerprinted.Type else {
        preconditionFailure("\(Value.self).\(String(cString: name)) has no fingerprint")
      }
      all += Field.those(of: type).map { Field(offset: offset + $0.offset, kind: $0.kind) }
      return true
    }
    precondition(isWhole && !all.isEmpty, "the fields of \(Value.self) are not known")
    self.all = all
  }

  fileprivate func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {
    for field in all { field.write(place + field.offset, to: fingerprint) }
  }
}

/// A field, and where it is. Most are texts and numbers, which cost a tenth where they are not written through their type.
private struct Field: Sendable {
  enum Kind: Sendable {
    case text, optionalText, optionalAddress, number
    case other(@Sendable (UnsafeRawPointer, Fingerprint) -> Void)
  }

  var offset: Int
  let kind: Kind

  /// The fields that a value of `type` is made of: itself, where it is no struct of fields.
  static func those<Value: Fingerprinted>(of type: Value.Type) -> [Field] {
    func fields<Struct: FingerprintedByFields>(of _: Struct.Type) -> [Field] { Struct.fields.all }
    if let type = type as? any FingerprintedByFields.Type { return fields(of: type) }
    let kind: Kind =
      switch type {
      case is String.Type: .text
      case is String?.Type: .optionalText
      case is AbsoluteURL?.Type: .optionalAddress
      case is Int64.Type, is UInt64.Type: .number
      default: .other { Value.write($0, to: $1) }
      }
    return [Field(offset: 0, kind: kind)]
  }

  func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {
    func write(_ text: String?) {
      fingerprint.write(text == nil ? 0 : 1 as UInt64)
      if let text { fingerprint.write(text) }
    }
    switch kind {
    case .text: fingerprint.write(place.assumingMemoryBound(to: String.self).pointee)
    case .optionalText: write(place.assumingMemoryBound(to: String?.self).pointee)
    case .optionalAddress: write(place.assumingMemoryBound(to: AbsoluteURL?.self).pointee?.string)
    case .number: fingerprint.write(place.load(as: UInt64.self))
    case .other(let write): write(place, fingerprint)
    }
  }
}

// MARK: - What fields are of

extension String: Fingerprinted {
  public static func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {
    fingerprint.write(place.assumingMemoryBound(to: String.self).pointee)
  }
}

extension Fingerprinted where Self: BinaryInteger {
  public static func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {
    fingerprint.write(UInt64(truncatingIfNeeded: place.assumingMemoryBound(to: Self.self).pointee))
  }
}

extension Int: Fingerprinted {}
extension Int64: Fingerprinted {}
extension UInt64: Fingerprinted {}

extension Bool: Fingerprinted {
  public static func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {
    fingerprint.write(place.assumingMemoryBound(to: Bool.self).pointee ? 1 : 0)
  }
}

extension Double: Fingerprinted {
  public static func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {
    fingerprint.write(place.assumingMemoryBound(to: Double.self).pointee.bitPattern)
  }
}

extension Optional: Fingerprinted where Wrapped: Fingerprinted {
  public static func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {
    let isThere = place.assumingMemoryBound(to: Self.self).pointee != nil
    fingerprint.write(isThere ? 1 : 0 as UInt64)
    // What an optional holds is where the optional is.
    if isThere { Wrapped.write(place, to: fingerprint) }
  }
}

extension Array: Fingerprinted where Element: Fingerprinted {
  public static func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {
    place.assumingMemoryBound(to: Self.self).pointee.withUnsafeBufferPointer { elements in
      fingerprint.write(UInt64(elements.count))
      for index in elements.indices { Element.write(elements.baseAddress! + index, to: fingerprint) }
    }
  }
}

extension Fingerprinted where Self: RawRepresentable<String> {
  public static func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {
    fingerprint.write(place.assumingMemoryBound(to: Self.self).pointee.rawValue)
  }
}
