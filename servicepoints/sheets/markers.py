"""Rows that are no data: district headings, totals, footnotes, legends, who filled the form in."""

import re
from unicodedata import normalize

from servicepoints.domain.gazetteer import Gazetteer
from servicepoints.sheets.texts import folded

OWN_NOTE = "说明：改好以后原样导入就行。"
"""How the words over an exported roster begin; they say nothing of its points."""

_NUMBERING = re.compile(r"^[（(]?[一二三四五六七八九十\d]+[)）、.．]\s*")
_COUNT = re.compile(r"[（(【\[].*?[)）】\]]|共?计?\s*\d+\s*[个家处座所]?$|[:：、]+$")
_TOTAL = re.compile(
    r"^(?:合计|总计|小计|共计|累计|总数|汇总|本页合计|本页小计)(?:\W|\d|$)|(?:合计|小计|总计)$"
)
_NOTE = re.compile(
    r"^\W{0,2}(?:注|备注|说明|附注|注意|特别说明|温馨提示|提示)\s*\d*\s*[:：.、\s]|^[※*＊☆★]|^注\d*$"
)
_FORM = re.compile(
    r"^(?:填表人|填报人|填报单位|填表单位|制表|审核|联系人|单位盖章|盖章|填表日期|填报日期|截至|更新时间|统计时间)"
)
_CIRCLE = re.compile(r"[○〇◯Oo](?:\s*(?:表示|代表|为|是|=|:|-)\s*)[“\"']?([\u4e00-\u9fff]{1,8})")
_MEANS_YES = re.compile(r"^(?:有|具备|提供|配备|已|可|是|开放|能)")
_MEANS_NO = re.compile(r"^(?:无|没有|不|未|否|缺)")
_NAME_LENGTH = 8
_OF_PLACES = re.compile(
    "职工|爱心|接力|驿站|站点|点位|服务|党群|歇脚|一览|汇总|名单|台账|清单|情况|明细|网点"
)


def is_total(text: str) -> bool:
    """Whether a row that starts so sums others up."""
    return bool(_TOTAL.search(normalize("NFKC", text).strip()))


def is_note(text: str) -> bool:
    """Whether a row that starts so is a footnote."""
    return bool(_NOTE.match(normalize("NFKC", text).strip()))


def is_form_line(text: str) -> bool:
    """Whether a row that starts so only says who filled the form in and when."""
    return bool(_FORM.match(normalize("NFKC", text).strip()))


def circle_meaning(text: str) -> bool | None:
    """What a legend says of ○ (√表示有，○表示无): True, False, or None for nothing or something else."""
    found = _CIRCLE.search(normalize("NFKC", text))
    if found is None:
        return None
    if _MEANS_YES.match(found[1]):
        return True
    return False if _MEANS_NO.match(found[1]) else None


def is_legend(text: str) -> bool:
    """Whether a row explains marks."""
    return len(re.findall(r"[√✓✔×✗○●△]\W{0,2}(?:表示|代表|为|=|:|：)", text)) > 0


def heading(text: str, district: str, gazetteer: Gazetteer) -> tuple[str, str] | None:
    """(district, sub-district) of a heading row (黄浦区（8个）, 二、外滩街道), or None if it is none.

    `district` is the one under which the row stands, for sub-districts of a name that two districts have.
    """
    plain = _COUNT.sub("", _NUMBERING.sub("", normalize("NFKC", text).strip())).strip()
    plain = plain.removeprefix("上海市").rstrip(":、 ")
    found = gazetteer.district(plain)
    if found:
        return found.name, ""
    named = gazetteer.sub_district(plain, district) or gazetteer.sub_district(plain)
    if named:
        return named.district, named.name
    title = stated_district(plain, gazetteer)
    starts = title and len(plain) <= 20 and _OF_PLACES.search(plain)
    return (title, "") if starts and plain.startswith(title[:2]) else None


def stated_district(text: str, gazetteer: Gazetteer) -> str:
    """The one district that a title or a sheet's name states (黄浦区爱心接力站汇总表), else "".

    A bureau's name (黄浦邮政管理局) is no district.
    """
    plain = re.sub(r"[一-鿿]{2,4}区?邮政管理局", "", normalize("NFKC", text))
    names = {d.name for d in gazetteer.districts for word in (d.name, *d.former_names) if word in plain}
    return names.pop() if len(names) == 1 else ""


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
    found = heading(name, "", gazetteer) if folded(name) else None
    return found[0] if found and len(folded(_COUNT.sub("", name))) < _NAME_LENGTH else ""
