"""What Datasette is told of the catalogue's copy: titles, what tables and columns are, what to filter by."""

from typing import Any

import orjson

from servicepoints.services.open_data.terms import CAUTIONS, TITLE, Terms

DATABASE = "servicepoints"
"""The stem of the database's file name, by which Datasette knows it."""

POINT_COLUMNS = {
    "code": "编号，6位，不会改、不会再用",
    "revision": "第几版",
    "kind": "类型",
    "demonstration": "示范点：no 不是、planned 拟建、designated 是",
    "bureau": "归哪个邮政管理局（bureaus.slug）",
    "latitude": "纬度，WGS-84",
    "longitude": "经度，WGS-84",
    "precision_m": "位置的精度，米；大于150的只是大概",
    "position_basis": "位置怎么来的：pin 人标的、roster 台账写的、其他是查地址得来的",
    "audience": "谁能进：everyone、couriers、company、residents、unknown 没核实",
    "free": "免费：1 是、0 不是、空 没核实",
    "access": "怎么进",
    "hours_text": "开放时间，台账原话",
    "opening_hours": "读懂了的开放时间，OSM opening_hours 写法",
    "hours_status": "none 没写、read 读懂了、review 待核实",
    "amenities": "设施，true 有、false 没有；没写的没核实",
    "contacts": "公开的电话",
    "listing": "listed 上线、suspended 临时关门、withdrawn 已撤点",
    "suspended_until": "关门到什么时候",
    "valid_to": "临时服务点的最后一天",
    "checked_on": "最后一次核实的日期",
    "link_group": "联动：名字一样的是同一处",
}
_TABLES: dict[str, dict[str, Any]] = {
    "points": {
        "title": "歇脚点",
        "description": "每行一个点，重要的在前。",
        "label_column": "name",
        "facets": [
            "district",
            "sub_district",
            "kind",
            "listing",
            "audience",
            "access",
            "hours_status",
            "demonstration",
        ],
        "size": 50,
        "columns": POINT_COLUMNS,
    },
    "point_amenities": {
        "title": "设施",
        "description": "每行一个点的一种设施：has=1 有，0 没有；没有这一行就是没核实。",
        "facets": ["key", "has"],
    },
    "amenities": {"title": "设施的名称", "label_column": "label", "sort": "place"},
    "spaces": {"title": "功能空间", "label_column": "name", "facets": ["hours_status"]},
    "offerings": {
        "title": "活动和服务",
        "label_column": "title",
        "facets": ["kind", "category", "welcome", "channel"],
    },
    "sessions": {
        "title": "场次",
        "description": "还没结束的场次，时间是 UTC。还剩几个名额不在这里，用接口查。",
        "facets": ["state"],
        "sort": "starts_at",
    },
    "doors": {
        "title": "门口的反馈",
        "description": "小哥最近哪天说开着，有人几点说门关着、到几点自动过去；时间是 UTC。不是核实。",
        "facets": ["disputed"],
    },
    "districts": {"title": "区", "label_column": "name"},
    "sub_districts": {"title": "街道和镇", "label_column": "name", "facets": ["district"]},
    "bureaus": {"title": "邮政管理局", "label_column": "name"},
    "link_groups": {"title": "联动", "label_column": "name", "sort_desc": "points"},
    "calendar": {"title": "节假日和调休", "sort": "date"},
    "meta": {"title": "这份资料", "hidden": True},
    "changes": {"title": "改动流水", "hidden": True},
}
_QUERIES = {
    "by_district": {
        "title": "各区有多少点",
        "sql": "SELECT district AS 区, count(*) AS 点数, sum(hours_status = 'read') AS 时间已核实,"
        " sum(latitude IS NOT NULL) AS 有位置 FROM points WHERE listing != 'withdrawn'"
        " GROUP BY district ORDER BY 点数 DESC",
    },
    "by_amenity": {
        "title": "各种设施有多少",
        "sql": "SELECT a.label AS 设施, sum(p.has) AS 有, sum(1 - p.has) AS 没有 FROM amenities a"
        " LEFT JOIN point_amenities p ON p.key = a.key GROUP BY a.key ORDER BY 有 DESC",
    },
}


def datasette_metadata(terms: Terms) -> bytes:
    """The file that is given to `datasette servicepoints.db --metadata`."""
    about: dict[str, Any] = {
        "title": TITLE,
        "description": f"{terms.citation}。{terms.licence_words}{''.join(CAUTIONS)}",
        "source": terms.publisher,
        "license": terms.licence,
        "license_url": terms.licence_url,
        "source_url": terms.link("/open-data/") if terms.url else "",
    }
    document = {name: value for name, value in about.items() if value}
    document["databases"] = {DATABASE: {"tables": _TABLES, "queries": _QUERIES}}
    return orjson.dumps(document, option=orjson.OPT_INDENT_2)
