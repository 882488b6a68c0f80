"""What many visitors are given alike, made once: the JSON of a component's data, as bytes.

Streamlit looks at every value of a component's data for tables and writes its JSON twice, for each visitor.
With finding the data that is a quarter of what a visit to Neighbours costs. Bytes are sent as they are;
``lifecycle.js`` reads them.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from typing import Any, final

from lazyq.ui.language import language

_MOST = 32  # views of some 50 kB


@final
class Packed:
    """The data of a component as the bytes of its JSON, kept for who is to be given the same.

    Parameters
    ----------
    most : how many are kept; the one that was asked for longest ago goes first
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._guard = threading.Lock()
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()

    def __call__(self, of: Hashable, make: Callable[[], Mapping[str, Any]]) -> bytes:
        """Return the bytes, made now if they are not kept; a visitor in another language gets other ones.

        Parameters
        ----------
        of : all that the data depends on but the language
        make : returns the data, which JSON must be able to hold; two who ask at once may both make it
        """
        key = of, language()
        with self._guard:
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
                return found
        made = json.dumps(make(), separators=(",", ":")).encode()
        with self._guard:
            self._kept[key] = made
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
