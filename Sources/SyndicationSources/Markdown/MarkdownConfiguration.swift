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
  }

  package func source(
    _ name: String, at path: String, for site: Site, without outputs: Set<String>
  ) -> any CatalogSource {
    MarkdownSource(name: name, path: path, options: self, site: site, outputs: outputs)
  }

  package static let schema = definition(
    """
    A folder of posts with front matter: a site of Jekyll, Hugo, Zola, Eleventy, Astro, Pelican \
    or Publish, or a folder within one.
    """, path: "The folder.",
    keys: """
      "preset": {
        "enum": ["jekyll", "hugo", "zola", "eleventy", "astro", "pelican", "publish"],
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
          "id": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of an id of its own that never changes." },
          "title": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of the title." },
          "date": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of the date, also in addresses." },
          "published": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of the date of publication where it is another." },
          "updated": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of when it was last changed." },
          "authors": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of who wrote it." },
          "tags": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of its tags." },
          "categories": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of its categories, which are tags, too." },
          "summary": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of its summary." },
          "image": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of the picture it is shown with." },
          "draft": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of whether it is kept back." },
          "expires": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of when it stops being published." },
          "language": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of its language." },
          "aliases": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of where it lived before." },
          "permalink": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of where it lives." },
          "slug": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of the last part of its address." },
          "attachments": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of audio, video and other files." },
          "duration": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of how long its first file plays." },
          "episode": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of its number in a podcast." },
          "season": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of its season in a podcast." },
          "explicit": { "allOf": [{ "$ref": "#/definitions/fieldNames" }], "description": "Default: the usual names of whether its podcast wants a warning." }
        }
      },
      "variables": {
        "description": "What variables in the posts mean that the generator's configuration does not tell.",
        "type": "object",
        "additionalProperties": { "type": "string", "minLength": 1 },
        "default": {},
        "examples": [{ "site.cdn": "https://cdn.example.org" }]
      }
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
