package import Syndication

extension MarkdownSource.Options: SourceKind {
  package static let type = "markdown"

  package init(_ object: inout ConfigurationObject, in directory: String) {
    self.init()
    let preset = object.read("preset") { text throws(ConfigurationFlaw) in
      try ConfigurationValue.choice(text, of: Preset.allCases.map(\.rawValue))
    }
    self.preset = preset.flatMap(Preset.init)
    permalink = object.text("permalink")
    let names = object.lists("fields", of: Field.allCases.map(\.rawValue))
    fields = Dictionary(names.map { (Field(rawValue: $0.key)!, $0.values) }) { $1 }
    variables = Dictionary(object.table("variables") { text throws(ConfigurationFlaw) in text }) { $1 }
    rendered = object.read("rendered") { text throws(ConfigurationFlaw) in
      MarkdownSource.Rendered(path: Path.join(directory, try ConfigurationValue.path(text)))
    } orObject: { object in
      let path = object.read("path", isRequired: true, ConfigurationValue.path)
      let body = object.read("body", ConfigurationValue.element)
      return MarkdownSource.Rendered(path: Path.join(directory, path ?? ""), body: body)
    }
    followsLinks = object.flag("follow") ?? false
  }

  package func source(
    _ name: String, at path: String, for site: Site, without outputs: Set<String>
  ) -> any CatalogSource {
    MarkdownSource(name: name, path: path, options: self, site: site, outputs: outputs)
  }

  package static let schema = definition(
    """
    A folder of posts with front matter: a site of Jekyll, Hugo, Zola, Eleventy, Astro, Pelican, \
    Nikola or Publish, or a folder within one.
    """, path: "The folder.",
    keys: """
      "preset": {
        "enum": ["jekyll", "hugo", "zola", "eleventy", "astro", "pelican", "nikola", "publish"],
        "description": "The generator whose ways the folder follows. Default: the one whose configuration lies there, else the one that the posts look like."
      },
      "permalink": {
        "type": "string",
        "minLength": 1,
        "description": "Where a post lives: a path below the site, or an absolute URL, with {year}, {month}, {day}, {slug}, {name}, {path}, {section}, or as generators write it (/:year/:title/). Default: what the generator does.",
        "examples": ["/blog/{year}/{month}/{day}/{slug}/"]
      },
      "fields": {
        "description": "The names that fields of the front matter have here, instead of the usual ones; a dot leads into an object. Default: the usual names.",
        "type": "object",
        "additionalProperties": false,
        "default": {},
        "examples": [{ "tags": "topics", "image": ["hero.src", "cover"] }],
        "properties": {
          \(Field.allCases.map(\.schema).joined(separator: ",\n    "))
        }
      },
      "variables": {
        "description": "What variables in the posts mean that the generator's configuration does not tell.",
        "type": "object",
        "additionalProperties": { "type": "string", "minLength": 1 },
        "default": {},
        "examples": [{ "site.cdn": "https://cdn.example.org" }]
      },
      "rendered": {
        "description": "The folder that the generator writes its pages to: a post whose page is found there by its address has that page's body. Default: bodies are read as Markdown.",
        "examples": ["../_site", { "path": "../public", "body": ".post-content" }],
        "oneOf": [
          { "type": "string", "minLength": 1 },
          {
            "type": "object",
            "required": ["path"],
            "additionalProperties": false,
            "properties": {
              "path": { "type": "string", "minLength": 1, "description": "The folder." },
              "body": { "type": "string", "minLength": 1, "description": "The element of a page that holds the text of its post, by name, .class or #id. Default: what is found as in saved pages." }
            }
          }
        ]
      },
      \(followKey)
      """,
    definitions: """
      "fieldNames": {
        "description": "A name, or several, the better first.",
        "oneOf": [
          { "type": "string", "minLength": 1 },
          { "type": "array", "minItems": 1, "items": { "type": "string", "minLength": 1 } }
        ]
      }
      """)
}

extension Field {
  fileprivate var schema: String {
    """
    "\(rawValue)": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of \(usual.meaning)." }
    """
  }
}
