"""What an export must never be written over: the instance's own files, and any database that is no export."""

from pathlib import Path

from servicepoints.catalogue.reader import CatalogueReader
from servicepoints.config import KEYS_FILE
from servicepoints.errors import InstanceError, InvalidValue
from servicepoints.register.engine import Register

_ELSEWHERE = "换一个文件名，或导到别的文件夹"


def refuse_own(path: Path, register: Register, catalogue: Path) -> None:
    """InvalidValue if `path` is, under whatever name, a file of this instance, or a database of another kind
    than the one that an export writes: it would be lost.
    """
    lock = catalogue.with_name(f"{catalogue.name}.lock")
    own = [catalogue, lock, catalogue.with_name(KEYS_FILE), *(register.file.names if register.file else ())]
    if any(_same(path, mine) for mine in own):
        raise InvalidValue("文件名", str(path), "这是实例自己的文件，没有动它", _ELSEWHERE)
    if path.suffix.lower() == ".db" and path.exists() and not _is_catalogue(path):
        raise InvalidValue("文件名", str(path), "那里有个别的数据库，没有动它", _ELSEWHERE)


def _is_catalogue(path: Path) -> bool:
    reader = CatalogueReader(path)
    try:
        reader.revision()
    except InstanceError:
        return False
    finally:
        reader.close()
    return True


def _same(path: Path, mine: Path) -> bool:
    """Whether both name one file: links are followed, and a hard link is another name of it."""
    if path.resolve() == mine.resolve():
        return True
    return path.exists() and mine.exists() and path.samefile(mine)
