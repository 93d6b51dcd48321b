public import Metrics
internal import Synchronization

/// Keeps what is measured, and tells it as Prometheus reads it (its text format, version 0.0.4).
public final class MetricsRegistry: MetricsFactory {
  private struct Name: Hashable {
    let label: String
    /// As they are written.
    let dimensions: String
  }

  private let samples = Mutex<[Name: any Sample]>([:])

  /// Nothing is measured yet.
  public init() {}

  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    sample(label, dimensions) { CountSample() }
  }

  public func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    sample(label, dimensions) { ValueSample(kind: "counter") }
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    sample(label, dimensions) { ValueSample(kind: "gauge") }
  }

  public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    sample(label, dimensions) { SumSample() }
  }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    sample(label, dimensions) { SumSample() }
  }

  // They stay as long as the server runs.
  public func destroyCounter(_ handler: any CounterHandler) {}
  public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
  public func destroyMeter(_ handler: any MeterHandler) {}
  public func destroyRecorder(_ handler: any RecorderHandler) {}
  public func destroyTimer(_ handler: any TimerHandler) {}

  /// All of them, by their names.
  public var text: String {
    let families = Dictionary(grouping: samples.withLock { $0.map { (name: $0, sample: $1) } }, by: \.name.label)
    return families.sorted { $0.key < $1.key }.map { label, members in
      let lines = members.sorted { $0.name.dimensions < $1.name.dimensions }.flatMap { name, sample in
        sample.values.map { ending, value in "\(label)\(ending)\(name.dimensions) \(value)\n" }
      }
      return "# TYPE \(label) \(members[0].sample.kind)\n" + lines.joined()
    }.joined()
  }

  /// The one of that name, made where there is none.
  private func sample<S: Sample>(_ label: String, _ dimensions: [(String, String)], _ make: () -> S) -> S {
    func escaped(_ text: String) -> String {
      text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
    let written = dimensions.map { "\($0)=\"\(escaped($1))\"" }.joined(separator: ",")
    let name = Name(label: label, dimensions: written.isEmpty ? "" : "{\(written)}")
    return samples.withLock { samples in
      if let known = samples[name] as? S { return known }
      let sample = make()
      samples[name] = sample
      return sample
    }
  }
}

/// What is measured under one name.
private protocol Sample: AnyObject, Sendable {
  /// As Prometheus calls it.
  var kind: String { get }
  /// By what is added to its name.
  var values: [(String, String)] { get }
}

/// Counts on.
private final class CountSample: Sample, CounterHandler {
  private let count = Atomic<Int64>(0)

  var kind: String { "counter" }
  var values: [(String, String)] { [("", "\(count.load(ordering: .relaxed))")] }

  func increment(by amount: Int64) { count.wrappingAdd(amount, ordering: .relaxed) }
  func reset() { count.store(0, ordering: .relaxed) }
}

/// Has a value.
private final class ValueSample: Sample, MeterHandler, FloatingPointCounterHandler {
  let kind: String
  private let value = Mutex(0.0)

  init(kind: String) { self.kind = kind }

  var values: [(String, String)] { [("", value.withLock { $0.plain })] }

  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { self.value.withLock { $0 = value } }
  func increment(by amount: Double) { value.withLock { $0 += amount } }
  func decrement(by amount: Double) { value.withLock { $0 -= amount } }
  func reset() { set(0.0) }
}

/// Adds up what is told, and how often; of times, in seconds.
private final class SumSample: Sample, RecorderHandler, TimerHandler {
  private let state = Mutex((sum: 0.0, count: 0))

  var kind: String { "summary" }

  var values: [(String, String)] {
    let (sum, count) = state.withLock { $0 }
    return [("_sum", sum.plain), ("_count", "\(count)")]
  }

  func record(_ value: Int64) { record(Double(value)) }

  func record(_ value: Double) {
    state.withLock { state in
      state.sum += value
      state.count += 1
    }
  }

  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}

extension Double {
  /// A whole number without a point.
  fileprivate var plain: String { Int64(exactly: self).map { "\($0)" } ?? "\(self)" }
}
