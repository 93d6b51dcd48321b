import Dispatch

extension LiveServer {
  /// What `body` comes to on a thread of its own: tasks have few, and the server wants one.
  static func waiting<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: body()) }
    }
  }
}
