internal import CLinux
internal import Glibc
internal import SyndicationFiles

extension Inotify {
  /// What the kernel's refusal means, and what to do about it.
  static func meaning(of error: FileError) -> String {
    switch error.code {
    case ENOSPC:
      "the kernel grants no more watches for \(error.path): raise the sysctl fs.inotify.max_user_watches"
    case EMFILE:
      "the kernel grants no more inotify instances: raise the sysctl fs.inotify.max_user_instances, or the limit of open files (ulimit -n)"
    default: "\(error)"
    }
  }

  /// Why there may be no events of some changes of `files`, or in them; nil where there are of all.
  static func gap(in files: Set<String>) -> String? {
    for file in files.sorted() {
      let folder = PathResolution(of: file).steps.last?.folder ?? file
      if let name = remote[linux_file_system(folder)] ?? remote[linux_file_system(file)] {
        return "\(file) is on \(name), where others' changes give no events here"
      }
    }
    return nil
  }

  /// The numbers are those of statfs(2) and linux/magic.h.
  private static let remote: [Int: String] = [
    0x6969: "NFS", 0x517B: "SMB", 0xFE53_4D42: "SMB", 0xFF53_4D42: "CIFS", 0x6573_5546: "FUSE", 0x0102_1997: "9P",
    0x00C3_6400: "Ceph", 0x5346_414F: "AFS", 0x0BD0_0BD0: "Lustre",
  ]
}
