"""What is said of all rows of a sheet at once: by the names of file and sheet, and by the title."""

from dataclasses import dataclass, replace
from unicodedata import normalize

from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.sheets.headings import bare, heading_of, stated_district

_NAME_LENGTH = 8


@dataclass(frozen=True, slots=True)
class About:
    """What is said of all rows of a sheet: `district` if it is called after one, `words` of names and title,
    `place` the (district, sub-district) among them."""

    district: str
    words: str
    place: tuple[str, str]

    @classmethod
    def of(cls, file: str, sheet: str, title: str, gazetteer: Gazetteer) -> "About":
        """From the names of file and sheet and the title; the title's place counts most."""
        places = (stated_place(text, gazetteer) for text in (title, sheet, file))
        place = next((place for place in places if any(place)), ("", ""))
        words = " ".join(dict.fromkeys(filter(None, (file, sheet, title))))
        return cls(sheet_district(sheet, gazetteer), words, place)

    def under(self, group: str, gazetteer: Gazetteer) -> "About":
        """The same for a table of the sheet that stands under a group header: a district, or a kind."""
        found = heading_of(group, self.district, gazetteer) if group else None
        if found is None:
            return self
        words = f"{self.words} {found.kind}" if found.kind else self.words
        return replace(self, district=found.district or self.district, words=words)


def stated_place(text: str, gazetteer: Gazetteer) -> tuple[str, str]:
    """(district, sub-district) that a title or name states; "" for none, or several."""
    plain = normalize("NFKC", text)
    district = stated_district(text, gazetteer)
    found = {s.name: s for s in gazetteer.sub_districts if s.name in plain and district in ("", s.district)}
    longest = [name for name in found if not any(name in other for other in found if other != name)]
    only = gazetteer.sub_district(longest[0], district) if len(longest) == 1 else None
    return (only.district, only.name) if only else (district, "")


def sheet_district(name: str, gazetteer: Gazetteer) -> str:
    """The district that a sheet's name is (黄浦, 1.黄浦区（8）), or ""."""
    plain = bare(normalize("NFKC", name))
    found = heading_of(name, "", gazetteer) if plain and len(plain) < _NAME_LENGTH else None
    return found.district if found else ""
