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
///
/// A type's is made once, and stays as long as the program runs: threads that write values at the same time count no references.
public struct FingerprintLayout: @unchecked Sendable {
  /// In the order in which they lie, those of structs in structs among them.
  private let parts: UnsafeBufferPointer<Part>

  private struct Part {
    let kind: Unmanaged<FingerprintPart>
    let offset: Int
  }

  /// A value is written field by field, in their order. Every field has to be `Fingerprinted`: one that is not ends the program.
  public init<Value>(of _: Value.Type) {
    var parts: [Part] = []
    let isWhole = _forEachField(of: Value.self) { name, offset, type, _ in
      guard let type = type as? any Fingerprinted.Type else {
        preconditionFailure("\(Value.self).\(String(cString: name)) has no fingerprint")
      }
      parts += type.layout.parts.map { Part(kind: $0.kind, offset: offset + $0.offset) }
      return true
    }
    precondition(isWhole && !parts.isEmpty, "the fields of \(Value.self) are not known")
    self.init(parts)
  }

  /// A value is written by `write`, which has to write something else for each that is not equal.
  public init<Value>(_ write: @escaping @Sendable (Value, Fingerprint) -> Void) { self.init(OtherPart(write)) }

  fileprivate init(_ part: FingerprintPart) { self.init([Part(kind: .passRetained(part), offset: 0)]) }

  private init(_ parts: [Part]) {
    let kept = UnsafeMutableBufferPointer<Part>.allocate(capacity: parts.count)
    _ = kept.initialize(from: parts)
    self.parts = UnsafeBufferPointer(kept)
  }

  fileprivate func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {
    for part in parts {
      part.kind._withUnsafeGuaranteedRef { $0.write(place + part.offset, to: fingerprint) }
    }
  }

  /// Whether a value is a text and nothing else.
  fileprivate var isText: Bool { parts.count == 1 && parts[0].kind.takeUnretainedValue() is TextPart }
}

/// What a part of a value is of. Most are texts, numbers and lists of them, which cost a tenth where they are not written
/// through their type.
private class FingerprintPart {
  func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {}
}

/// A `String`, or a struct that holds nothing else.
private final class TextPart: FingerprintPart {
  override func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {
    fingerprint.write(place.assumingMemoryBound(to: String.self).pointee)
  }
}

/// The same, where there may be none.
private final class OptionalTextPart: FingerprintPart {
  override func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {
    let text = place.assumingMemoryBound(to: String?.self).pointee
    fingerprint.write(text == nil ? 0 : 1 as UInt64)
    if let text { fingerprint.write(text) }
  }
}

/// Of eight bytes.
private final class NumberPart: FingerprintPart {
  override func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {
    fingerprint.write(place.load(as: UInt64.self))
  }
}

private final class BytePart: FingerprintPart {
  override func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {
    fingerprint.write(UInt64(place.load(as: UInt8.self)))
  }
}

/// What it may hold is where the optional is.
private final class OptionalPart<Value: AnyOptional>: FingerprintPart {
  private let wrapped: FingerprintLayout

  init(_ wrapped: FingerprintLayout) { self.wrapped = wrapped }

  override func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {
    let isThere = Value.isThere(at: place)
    fingerprint.write(isThere ? 1 : 0 as UInt64)
    if isThere { wrapped.write(place, to: fingerprint) }
  }
}

private final class ArrayPart<Element>: FingerprintPart {
  private let element: FingerprintLayout

  init(_ element: FingerprintLayout) { self.element = element }

  override func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {
    place.assumingMemoryBound(to: [Element].self).pointee.withUnsafeBytes { elements in
      let stride = MemoryLayout<Element>.stride
      fingerprint.write(UInt64(elements.count / stride))
      for start in Swift.stride(from: 0, to: elements.count, by: stride) {
        element.write(elements.baseAddress! + start, to: fingerprint)
      }
    }
  }
}

private final class OtherPart<Value>: FingerprintPart {
  private let write: @Sendable (Value, Fingerprint) -> Void

  init(_ write: @escaping @Sendable (Value, Fingerprint) -> Void) { self.write = write }

  override func write(_ place: UnsafeRawPointer, to fingerprint: Fingerprint) {
    write(place.assumingMemoryBound(to: Value.self).pointee, fingerprint)
  }
}

// MARK: - What fields are of

extension String: Fingerprinted {
  public static var layout: FingerprintLayout { FingerprintLayout(TextPart()) }
}

extension Int: Fingerprinted {
  public static var layout: FingerprintLayout { FingerprintLayout(NumberPart()) }
}

extension Int64: Fingerprinted {
  public static var layout: FingerprintLayout { FingerprintLayout(NumberPart()) }
}

extension UInt64: Fingerprinted {
  public static var layout: FingerprintLayout { FingerprintLayout(NumberPart()) }
}

extension Double: Fingerprinted {
  public static var layout: FingerprintLayout { FingerprintLayout(NumberPart()) }
}

extension Bool: Fingerprinted {
  public static var layout: FingerprintLayout { FingerprintLayout(BytePart()) }
}

extension Optional: Fingerprinted where Wrapped: Fingerprinted {
  public static var layout: FingerprintLayout {
    let wrapped = Wrapped.layout
    if wrapped.isText { return FingerprintLayout(OptionalTextPart()) }
    return FingerprintLayout(OptionalPart<Self>(wrapped))
  }
}

/// An optional of some type.
private protocol AnyOptional {
  static func isThere(at place: UnsafeRawPointer) -> Bool
}

extension Optional: AnyOptional {
  fileprivate static func isThere(at place: UnsafeRawPointer) -> Bool {
    place.assumingMemoryBound(to: Self.self).pointee != nil
  }
}

extension Array: Fingerprinted where Element: Fingerprinted {
  public static var layout: FingerprintLayout { FingerprintLayout(ArrayPart<Element>(Element.layout)) }
}

extension Fingerprinted where Self: RawRepresentable<String> {
  public static var layout: FingerprintLayout {
    FingerprintLayout { (value: Self, fingerprint) in fingerprint.write(value.rawValue) }
  }
}
