/// A value that is held by reference: a copy is shared until it is changed.
struct Boxed<Value: Sendable>: Sendable {
  private final class Box: @unchecked Sendable {
    // It is changed by the only one who holds it.
    @exclusivity(unchecked) var value: Value

    init(_ value: Value) { self.value = value }
  }

  private var box: Box

  init(_ value: Value) { box = Box(value) }

  var value: Value {
    _read { yield box.value }
    _modify {
      if !isKnownUniquelyReferenced(&box) { box = Box(box.value) }
      yield &box.value
    }
  }
}
