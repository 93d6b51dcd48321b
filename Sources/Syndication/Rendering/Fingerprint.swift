@_spi(Reflection) internal import Swift

/// A value whose fingerprint tells whether it, or anything in it, changed.
public protocol Fingerprinted: SendableMetatype {
  /// How its values are written. A type with fields need say nothing but `static let layout = FingerprintLayout(of: Self.self)`:
  /// which they are is what the type itself tells, so that none can be left out.
  static var layout: FingerprintLayout { get }
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
    write(UInt64(text.utf8.count))
    bytes.append(text)
  }

  /// A value of any type.
  public func write<Value: Fingerprinted>(_ value: Value) {
    withUnsafePointer(to: value) { Value.layout.write($0, to: self) }
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

/// How the values of a type lie in memory, and what is written of them.
public struct FingerprintLayout: Sendable {
  /// In the order in which they lie, those of structs in structs among them.
  fileprivate let parts: [Part]

  /// A value is written field by field, in their order. Every field has to be `Fingerprinted`: one that is not ends the program.
  public init<Value>(of _: Value.Type) {
    var parts: [Part] = []
    let isWhole = _forEachField(of: Value.self) { name, offset, type, _ in
      guard let type = type as? any Fingerprinted.Type else {
        preconditionFailure("\(Value.self).\(String(cString: name)) has no fingerprint")
      }
      parts += type.layout.parts.map { Part($0.kind, at: offset + $0.offset) }
      return true
    }
    precondition(isWhole && !parts.isEmpty, "the fields of \(Value.self) are not known")
    self.parts = parts
  }

  /// A value is written by `write`, which has to write something else for each that is not equal.
  public init<Value>(_ write: @escaping @Sendable (Value, Fingerprint) -> Void) {
    self.init(.other { write($0.assumingMemoryBound(to: Value.self).pointee, $1) })
  }

  fileprivate init(_ kind: Part.Kind) { parts = [Part(kind, at: 0)] }

  fileprivate func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {
    // Many threads count references to the parts, which nobody frees.
    parts.withUnsafeBufferPointer { parts in
      for index in parts.indices {
        Unmanaged.passUnretained(parts[index])._withUnsafeGuaranteedRef { $0.write(place + $0.offset, to: fingerprint) }
      }
    }
  }

  /// Whether a value is a text and nothing else.
  fileprivate var isText: Bool {
    if parts.count == 1, case .text = parts[0].kind { true } else { false }
  }
}

/// A part of a value, and where it is. Most are texts, numbers and lists of them, which cost a tenth where they are not written
/// through their type.
private final class Part: Sendable {
  enum Kind: Sendable {
    /// A `String`, or a struct that holds nothing else.
    case text, optionalText
    /// Of eight bytes, or of one.
    case number, byte
    /// What it may hold is where the optional is.
    case optional(FingerprintLayout, isThere: @Sendable (UnsafeRawPointer) -> Bool)
    /// With the layout of an element, and how many bytes there are from one to the next.
    case array(
      FingerprintLayout, stride: Int,
      withElements: @Sendable (UnsafeRawPointer, (UnsafeRawBufferPointer) -> Void) -> Void)
    case other(@Sendable (UnsafeRawPointer, Fingerprint) -> Void)
  }

  let kind: Kind
  let offset: Int

  init(_ kind: Kind, at offset: Int) {
    self.kind = kind
    self.offset = offset
  }

  func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {
    switch kind {
    case .text: fingerprint.write(place.assumingMemoryBound(to: String.self).pointee)
    case .optionalText:
      let text = place.assumingMemoryBound(to: String?.self).pointee
      fingerprint.write(text == nil ? 0 : 1 as UInt64)
      if let text { fingerprint.write(text) }
    case .number: fingerprint.write(place.load(as: UInt64.self))
    case .byte: fingerprint.write(UInt64(place.load(as: UInt8.self)))
    case .optional(let wrapped, let isThere):
      let isThere = isThere(place)
      fingerprint.write(isThere ? 1 : 0 as UInt64)
      if isThere { wrapped.write(place, to: fingerprint) }
    case .array(let element, let stride, let withElements):
      withElements(place) { elements in
        fingerprint.write(UInt64(elements.count / stride))
        for start in Swift.stride(from: 0, to: elements.count, by: stride) {
          element.write(elements.baseAddress! + start, to: fingerprint)
        }
      }
    case .other(let write): write(place, fingerprint)
    }
  }
}

// MARK: - What fields are of

extension String: Fingerprinted {
  public static var layout: FingerprintLayout { FingerprintLayout(.text) }
}

extension Int: Fingerprinted {
  public static var layout: FingerprintLayout { FingerprintLayout(.number) }
}

extension Int64: Fingerprinted {
  public static var layout: FingerprintLayout { FingerprintLayout(.number) }
}

extension UInt64: Fingerprinted {
  public static var layout: FingerprintLayout { FingerprintLayout(.number) }
}

extension Double: Fingerprinted {
  public static var layout: FingerprintLayout { FingerprintLayout(.number) }
}

extension Bool: Fingerprinted {
  public static var layout: FingerprintLayout { FingerprintLayout(.byte) }
}

extension Optional: Fingerprinted where Wrapped: Fingerprinted {
  public static var layout: FingerprintLayout {
    let wrapped = Wrapped.layout
    if wrapped.isText { return FingerprintLayout(.optionalText) }
    return FingerprintLayout(.optional(wrapped) { $0.assumingMemoryBound(to: Wrapped?.self).pointee != nil })
  }
}

extension Array: Fingerprinted where Element: Fingerprinted {
  public static var layout: FingerprintLayout {
    FingerprintLayout(
      .array(Element.layout, stride: MemoryLayout<Element>.stride) { place, body in
        place.assumingMemoryBound(to: [Element].self).pointee.withUnsafeBytes(body)
      })
  }
}

extension Fingerprinted where Self: RawRepresentable<String> {
  public static var layout: FingerprintLayout {
    FingerprintLayout { (value: Self, fingerprint) in fingerprint.write(value.rawValue) }
  }
}
