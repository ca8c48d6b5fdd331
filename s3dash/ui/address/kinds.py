"""What a parameter of a link is: its kind, how it may be written, what an unknown value gets."""

import re
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What the value of a parameter is."""

    ONE = "one of its codes"
    MANY = "codes; several by naming the parameter several times"
    FLAG = "`yes`"
    SWITCH = "`true` or `false`"
    NUMBER = "a number"
    DAY = "a day like `2019-06-30`"
    TEXT = "any text"


class Spelling(Enum):
    """How a code may be written."""

    CODE = "as a code, in capital or small letters, or as its label"
    LABEL = "as its label; its code is read as well"
    EXACT = "as a code, exactly"


class Unknown(Enum):
    """What a value gets that means nothing."""

    TOLD = "ignored, and a notice names it"
    QUIET = "ignored"
    NONE = "every value means something"


@dataclass(frozen=True)
class Parameter:
    """One parameter of a page.

    Attributes
    ----------
    name : str
        A ``*`` at its end stands for a rest that is open, see ``rest``.
    meaning : str
        One line for people.
    default : str
        The value that holds where the link has none; empty: none does, or the data decide.
    example : str
        A value that this base knows.
    aliases : tuple of str
        Names that links of earlier versions use, or that people guess.
    views : tuple of str
        Codes of the views in which it counts; empty: in all.
    is_subject : bool
        Whether the page is about it: without one it only offers a choice.
    is_restored : bool
        Whether who comes back to the page by a bare link finds the last value again.
    rest : str
        What may stand for ``*``, as a regular expression.
    """

    name: str
    kind: Kind
    meaning: str
    default: str = ""
    example: str = ""
    spelling: Spelling = Spelling.CODE
    unknown: Unknown = Unknown.TOLD
    aliases: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    is_subject: bool = False
    is_restored: bool = False
    rest: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """All names that a link may give it."""
        return (self.name, *self.aliases)

    def is_named(self, name: str) -> bool:
        """Whether a link means this parameter by ``name``."""
        if self.rest:
            return bool(re.fullmatch(re.escape(self.name.rstrip("*")) + self.rest, name))
        return name in self.names
