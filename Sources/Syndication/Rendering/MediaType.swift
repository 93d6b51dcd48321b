/// Media types, RFC 6838.
package enum MediaType {
  /// What the extension of a file tells at an address, absolute or not; nil for one that is not known here.
  package static func ofFile(at address: String) -> String? {
    let path = address.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") }
    return path.lastIndex(of: UInt8(ascii: ".")).flatMap { dot in
      mediaTypes[Substring(path[path.index(after: dot)...]).lowercased()]
    }
  }

  /// Whether the file at an address is an image, a film or a sound.
  package static func isShown(at address: String) -> Bool {
    ofFile(at: address).map { type in ["image/", "video/", "audio/"].contains(where: type.hasPrefix) } ?? false
  }
}

extension AbsoluteURL {
  /// The media type that its path's extension tells; nil for an extension that is not known here.
  package var mediaType: String? { MediaType.ofFile(at: string) }
}

/// Of files that are attached to posts. Where Apple's directory and IANA differ (`m4a`, `m4v`), Apple's: it takes no other.
private let mediaTypes = [
  "mp3": "audio/mpeg", "m4a": "audio/x-m4a", "aac": "audio/aac", "ogg": "audio/ogg", "oga": "audio/ogg",
  "opus": "audio/ogg", "wav": "audio/wav", "flac": "audio/flac",
  "mp4": "video/mp4", "m4v": "video/x-m4v", "mov": "video/quicktime", "webm": "video/webm", "ogv": "video/ogg",
  "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif", "webp": "image/webp",
  "avif": "image/avif", "svg": "image/svg+xml", "apng": "image/apng", "bmp": "image/bmp", "tif": "image/tiff",
  "tiff": "image/tiff",
  "pdf": "application/pdf", "epub": "application/epub+zip", "zip": "application/zip", "gz": "application/gzip",
  "json": "application/json", "txt": "text/plain", "csv": "text/csv",
]
