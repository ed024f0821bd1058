"""The table of a roster's fields: what each is called, what it may be called, and how its cells are cleaned.

A new field is one entry here. Fields whose cells only make sense together (hours, position, phones, place,
amenities) have no `clean` of their own; `sheets.rows` puts those together.
"""

from collections.abc import Callable
from dataclasses import dataclass

from servicepoints.sheets import cleaning


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its key, its Chinese header, other headers for it, and its cells' cleaning.

    `clean` turns a cell's text into the value and raises InvalidValue; `many` lets several columns feed it;
    `refuse` refuses the row when its value does not fit, where others are only reviewed; `help` is for the
    person who fills in an exported roster.
    """

    name: str
    label: str
    synonyms: tuple[str, ...] = ()
    clean: Callable[[str], object] | None = None
    many: bool = False
    refuse: bool = False
    help: str = ""


def _field(
    name: str, label: str, synonyms: str = "", clean: Callable[[str], object] | None = None, **more: object
) -> Field:
    return Field(name, label, tuple(synonyms.split()), clean, **more)  # type: ignore[arg-type]


FIELDS: tuple[Field, ...] = (
    _field("code", "编号", "点位编号 点位编码 编码 代码 站点编号 统一编号", cleaning.code, refuse=True,
           help="6 位，系统给的，请不要改；新加的点位留空"),
    _field("name", "名称", "站点名称 机构名称 中心 中心名称 点位名称 点位 站点 站名 驿站名称 驿站"
        " 服务点名称 服务站名称 服务站点 服务站"
           " 接力站名称 接力站 网点名称 阵地名称 场所名称 单位名称 服务点 歇脚点 歇脚点名称 公寓名称"
           " 站点全称 全称 点名 党群服务中心"
           " 党群服务中心名称 党群服务站名称 爱心接力站名称 爱心接力站 服务中心名称 服务中心 机构"
           " 设施名称 项目 stationname sitename", cleaning.name, refuse=True),
    _field("kind", "类型", "类别 点位类型 站点类型 种类 机构类型 阵地类型 场所类型 服务点类型 站点类别"
        " 点位类别 type category", cleaning.kind),
    _field("demonstration", "示范点", "是否示范点 示范 是否示范 示范点情况 示范阵地"
        " 是否为示范点", cleaning.demonstration),
    _field("bureau", "邮政管理局", "管理局 主管局 所属局 所属邮政管理局 所属管理局 归口局", cleaning.text),
    _field("district", "区", "区县 所属区 行政区 行政区划 所在区 区域 辖区 区属 所属区县 所属区域 城区"
        " 区名 所在区县 归属区"),
    _field("sub_district", "街道", "街镇 街道镇 所属街道 所在街道 镇街 所属街镇 乡镇街道 街道乡镇 街道名称"
        " 所属街道镇 街镇名称 属地街道"
           " 属地 乡镇 镇 所在街镇 所属镇 街镇乡 所属街道乡镇 所在街道镇 镇乡街道 社区街道 街道社区"
           " 归属街道 归属街镇 subdistrict"),
    _field("address", "地址", "详细地址 站点地址 具体地址 所在地址 位置 具体位置 地点 点位地址 机构地址"
        " location 中心地址 联系地址 门牌地址 所在位置"
           " 地理位置 站址 服务地址 坐落 详址 驿站地址 网点地址 详细位置 所在地 门牌号", cleaning.line),
    _field("latitude", "纬度(WGS-84)", "纬度wgs84 latwgs84 wgs84纬度 天地图纬度 cgcs2000纬度", many=True),
    _field("longitude", "经度(WGS-84)", "经度wgs84 lonwgs84 lngwgs84 wgs84经度 天地图经度"
        " cgcs2000经度", many=True),
    _field("coordinates", "坐标", "经纬度 位置坐标 定位坐标 地图坐标 坐标经纬度", many=True),
    _field("datum", "坐标系", "坐标系统 坐标类型 坐标系类型 坐标标准 坐标格式 所用坐标系 坐标体系"),
    _field("precision_m", "位置精度(米)", "位置精度 精度 精度米 precision", cleaning.metres),
    _field("position_basis", "位置依据", "定位依据 坐标来源 位置来源", cleaning.basis),
    _field("hours", "开放时间", "服务时间 营业时间 工作时间 开放时段 服务时段 对外开放时间 开放服务时间"
        " 营业时段 运营时间 开门时段 hourstext"
           " 时间 开放日期及时间 使用时间 开放日期 开放时间段 openinghours businesshours", many=True),
    _field("opens", "开门", "开门时间 开始时间 开始 起 营业开始 开店时间 开放开始 起始时间 开馆 开馆时间"
        " 开 从", many=True),
    _field("closes", "关门", "关门时间 结束时间 结束 止 打烊 打烊时间 营业结束 闭馆时间 开放结束 截止时间"
        " 闭馆 终止时间 关 到 至", many=True),
    _field("phone", "电话", "联系电话 服务电话 固定电话 手机 手机号 手机号码 联系方式 咨询电话 电话号码"
        " 联系人电话 固话 座机 值班电话 热线"
           " 服务热线 联系手机 tel 负责人电话 联系人手机 联系人及电话 联系人电话号码 联系人及联系电话"
           " 联系人及联系方式 联系号码 站点电话 telephone mobile"
           " 对外电话 移动电话 办公电话 负责人手机 联系人联系电话 负责人联系电话 服务咨询电话", many=True),
    _field("contact", "联系人", "负责人 联络人 站长 驿站负责人 管理员 联系人姓名 负责人姓名 姓名 专管员"
        " 责任人 站点负责人 联络员 点位负责人 contactperson",
           many=True),
    _field("contact_public", "可公开", "是否公开 公开 电话可公开 是否可公开 电话是否公开 可否公开"
        " 联系方式是否公开"),
    _field("amenities", "服务内容", "服务项目 服务设施 设施 功能 服务功能 配套设施 设施设备 配套服务"
        " 配备设施 提供服务 其他服务 服务 设备"
           " 现有设施 设施情况 功能设施 服务内容及设施 可提供服务 主要服务 服务清单 特色服务 配置 其他设施"
           " 硬件设施 基本设施 主要功能"
           " 设施配置 服务内容设施 设施服务 服务事项 便民服务 服务类别 便民设施 配备情况 服务设施设备"
           " 可提供的服务 services facilities", many=True),
    _field("audience", "谁能进", "开放对象 服务对象 适用人群 面向对象 服务人群 对象 准入 面向人群 使用对象"
        " 进入对象 可进入人群 准入对象 适用对象"
           " 服务群体 开放人群", cleaning.audience),
    _field("free", "是否免费", "免费 费用 收费情况 收费标准 收费说明 免费与否", cleaning.free),
    _field("charged", "是否收费", "收费 有无收费", cleaning.charged),
    _field("access", "怎么进", "进入方式 进门方式 进站方式 开门方式 入内方式 准入方式 如何进入 入场方式"
        " 门禁方式", cleaning.access),
    _field("access_note", "进门说明", "进入说明 入口说明 入口 门禁说明 门禁 进门备注"
        " 入口位置", cleaning.text),
    _field("parking_note", "停车说明", "停车情况 停车备注 停车位置 停车提示", cleaning.text),
    _field("booking_channel", "预约方式", "报名方式 预约渠道 booking 如何预约 预约途径"
        " 预约", cleaning.channel),
    _field("booking_phone", "预约电话", "报名电话 预约热线 预约联系电话 报名热线", cleaning.booking_phone),
    _field("booking_link", "预约链接", "预约网址 报名链接 预约地址 报名网址", cleaning.link),
    _field("booking_note", "预约说明", "预约备注 报名说明 预约须知", cleaning.text),
    _field("booking_note_date", "预约说明日期", "说明日期 预约更新日期 预约说明更新日期"
        " 预约日期", cleaning.day),
    _field("link_group", "联动点位", "联动 联动组 联动点 联动群", cleaning.text),
    _field("valid_from", "有效期起", "启用日期 开始日期 有效期开始 起始日期 启用时间"
        " 有效开始日期", cleaning.day),
    _field("valid_to", "有效期止", "停用日期 截止日期 结束日期 有效期至 有效期结束 终止日期"
        " 撤点日期", cleaning.day),
    _field("checked_on", "核实日期", "核查日期 核实时间 最近核实 最近核实日期 核对日期", cleaning.day),
    _field("checked_by", "核实人", "核查人 核实单位 核查单位 核对人", cleaning.text),
    _field("source", "来源", "数据来源 信息来源 资料来源 出处", cleaning.text),
    _field("source_date", "来源日期", "发布日期 数据日期 资料日期 更新日期 更新时间 最近更新 最后更新"
        " 数据更新日期 数据更新时间 信息更新日期 信息更新时间 更新于", cleaning.source_day),
    _field("status", "状态", "使用状态 运营状态 当前状态 目前状态 开放状态 点位状态 站点状态 运行状态"
        " 是否启用 是否在用 是否开放 是否正常开放 是否运营 使用情况 运营情况 存续状态"
        " 开放情况 目前开放情况 开放与否 对外开放 是否对外开放 对外开放情况 对外开放与否 是否对外"
        " 能否对外开放 是否已对外开放 是否向社会开放 是否对社会开放 是否面向社会开放 是否向公众开放"
        " 是否对公众开放 向社会开放情况", many=True),
    _field("spaces", "功能空间", "空间 功能区 功能区域 空间设置 内部空间"),
    _field("note", "备注", "说明 备注说明 其他说明 注 补充说明 其他 附注 备注信息"
        " 情况说明 remark remarks notes", cleaning.text, many=True),
)  # fmt: skip

BY_NAME = {field.name: field for field in FIELDS}

MEAL_TIMES = ("供餐时间", "用餐时间", "就餐时间", "供餐时段")
"""Headers of meal times: the hours of a roster of canteens that has no other column of hours."""

SERIALS = ("序号", "序", "no", "行号", "编次", "号", "次序")
"""Headers of row numbers, which mean nothing."""
