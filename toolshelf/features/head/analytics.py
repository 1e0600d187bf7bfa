"""Analytics: the script of the Digital Analytics Program, which only an official site with an agency may load.

The address and its parameters are those of github.com/digital-analytics-program/gov-wide-code.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode, urlsplit

from toolshelf.codec import FrozenDict
from toolshelf.data.configuration import CONFIGURATION
from toolshelf.data.positions import Positions
from toolshelf.problems import Problem, warning

_SCRIPT: Final = "https://dap.digitalgov.gov/Universal-Federated-Analytics-Min.js"
_PARAMETERS: Final = ("agency", "subagency")
_GOVERNMENT: Final = (".gov", ".mil")


def script_address(config: FrozenDict, positions: Positions) -> tuple[str, list[Problem]]:
    """Where the script stands, with who asks; "" where a site loads none. And a warning where one has no effect.

    A preview, which stands at another address than one of the government, counts nobody.
    """
    analytics = config.get("analytics")
    asked = analytics.get("dap") if isinstance(analytics, FrozenDict) else None
    if not isinstance(asked, FrozenDict) or not asked.get("agency"):
        return "", []
    if not config.get("official"):
        where = positions.locate_key(("analytics",)).at(CONFIGURATION)
        message = "The key 'analytics' has no effect, because this is not an official website."
        hint = "only official websites take part in the Digital Analytics Program: remove it"
        return "", [warning("unused-key", message, hint=hint).moved(where)]
    host = urlsplit(str(config["url"])).hostname or ""
    if not host.endswith(_GOVERNMENT):
        return "", []
    given = {name: str(asked[name]) for name in _PARAMETERS if asked.get(name)}
    return f"{_SCRIPT}?{urlencode(given)}", []
