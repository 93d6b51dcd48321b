internal import ArgumentParser
internal import Syndication
internal import SyndicationOptions
internal import SyndicationSite

struct LinksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "links",
    abstract: "Print what a page's head is to hold, so that browsers and feed readers find the feeds.",
    discussion: """
      Without a term, it is the feed of everything. A term is found by its slug, and however it is spelled.
      Exit codes: 0 done; 1 there is no such feed, or the configuration or a source has errors; 2 the machine failed.
      """)

  @OptionGroup var options: BuildOptions

  @Option(help: ArgumentHelp("Of the feed of this tag; may be given again.", valueName: "tag"))
  var tag: [String] = []

  @Option(help: ArgumentHelp("Of the feed of this author; may be given again.", valueName: "name"))
  var author: [String] = []

  @Option(help: ArgumentHelp("Of the feed of this category; may be given again.", valueName: "category"))
  var category: [String] = []

  @Option(help: ArgumentHelp("Of the feed of this language; may be given again.", valueName: "language"))
  var language: [String] = []

  @Option(help: ArgumentHelp("Of the feed of this query; may be given again.", valueName: "name"))
  var query: [String] = []

  func run() async throws {
    let console = Console(style: .plain, isVerbose: options.publishing.verbose)
    let stopwatch = ContinuousClock.now
    do {
      let build = try options.build()
      let (report, plan) = try await build.feeds(at: BuildInstant.current())
      var links: [String] = []
      var problems: [Problem] = []
      if let plan {
        let wanted = [
          (Axis.tag, tag), (.author, author), (.category, category), (.language, language), (.query, query),
        ]
        for (axis, names) in wanted {
          for name in names {
            if let feed = plan.feed(of: axis, named: name, tags: build.configuration.tags) {
              links += plan.links(to: feed)
            } else {
              problems.addError(
                at: Place(file: options.publishing.site.config), rule: "feeds",
                "the \(axis.name) “\(name)” has no feed: \(plan.suggestion(for: name, of: axis))")
            }
          }
        }
        if wanted.allSatisfy({ $0.1.isEmpty }) {
          links = plan.feeds.filter { $0.scope == .all }.flatMap(plan.links)
          if links.isEmpty {
            problems.addError(
              at: Place(file: options.publishing.site.config), rule: "feeds",
              "there is no feed of everything: name a tag by --tag, or write \"all\": {} in \"feeds.scopes\"")
          }
        }
      }
      console.print(links, of: report, problems: problems)
      if plan == nil || report.problems.hasErrors || problems.hasErrors { throw ExitCode(1) }
    } catch let code as ExitCode {
      throw code
    } catch {
      throw console.exitCode(after: error, seconds: stopwatch.duration(to: .now))
    }
  }
}
