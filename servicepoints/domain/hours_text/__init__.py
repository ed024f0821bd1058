"""Reading Chinese opening hours: tokens → clauses → `opening_hours`. A wrong reading is worse than none.

One phrase on its way through the files:

    周一至周五8：30—17：00（12：00—13：00休息），法定节假日闭馆

    writings  one sort of sign and dash: 周一至周五8:30-17:00(12:00-13:00休息),法定节假日闭馆
    tokens    pieces of a kind each:
              DAYS 周一至周五, CLOCK 8:30, DASH, CLOCK 17:00, OPEN, CLOCK 12:00, DASH, CLOCK 13:00, OFF 休息,
              CLOSE, COMMA, DAYS 法定节假日, OFF 闭馆. What no pattern knows is UNREAD, and not overlooked.
    parser    gives each token to the rule of its kind (`day_rules`, `date_rules`, `span_rules`). Rules ask
              `meanings` what 周一至周五 names and `spans` which minutes 8:30-17:00 are; `cursor` knows what
              comes next, `state` the clause being read. A clause is complete with hours or 闭馆; days or
              dates without either are named. What was read stands in a `model.Reading`:
              Clause(Monday to Friday, 8:30-12:00 and 13:00-17:00), Clause(holidays, off).
    weaving   lays the clauses into a `week`, or one a season, and sees which adds, overrides, contradicts.
    writing   gives the rules of the weeks: Mo-Fr 08:30-12:00,13:00-17:00; PH off
    reader    makes the Schedule of it: READ, or REVIEW with what was refused or doubted on the way.

A new word for a known thing is a pattern in `tokens`, a new way to write it one in `writings`; a new sort of
thing is a Kind and a row in `parser`.
"""

from servicepoints.domain.hours_text.reader import read_hours

__all__ = ["read_hours"]
