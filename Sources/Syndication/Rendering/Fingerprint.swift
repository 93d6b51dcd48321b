extension ContentHash {
  /// The fingerprint of a value: differs where something in it does, whatever it is, and is the same in every run.
  ///
  /// It is made of all that the value encodes. A type that lists nothing by hand, as those do whose `Encodable` the compiler
  /// writes, cannot leave a field out. Dictionaries have no order, and no place in it.
  public init(encoding value: some Encodable) {
    let encoder = FingerprintEncoder()
    encoder.write(value)
    self = encoder.hash
  }
}

/// Writes values one after another, told apart where they meet; a member with its name, so that one that is nil shows.
private final class FingerprintEncoder: Encoder {
  // Thousands of times a build, and by one thread alone.
  @exclusivity(unchecked) private var bytes = ByteBuffer(capacity: 1024)
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  var hash: ContentHash { ContentHash(bytes.bytes) }

  /// What begins a piece of a value.
  enum Mark: UInt8 { case member, value, end, text, number, null }

  func mark(_ mark: Mark) { bytes.append(mark.rawValue) }

  func write(_ value: some Encodable) {
    mark(.value)
    // This encoder throws nothing.
    do { try value.encode(to: self) } catch { preconditionFailure("\(type(of: value)) cannot be encoded: \(error)") }
    mark(.end)
  }

  func write(_ text: String) {
    mark(.text)
    var text = text
    text.withUTF8 { utf8 in
      write(bits: UInt64(utf8.count))
      bytes.append(utf8)
    }
  }

  func write(_ number: some FixedWidthInteger & Encodable) {
    mark(.number)
    write(bits: UInt64(truncatingIfNeeded: number))
  }

  func write(_ number: some BinaryFloatingPoint & Encodable) { write(Double(number).bitPattern) }
  func write(_ flag: Bool) { write(flag ? 1 : 0) }

  private func write(bits: UInt64) {
    withUnsafeBytes(of: bits.littleEndian) { bytes.append($0.assumingMemoryBound(to: UInt8.self)) }
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(Members(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer { Elements(encoder: self) }

  func singleValueContainer() -> any SingleValueEncodingContainer { Elements(encoder: self) }
  private struct Members<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: FingerprintEncoder
    var codingPath: [any CodingKey] { [] }

    private func name(_ key: Key) -> FingerprintEncoder {
      encoder.mark(.member)
      encoder.write(key.stringValue)
      return encoder
    }

    func encodeNil(forKey key: Key) { name(key).mark(.null) }
    func encode(_ value: Bool, forKey key: Key) { name(key).write(value) }
    func encode(_ value: String, forKey key: Key) { name(key).write(value) }
    func encode(_ value: some FixedWidthInteger & Encodable, forKey key: Key) { name(key).write(value) }
    func encode(_ value: some BinaryFloatingPoint & Encodable, forKey key: Key) { name(key).write(value) }
    func encode(_ value: some Encodable, forKey key: Key) { name(key).write(value) }

    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> { name(key).container(keyedBy: type) }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { name(key).unkeyedContainer() }

    func superEncoder() -> any Encoder { encoder }
    func superEncoder(forKey key: Key) -> any Encoder { name(key) }
  }

  /// One value, or several in their order.
  private struct Elements: UnkeyedEncodingContainer, SingleValueEncodingContainer {
    let encoder: FingerprintEncoder
    var codingPath: [any CodingKey] { [] }
    var count: Int { 0 }

    func encodeNil() { encoder.mark(.null) }
    func encode(_ value: Bool) { encoder.write(value) }
    func encode(_ value: String) { encoder.write(value) }
    func encode(_ value: some FixedWidthInteger & Encodable) { encoder.write(value) }
    func encode(_ value: some BinaryFloatingPoint & Encodable) { encoder.write(value) }
    func encode(_ value: some Encodable) { encoder.write(value) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
      encoder.container(keyedBy: type)
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { self }
    func superEncoder() -> any Encoder { encoder }
  }
}
