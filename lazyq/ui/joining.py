"""The ES modules of ``assets/`` as one text: all that Streamlit takes of a component's script."""

import posixpath
import re
from pathlib import Path

_IMPORT = re.compile(r"^import \{(?P<names>[^}]*)\} from '(?P<path>\.{1,2}/[^']+)'$", re.MULTILINE)
_NAME = re.compile(r"(?P<exported>[A-Za-z_$][\w$]*)(?: as (?P<local>[A-Za-z_$][\w$]*))?")
_EXPORT = re.compile(
    r"^export (?P<form>const|class|function\*?|async function\*?) (?P<name>[A-Za-z_$][\w$]*)", re.MULTILINE
)
_DEFAULT = re.compile(r"^export default ", re.MULTILINE)
_UNKNOWN = re.compile(r"^(?:import|export)\b.*$", re.MULTILINE)


def joined_modules(root: Path, entry: str) -> str:
    """Return the module ``entry`` and all that it imports as statements of one script.

    A component is given to the browser as one text, where relative imports have nothing to be relative to.
    Every module becomes a function with a scope of its own, called once, after those that it imports; an
    import becomes a destructuring of what another exports, and ``$modules`` holds the exports by path. The
    default export of the entry is then ``$modules['<entry>'].default``.

    Parameters
    ----------
    root : folder of the modules
    entry : path of the module below it, with slashes, such as ``"components/lens/lens.js"``

    Raises
    ------
    ValueError : a form of import or export that is not understood, a module or a name that is not there,
        modules that import one another in a circle; says where
    """
    joined: dict[str, str] = {}
    exports: dict[str, set[str]] = {}

    def visit(path: str, chain: tuple[str, ...]) -> None:
        if path in chain:
            circle = " → ".join((*chain[chain.index(path) :], path))
            raise ValueError(f"modules must not import one another in a circle: {circle}")
        if path in joined:
            return
        source = _source(root, path, chain)
        for match in _IMPORT.finditer(source):
            visit(_resolved(path, match["path"]), (*chain, path))

        def destructured(match: re.Match[str]) -> str:
            target = _resolved(path, match["path"])
            bound = [
                _bound(name.strip(), path, target, exports[target])
                for name in match["names"].split(",")
                if name.strip()
            ]
            return f"const {{ {', '.join(bound)} }} = $modules['{target}']"

        exported = {match["name"]: match["name"] for match in _EXPORT.finditer(source)}
        body = _EXPORT.sub(r"\g<form> \g<name>", _IMPORT.sub(destructured, source))
        if _DEFAULT.search(body):
            body = _DEFAULT.sub("const $default = ", body)
            exported["default"] = "$default"
        unknown = _UNKNOWN.search(body)
        if unknown:
            raise ValueError(
                f"{path} has a line that can't be joined: {unknown[0]!r}; accepted are import {{ … }} from "
                "'./….js' and export before const, class, function or default"
            )
        given = ", ".join(name if name == local else f"{name}: {local}" for name, local in exported.items())
        exports[path] = set(exported)
        joined[path] = f"$modules['{path}'] = (() => {{\n{body.rstrip()}\nreturn {{ {given} }}\n}})()\n"

    visit(entry, ())
    return "\n".join(["const $modules = {}\n", *joined.values()])


def _source(root: Path, path: str, chain: tuple[str, ...]) -> str:
    file = root / path
    if path.startswith("../") or not path.endswith(".js") or not file.is_file():
        importer = f", which {chain[-1]} imports" if chain else ""
        raise ValueError(f"there is no module {path}{importer}")
    return file.read_text(encoding="utf-8")


def _resolved(path: str, relative: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), relative))


def _bound(text: str, path: str, target: str, exported: set[str]) -> str:
    """Return what ``a`` or ``a as b`` of an import is in a destructuring."""
    match = _NAME.fullmatch(text)
    if match is None:
        raise ValueError(f"{path} imports {text!r} from {target}: a name, or a name as another")
    name, local = match["exported"], match["local"]
    if name not in exported:
        raise ValueError(f"{path} imports {name} from {target}, which does not export it")
    return f"{name}: {local}" if local else name
