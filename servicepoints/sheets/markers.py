"""Rows that are no data: totals, footnotes, legends, who filled the form in."""

import re
from unicodedata import normalize

OWN_NOTE = "说明：改好以后原样导入就行。"
"""How the words over an exported roster begin; they say nothing of its points."""

LONGEST_LABEL = 11
"""Characters of a word that says what a row is, in a row that has a name and an address as well."""

_UNIT = "[个家处座所]"
_TOTAL = re.compile(
    r"^(?:合计|总计|小计|共计|累计|总数|汇总|本页合计|本页小计)(?:\W|\d|$)|(?:合计|小计|总计|总数)\W*$"
    rf"|^(?:以上|本表|全[区市])?总?共(?:计|有)?\s*\d+\s*{_UNIT}"
)
_GRAND = re.compile(r"^(?:合计|总计|共计|总数|(?:以上|本表)?总?共)")
_NOTE = re.compile(
    r"^\W{0,2}(?:注|备注|说明|附注|注意|特别说明|温馨提示|提示)\s*\d*\s*(?:[:：.、\s]|$)|^[※*＊☆★]"
)
_STARRED = re.compile(r"^[※*＊☆★]")
_FORM = re.compile(
    r"^(?:填表|填报|填写|制表|制作|报送|上报|审核|审批|复核|经办|联系人|联系电话|单位盖章|盖章|负责人[:：签]|[分主]管领导|领导签字|签发|签字"
    r"|截至|截止|更新时间|更新日期|统计时间|日期)"
)
_FORM_LINE = re.compile(
    r"^(?:19|20)\d\d\s*[年./-]\s*\d{1,2}\s*(?:[月./-]\s*(?:\d{1,2}日?)?)?$|盖章[)）]?$"
    r"|^\W*第?\s*\d+\s*(?:页|/)|^\W*(?:续表|接上表|接上页|转下页|以下空白|此页无正文)"
)
_SENTENCE = re.compile(
    r"[。；;！!，,]|^[\u4e00-\u9fff（）()]{2,10}:.|^(?:以上|上述|其余|其他站点|各站|各站点|所有|全部)\S"
    r"|(?:期间|国庆|春节|元旦|节假日|假期).*(?:开放|闭馆|关闭|休息|关门|照常|暂停|延长)"
)
_POINT_OF_LIST = re.compile(r"^[（(]?\d{1,2}[)）、.．]\s*\D")
_LONGEST_HEADING = 25
_CIRCLE = re.compile(r"[○〇◯Oo](?:\s*(?:表示|代表|为|是|=|:|-)\s*)[“\"']?([\u4e00-\u9fff]{1,8})")
_MEANS_YES = re.compile(r"^(?:有|具备|提供|配备|已|可|是|开放|能)")
_MEANS_NO = re.compile(r"^(?:无|没有|不|未|否|缺)")


def is_total(text: str) -> bool:
    """Whether a row that starts so sums others up."""
    return bool(_TOTAL.search(normalize("NFKC", text).strip()))


def is_grand_total(text: str) -> bool:
    """Whether a total is of the whole table, so that its number can be held to the rows."""
    return bool(_GRAND.match(normalize("NFKC", text).strip()))


def is_aside(text: str) -> bool:
    """Whether a row that starts so is no point, whatever else it has: a total, a note, a line of the form."""
    if text.isdecimal() or len(text) > _LONGEST_HEADING:
        return False
    labelled = ":" in text or "：" in text
    noted = is_note(text) and not is_starred(text)
    return noted or (labelled and is_form_line(text)) or (len(text) <= LONGEST_LABEL and is_total(text))


def is_note(text: str) -> bool:
    """Whether a row that starts so is a footnote."""
    return bool(_NOTE.match(normalize("NFKC", text).strip()))


def is_starred(text: str) -> bool:
    """Whether a text starts with a star: a footnote if it stands alone, else a name that is marked."""
    return bool(_STARRED.match(text.strip()))


def is_form_line(text: str) -> bool:
    """Whether a row that starts so only says who filled the form in and when."""
    return bool(_FORM.match(normalize("NFKC", text).strip()))


def is_stamp(text: str) -> bool:
    """Whether a text that stands alone is a date, a stamp or a page's number."""
    return bool(_FORM_LINE.search(normalize("NFKC", text).strip()))


def is_sentence(text: str) -> bool:
    """Whether a text that stands alone says something, and is neither a name nor a heading."""
    plain = normalize("NFKC", text).strip()
    return len(plain) > _LONGEST_HEADING or bool(_SENTENCE.search(plain))


def is_point_of_list(text: str) -> bool:
    """Whether a text is one of numbered remarks: 2、…"""
    return bool(_POINT_OF_LIST.match(normalize("NFKC", text).strip()))


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
