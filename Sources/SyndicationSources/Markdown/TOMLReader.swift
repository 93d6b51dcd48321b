internal import CTOML
internal import Syndication

/// Reads TOML as toml++ tells it, value by value.
///
/// Numbers and dates stay text.
struct TOMLReader {
  /// A table or an array that has not ended; at the bottom, what holds the document.
  private struct Open {
    var name = ""
    var members: [DataValue.Member] = []
  }

  private var open = [Open()]
  private var fault: MetadataError?

  /// - Parameter limit: how many values there may be.
  /// - Returns: an object.
  static func fields(of text: UnsafeBufferPointer<UInt8>, atMost limit: Limit) throws(MetadataError) -> DataValue {
    var reader = TOMLReader()
    let bounds = toml_bounds(length: Limit.tomlBytes.value, depth: Limit.valueDepth.value, values: limit.value)
    withUnsafeMutablePointer(to: &reader) { reader in
      toml_read(text.baseAddress, text.count, bounds, reader) { reader, event in
        reader!.assumingMemoryBound(to: TOMLReader.self).pointee.take(event!.pointee)
      }
    }
    if let fault = reader.fault { throw fault }
    return reader.open[0].members[0].value
  }

  private mutating func take(_ event: toml_event) {
    func string(_ bytes: UnsafePointer<CChar>?, _ count: Int) -> String {
      String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
    func add(_ value: DataValue, as name: String) {
      open[open.count - 1].members.append(DataValue.Member(name: name, value: value))
    }
    let name = string(event.name, event.name_length)
    switch event.kind {
    case TOML_TABLE, TOML_ARRAY: open.append(Open(name: name))
    case TOML_TABLE_END:
      let table = open.removeLast()
      add(.object(table.members), as: table.name)
    case TOML_ARRAY_END:
      let array = open.removeLast()
      add(.array(array.members.map(\.value)), as: array.name)
    case TOML_TRUE, TOML_FALSE: add(.boolean(event.kind == TOML_TRUE), as: name)
    case TOML_FLOAT: add(.string("\(event.number)"), as: name)
    case TOML_FAULT:
      fault = MetadataError(
        line: event.line,
        message: "this is not TOML (\(string(event.text, event.text_length))): mend this line; "
          + "texts stand in quotes, as in title = \"…\", and dates do not, as in date = 2022-03-25")
    case TOML_BEYOND:
      fault = MetadataError(line: event.line, message: string(event.text, event.text_length))
    default: add(.string(string(event.text, event.text_length)), as: name)
    }
  }
}
