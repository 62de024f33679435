"""The rules of single values, one in a file, in the order of their precedence. One defect is one finding.

Which rule finds what, and which are silent then:

| the value                                                    | found by | silent |
|---|---|---|
| empty, or blanks only, where the item is required            | V01    | all    |
| blanks only, where it is not                                 | V09    | all    |
| coded: not in the list, whatever else is wrong               | V04    | V02 V03 V05-V12 |
| date, month, year, time: not one, 和暦, full-width, blanks   | V05    | V02 V03 V07-V12 |
| date: a form of "unknown" that is not agreed                 | V06    | V05 |
| number: letters, commas, blanks inside                       | V02    | V03 V08 |
| number of the right form: too many digits                    | V03    | V08 |
| number: sign, decimals, zeros in front, full-width, range    | V08    | V02 V03 |
| fixed digits (個人番号, 郵便番号 ...): wrong characters      | V02    | V03 V07 |
| fixed digits: wrong length                                   | V03    | V07 |
| fixed digits: the check digit                                | V07    | |
| text: a character that its type forbids                      | V02    | V11 V12, and V09 inside the value |
| text: too long without the blanks at its ends                | V03    | |
| text: blanks at the ends, of the wrong width, missing in names | V09  | V02 V03 |
| text: private use                                            | V10    | V02 V11 V12 |
| text: U+FFFD                                                 | V13    | V11 V12 |
| text: 〓, runs of ?, read in another encoding, NULL          | V13    | |
| text: differs between systems, inside the repertoire         | V11    | V12 |
| text: outside the repertoire                                 | V12    | V11 |
| record: a value that the rule reads is unreadable            | V05, V06, V08 | V01 by condition, R01, R02 |
| text: control characters                                     | F05 (intake) | V02 V11 V12 |
| undecodable bytes                                            | F03 (intake) | all: the caller leaves such rows out |
"""

from __future__ import annotations

from chukan.rules.fields.base import FieldRule
from chukan.rules.fields.blanks import Blanks
from chukan.rules.fields.characters import Characters
from chukan.rules.fields.check_digits import CheckDigit
from chukan.rules.fields.codes import InCodeList
from chukan.rules.fields.dates import DateExists, DateKnown
from chukan.rules.fields.gaiji import NoGaiji
from chukan.rules.fields.length import Length
from chukan.rules.fields.lost_text import LostCharacter, NullWord, SuspiciousText
from chukan.rules.fields.numbers import NumberCharacters, NumberForm, NumberLength, YearInRange
from chukan.rules.fields.repertoire import InRepertoire, SameEverywhere
from chukan.rules.fields.required import Required

FIELD_RULES: tuple[type[FieldRule], ...] = (
    Required,
    Blanks,
    InCodeList,
    DateExists,
    DateKnown,
    YearInRange,
    NumberCharacters,
    NumberLength,
    NumberForm,
    Length,
    Characters,
    CheckDigit,
    NoGaiji,
    LostCharacter,
    SuspiciousText,
    NullWord,
    SameEverywhere,
    InRepertoire,
)
"""In the order in which an item's checks run. A new rule is a file and a line here."""
