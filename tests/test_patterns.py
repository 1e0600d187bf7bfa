"""Regular expressions that wait until they are used."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from sites import CHECKOUT

from toolshelf.patterns import regex

LOADED = """
import re, sys
import toolshelf.whole_site, toolshelf.cli.building, toolshelf.content.gfm, toolshelf.content.markdown
ours = [module for name, module in sys.modules.items() if name.startswith("toolshelf.")]
constants = [(name, one) for module in ours for name, one in vars(module).items()]
waiting = [(name, vars(one).keys()) for name, one in constants if type(one).__name__ == "_Regex"]
used = [name for name, keys in waiting if keys != {"_compile"}]
print(len(waiting), used, [name for name, one in constants if isinstance(one, re.Pattern)])
"""
CALLED = {"sub": ("-", "xAab"), "subn": ("-", "xAab")}
"""What a method is called with, but for most, which take a text."""


@pytest.mark.parametrize("name", [name for name in dir(re.Pattern) if not name.startswith("__")])
def test_a_pattern_has_what_a_compiled_one_has(name: str):
    ours, compiled = regex("(?P<word>a+)|b", re.I), re.compile("(?P<word>a+)|b", re.I)
    for _ in range(2):
        found, given = getattr(ours, name), getattr(compiled, name)
        if callable(given):
            found, given = (call(*CALLED.get(name, ("Aab",))) for call in (found, given))
        if name == "finditer":
            found, given = map(list, (found, given))
        elif name == "scanner":  # has no other name by which to tell two of them
            found, given = (one.search() for one in (found, given))
        assert repr(found) == repr(given)


def test_a_wrong_pattern_is_told_where_it_is_used():
    wrong = regex("(")
    with pytest.raises(re.error):
        wrong.search("a")


def test_to_load_a_build_compiles_no_pattern():
    """Python compiles them anew in every process, and most builds use a third of them."""
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    count, _, compiled = done.stdout.strip().partition(" ")
    assert int(count) > 100
    assert compiled == "[] []"
