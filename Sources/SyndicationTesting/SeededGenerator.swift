/// Random numbers that are the same in every run: splitmix64 (Steele, Lea, Flood 2014).
///
/// A property test takes its seed as an argument, so that a failure names it.
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// Gives the same numbers for the same seed.
  public init(seed: UInt64) { state = seed }

  /// The next of them.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// True once in `times`.
  public mutating func once(in times: Int) -> Bool { Int.random(in: 0..<times, using: &self) == 0 }

  /// A number of the range, each as likely as the others.
  public mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// One of the choices, of which there is one at least.
  public mutating func one<Element>(of choices: [Element]) -> Element { choices.randomElement(using: &self)! }
}
