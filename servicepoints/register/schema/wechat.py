"""WeChat's ticket, for all nodes: one row an official account."""

from sqlalchemy import Column, String, Table, Text

from servicepoints.register.schema.columns import Moment, metadata, text

wechat_ticket = Table(
    "wechat_ticket",
    metadata,
    Column("app_id", String(64), primary_key=True),
    Column("sealed", Text, nullable=False, default=""),
    Column("valid_until", Moment),
    Column("claimed_until", Moment),
    Column("retry_at", Moment),
    text("failure"),
    Column("failed_at", Moment),
)
