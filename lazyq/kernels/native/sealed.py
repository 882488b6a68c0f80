"""Files of machine code, each under a seal: what has changed since it was written is not even unpickled.

A seal tells of broken disks and power cuts. Who may write to the folder could renew it, and could run code
here anyway: that nobody but its user may is for :func:`lazyq.kernels.native.compiling.usable` to see.
"""

import contextlib
import hashlib
import pickle  # noqa: TID251  who could write these files could as well write the code in them
from pathlib import Path
from typing import Any, final

from filelock import FileLock, Timeout
from numba.core.serialize import dumps

_SEAL = hashlib.sha256().digest_size
_PATIENCE = 5.0


@final
class SealedFiles:
    """The compiled signatures of one function, a file for each; stands in for Numba's index and data files.

    The first 32 bytes are the SHA-256 of the file's name and of all that follows. The name is made of all
    that the code depends on, so that one signature's code can't stand under another's name. One process
    writes at a time, always into the same unfinished file: those which are killed leave one at most.

    Parameters
    ----------
    folder : where the files are, in a folder that only its user can write to
    function : what tells the function and its source from others
    """

    def __init__(self, folder: Path, *function: object) -> None:
        self._folder = folder
        self._function = function

    def load(self, key: object) -> Any:
        """Return what was kept under a key, or None if it isn't there or isn't as it was written.

        Raises
        ------
        OSError : the file can't be read
        """
        path = self._path(key)
        if not path.is_file():
            return None
        held = path.read_bytes()
        content = held[_SEAL:]
        return pickle.loads(content) if held[:_SEAL] == _seal(path, content) else None  # noqa: S301

    def save(self, key: object, data: object) -> None:
        """Keep data under a key, unless another process stands still in the midst of writing.

        Raises
        ------
        OSError : the folder can't be written to, or is a link
        """
        if self._folder.is_symlink():
            raise OSError(f"{self._folder} is a link")
        path, part = self._path(key), self._folder / "unfinished"
        content = dumps(data)
        with contextlib.suppress(Timeout), FileLock(self._folder / ".lock", timeout=_PATIENCE):
            part.unlink(missing_ok=True)
            try:
                part.write_bytes(_seal(path, content) + content)
                part.replace(path)
            finally:
                part.unlink(missing_ok=True)

    def _path(self, key: object) -> Path:
        name = hashlib.sha256(repr((self._function, key)).encode()).hexdigest()
        return self._folder / f"{name[:32]}.code"


def _seal(path: Path, content: bytes) -> bytes:
    return hashlib.sha256(path.name.encode() + content).digest()
