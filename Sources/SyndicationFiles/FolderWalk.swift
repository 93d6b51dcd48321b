package import Glibc

/// The way through a folder and all that is below it, each folder once. Links are followed that do not lead out of it.
///
/// What begins with a dot is no content, nor is `node_modules`, nor what a build writes.
package struct FolderWalk {
  /// A file of a folder.
  package struct File {
    /// Good until the next one is met.
    package let name: UnsafePointer<CChar>
    fileprivate let folder: Int32

    /// What stat(2) tells of it, links followed; nil where it is gone.
    package func status() -> stat? {
      var status = stat()
      return fstatat(folder, name, &status, 0) == 0 ? status : nil
    }

    fileprivate var isLink: Bool {
      var status = stat()
      return fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && status.isLink
    }
  }

  /// What is passed over though it may be content.
  package struct Omission: Sendable, Hashable {
    package enum Reason: Sendable, Hashable {
      /// It is a link that leads out of where links may lead.
      case leadsOut
      /// Its name is not UTF-8.
      case namedInBytes
      /// It is a pipe, a socket or a device.
      case noFile
    }

    /// From the root; the bytes of a name that are no text as `\xFF`.
    package let path: String
    package let reason: Reason
    package let isFolder: Bool

    package init(path: String, reason: Reason, isFolder: Bool) {
      self.path = path
      self.reason = reason
      self.isFolder = isFolder
    }
  }

  private struct Identity: Hashable {
    let device: dev_t
    let inode: ino_t

    init(_ status: stat) { (device, inode) = (status.st_dev, status.st_ino) }
  }

  package let root: String
  private let outputs: Set<Identity>
  private let reach: Set<String>

  /// - Parameters:
  ///   - outputs: the folders that builds write to: they are passed over, by whatever path they are met.
  ///   - reach: folders that links may lead into, beside the root; `/` is everywhere.
  package init(through root: String, without outputs: Set<String>, within reach: Set<String> = []) {
    self.root = root
    self.reach = reach
    self.outputs = Set(outputs.compactMap { stat($0) }.map(Identity.init))
  }

  /// The path of a file or folder that is met, as seen from where the root's is.
  package func path(of member: String) -> String { FolderWalk.path(of: member, in: root) }

  /// The path of what is called `member` in `folder`, or of the folder where that is empty.
  package static func path(of member: String, in folder: String) -> String {
    if member.isEmpty { return folder }
    return folder == "." ? member : folder.hasSuffix("/") ? folder + member : "\(folder)/\(member)"
  }

  /// Whether what is called so is content, as far as the name tells.
  package static func isContent(_ name: UnsafePointer<CChar>) -> Bool {
    name[0] != CChar(UInt8(ascii: ".")) && strcmp(name, "node_modules") != 0
  }

  /// Whether `path` is a folder that builds write to.
  package func isOutput(_ path: String) -> Bool {
    !outputs.isEmpty && stat(path).map { outputs.contains(Identity($0)) } ?? false
  }

  /// Goes the way.
  ///
  /// - Parameters:
  ///   - isSkipped: whether a folder is passed over with all that it holds.
  ///   - enter: called with each folder, by its path from the root, whose own is empty. Its files come next, before any
  ///     other folder.
  ///   - meet: called with each regular file.
  ///   - omit: called with what is passed over though it may be content.
  /// - Returns: why a folder could not be listed, the first of those that could not.
  package func run(
    skipping isSkipped: (String) -> Bool = { _ in false }, folder enter: (String) -> Void, file meet: (File) -> Void,
    omitting omit: (Omission) -> Void = { _ in }
  ) -> FileError? {
    var failure: FileError?
    var visited: Set<Identity> = []
    // A folder that links lead to as well is met by its own path, on every walk.
    var (folders, linked) = ([""], [String]())
    while let folder = folders.popLast() ?? linked.popLast() {
      let path = path(of: folder)
      guard let directory = opendir(path) else {
        failure = failure ?? .last("list", path)
        continue
      }
      defer { closedir(directory) }
      guard let identity = stat(descriptor: dirfd(directory)).map(Identity.init),
        folder.isEmpty || !outputs.contains(identity), visited.insert(identity).inserted
      else { continue }
      enter(folder)
      while let entry = readdir(directory) {
        let file = File(name: FolderWalk.name(of: entry), folder: dirfd(directory))
        guard FolderWalk.isContent(file.name) else { continue }
        let type = Int(entry.pointee.d_type)
        // Only of links, and where a file system does not tell, has it to be asked.
        let status = type == DT_LNK || type == DT_UNKNOWN ? file.status() : nil
        let isFile = type == DT_REG || status?.isFile == true
        let isFolder = type == DT_DIR || status?.isFolder == true
        // A link that leads nowhere is nothing.
        guard isFile || isFolder || status != nil || [DT_FIFO, DT_SOCK, DT_CHR, DT_BLK].contains(type) else { continue }
        func omission(_ reason: Omission.Reason) -> Omission {
          let name = FolderWalk.shown(file.name)
          return Omission(path: folder.isEmpty ? name : "\(folder)/\(name)", reason: reason, isFolder: isFolder)
        }
        // What a folder is skipped by is its name.
        if isFolder, let name = String(validatingCString: file.name),
          isSkipped(folder.isEmpty ? name : "\(folder)/\(name)")
        {
          continue
        }
        if status != nil, file.isLink, leadsOut(file.name, of: path) {
          omit(omission(.leadsOut))
        } else if isFile {
          meet(file)
        } else if !isFolder {
          omit(omission(.noFile))
        } else if let name = String(validatingCString: file.name) {
          let member = folder.isEmpty ? name : "\(folder)/\(name)"
          if type == DT_DIR { folders.append(member) } else { linked.append(member) }
        } else {
          omit(omission(.namedInBytes))
        }
      }
      linked.sort { $1.utf8.lexicographicallyPrecedes($0.utf8) }
    }
    return failure
  }

  private func leadsOut(_ name: UnsafePointer<CChar>, of folder: String) -> Bool {
    if reach.contains("/") { return false }
    return !Directory.holds("\(folder)/\(String(cString: name))", in: reach.union([root]))
  }

  /// A name as it can be shown: bytes that are no UTF-8 as `\xFF`.
  package static func shown(_ name: UnsafePointer<CChar>) -> String {
    let bytes = Array(UnsafeBufferPointer(start: name, count: strlen(name))).map { UInt8(bitPattern: $0) }
    var text = ""
    var index = 0
    while index < bytes.count {
      var parser = Unicode.UTF8.ForwardParser()
      var rest = bytes[index...].makeIterator()
      switch parser.parseScalar(from: &rest) {
      case .valid(let scalar):
        text.unicodeScalars.append(Unicode.UTF8.decode(scalar))
        index += scalar.count
      case .error(let length):
        for byte in bytes[index..<index + length] { text += "\\x" + String(byte, radix: 16, uppercase: true) }
        index += length
      case .emptyInput: return text
      }
    }
    return text
  }

  static func name(of entry: UnsafeMutablePointer<dirent>) -> UnsafePointer<CChar> {
    UnsafeRawPointer(entry).advanced(by: MemoryLayout<dirent>.offset(of: \.d_name)!)
      .assumingMemoryBound(to: CChar.self)
  }
}
