"""Indian names from their own script into Latin letters, as people there usually spell them."""

import unicodedata

_BLOCK = 0x80  # the scripts of India lie in blocks of this size, in the same order of letters
_DEVANAGARI = 0x0900


def _table(letters: str, latin: str) -> dict[str, str]:
    return dict(zip(letters, latin.split(), strict=True))


_CONSONANTS = _table(
    "कखगघङचछजझञटठडढणतथदधनपफबभमयरलळवशषसह",
    "k kh g gh n ch chh j jh n t th d dh n t th d dh n p ph b bh m y r l l v sh sh s h",
)
_VOWELS = _table("अआइईउऊऋएऐओऔ", "a a i i u u ri e ai o au")
_SIGNS = _table("ािीुूृेैोौ", "a i i u u ri e ai o au")
_VIRAMA, _NASALS, _ODIA_WA = "्", "ँं", "ୱ"
_INHERENT = "@"  # the vowel that a bare consonant carries; spoken or not by where it stands
_SONORANTS = "yrvnml"  # after a cluster that ends in one of these the inherent vowel is spoken: Aditya, Krishna


def romanise(word: str) -> str:
    """The word in Latin letters; '' for one that its script does not allow or that holds other signs."""
    letters = "".join(_devanagari(letter) for letter in unicodedata.normalize("NFC", word))
    units: list[str] = []
    for letter in letters.replace("ज्ञ", "ग्य"):
        if letter in _CONSONANTS:
            units += [_CONSONANTS[letter], _INHERENT]
        elif letter in _VOWELS:
            units.append(_VOWELS[letter])
        elif letter in _NASALS:
            units.append("n")
        elif (letter in _SIGNS or letter == _VIRAMA) and units and units[-1] == _INHERENT:
            units[-1:] = [_SIGNS[letter]] if letter in _SIGNS else []
        elif unicodedata.category(letter) not in ("Cf", "Mn"):
            return ""
    return _spelled(_spoken(units))


def sound(name: str) -> str:
    """What two spellings of one name have in common: Pooja and Puja, Sandeep and Sandip."""
    plain = name.casefold()
    for spelled, heard in (("aa", "a"), ("ee", "i"), ("oo", "u"), ("w", "v"), ("chh", "ch"), ("y", "i"), ("ii", "i")):
        plain = plain.replace(spelled, heard)
    return "".join(letter for letter, before in zip(plain, " " + plain, strict=False) if letter != before)


def _devanagari(letter: str) -> str:
    """The letter of Devanagari at the same place of its block."""
    if letter == _ODIA_WA:
        return "व"
    code = ord(letter)
    return chr(_DEVANAGARI + code % _BLOCK) if _DEVANAGARI <= code < _DEVANAGARI + 10 * _BLOCK else letter


def _spoken(units: list[str]) -> list[str]:
    """Units without the inherent vowels that are silent: the last, and one between a vowel's consonant and another's."""
    kept = [*units]
    if kept and kept[-1] == _INHERENT and not (len(kept) > 2 and _is_consonant(kept[-3]) and kept[-2] in _SONORANTS):
        kept.pop()
    for at in range(len(kept) - 3, 1, -1):
        around = kept[at - 2], kept[at - 1], kept[at + 1], kept[at + 2]
        shape = [_is_consonant(unit) for unit in around]
        if kept[at] == _INHERENT and shape == [False, True, True, False] and around[2] != "y":
            del kept[at]
    return kept


def _is_consonant(unit: str) -> bool:
    return unit in _CONSONANTS.values()


def _spelled(units: list[str]) -> str:
    name = "".join(units).replace(_INHERENT, "a")
    for written, usual in (("sv", "sw"), ("shv", "shw"), ("nb", "mb"), ("np", "mp"), ("chchh", "chh")):
        name = name.replace(written, usual)
    return name.capitalize()
