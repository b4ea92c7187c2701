from __future__ import annotations

import inspect

import safeconduct.log
from safeconduct.base.errors import SafeconductError
from safeconduct.log import errors


def test_the_public_face_is_what_it_says() -> None:
    names = {name for name in vars(safeconduct.log) if not name.startswith("_")}
    public = {
        name
        for name in names
        if not inspect.ismodule(vars(safeconduct.log)[name]) and name not in {"annotations", "TYPE_CHECKING"}
    }
    assert public - {"SqliteSource"} == set(safeconduct.log.__all__)
    assert list(safeconduct.log.__all__) == sorted(safeconduct.log.__all__)


def test_every_error_has_its_own_code() -> None:
    family = [cls for cls in vars(errors).values() if inspect.isclass(cls) and issubclass(cls, SafeconductError)]
    family.remove(SafeconductError)
    assert len({cls.code for cls in family}) == len(family)
    assert all(issubclass(cls, errors.LogError) for cls in family)
    assert all(cls.__name__ in str(errors.__doc__) for cls in family)
