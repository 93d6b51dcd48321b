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
