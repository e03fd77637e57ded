"""Locks on an open file. The system releases them when the process ends, even when it is killed."""

import sys

if sys.platform == "win32":
    import ctypes
    import msvcrt

    _LOCK_VIOLATION = 33  # the error of Windows for what another process has locked
    _kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)

    def lock(descriptor: int) -> None:
        """Lock the open file at once.

        Raises: BlockingIOError where another process has it locked; OSError where there are no
        locks. `msvcrt.locking` tells the two apart on some systems alone.
        """
        handle = ctypes.c_void_p(msvcrt.get_osfhandle(descriptor))
        if _kernel32.LockFile(handle, 0, 0, 1, 0):  # the first byte, which need not exist
            return
        code = ctypes.get_last_error()
        raise (BlockingIOError if code == _LOCK_VIOLATION else OSError)(code, "cannot be locked")

    def lock_shared(descriptor: int) -> None:
        """Do nothing: the system deletes no file that is open."""
else:
    import fcntl

    def lock(descriptor: int) -> None:
        """Lock the open file at once.

        Raises: BlockingIOError where another process has it locked; OSError where there are no
        locks.
        """
        _flock(descriptor, fcntl.LOCK_EX)

    def lock_shared(descriptor: int) -> None:
        """Lock the open file at once, together with other processes that do the same.

        Raises: as `lock`.
        """
        _flock(descriptor, fcntl.LOCK_SH)

    def _flock(descriptor: int, operation: int) -> None:
        try:
            fcntl.flock(descriptor, operation | fcntl.LOCK_NB)
        except PermissionError as error:  # a drive of Windows
            raise BlockingIOError(*error.args) from error
