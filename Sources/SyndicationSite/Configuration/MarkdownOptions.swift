internal import Syndication
internal import SyndicationSources

extension MarkdownSource.Options {
  init(_ object: inout ConfigurationObject) {
    self.init()
    let preset = object.read("preset") { text throws(ConfigurationFlaw) in
      try ConfigurationValue.choice(text, of: Preset.allCases.map(\.rawValue))
    }
    self.preset = preset.flatMap(Preset.init)
    permalink = object.text("permalink")
    let names = object.lists("fields", of: Field.allCases.map(\.rawValue))
    fields = Dictionary(names.map { (Field(rawValue: $0.key)!, $0.values) }) { $1 }
    variables = Dictionary(object.table("variables") { text throws(ConfigurationFlaw) in text }) { $1 }
  }
}
