import ArgumentParser

@main
struct SyndicateServe: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "syndicate-serve", abstract: "Serve feeds over HTTP.")

  func run() async throws {}
}
