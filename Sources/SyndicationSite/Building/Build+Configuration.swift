internal import Syndication
internal import SyndicationFolder

extension Build {
  /// A build that goes where the configuration says, or the options: to a folder, with its state in another.
  public init(_ configuration: Configuration, options: Options = Options(), loaded: LoadedSources? = nil) {
    let state = StateFolder(configuration.stateDirectory)
    let sink = DirectorySink(
      directory: configuration.output(options), state: state, trustsManifest: !options.force,
      program: Program.identity)
    self.init(configuration, options: options, loaded: loaded, to: sink, remembering: state)
  }
}

extension Configuration {
  /// The folder where the documents are published.
  func output(_ options: Build.Options) -> String { options.output ?? feedDirectory }

  /// The folders that builds write to: where they lie in a source's, they are none of its content.
  func outputs(_ options: Build.Options) -> Set<String> { [output(options), feedDirectory, stateDirectory] }

  /// The sources that it names, in its order.
  ///
  /// - Parameter outputs: the folders that builds write to, which a source that is a folder leaves out.
  func sources(without outputs: Set<String>) -> [any CatalogSource] {
    sources.map { $0.source(on: site, without: outputs) }
  }
}
