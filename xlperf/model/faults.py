"""What the operating system refused, in words for a clerk."""

from __future__ import annotations

import errno

_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EEXIST: "那里已经有同名的文件",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中间有一段不是文件夹",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "所在的磁盘是只读的",
    errno.EIO: "磁盘或网络出错",
    errno.ELOOP: "快捷方式互相指来指去",
    errno.EDQUOT: "超过了磁盘配额",
}


def reason_of(error: OSError) -> str:
    return _REASONS.get(error.errno or 0, error.strerror or str(error))
