"""A register with points, robots that listen on loopback, and a clock that the test moves."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from servicepoints import reference
from servicepoints.domain.digests import Form, Length, Robot, Weekly
from servicepoints.domain.outbox import MessageState
from servicepoints.domain.points import Audience, Kind, Point
from servicepoints.register import Actor, Register, bureaus, instance, open_register, outbox, robots, writing
from servicepoints.register.bureaus import Bureau
from servicepoints.register.migrating import migrate
from servicepoints.register.outbox import Message
from servicepoints.register.secrecy import new_key
from servicepoints.services.noticing.gathering import Frame
from servicepoints.services.noticing.scheduling import queue_due
from servicepoints.services.noticing.sending import Round, send_due
from servicepoints.sharing.wecom import tail_of
from tests.loopback import Behaviour, Host, answering, listening
from tests.services.booking_city import BEGUN, Clock

SETUP = Actor("setup", "示例")
KEY = "693a91f6-1234-4bc4-97a0-{:012d}"
MONDAY_AT_TEN = Weekly(0, 600)
FRAME = Frame(
    site="https://example.gov.cn", host="", open_window=timedelta(hours=3),
    vocabulary=reference.vocabulary(), gazetteer=reference.gazetteer(),
)  # fmt: skip


def wecom(code: int = 0, message: str = "ok") -> Behaviour:
    """WeCom's answer, an error too."""
    return answering(json.dumps({"errcode": code, "errmsg": message}))


@dataclass
class Groups:
    """The register at `url`, its clock, and the host of its robots."""

    register: Register
    clock: Clock
    host: Host
    url: str
    data_key: str
    _keys: int = 0

    def robot(self, **more: object) -> int:
        """One more robot of 示例邮政管理局; its id."""
        self._keys += 1
        address = f"{self.host.url}/cgi-bin/webhook/send?key={KEY.format(self._keys)}"
        known: dict[str, object] = {"bureau": "shili", "name": f"示例{self._keys}群"}
        with self.register.write(SETUP) as writer:
            return robots.add(writer, Robot(**(known | more)), address, tail_of(address))  # type: ignore[arg-type]

    def queue(self, robot: int, *texts: str, batch: str = "desk:1") -> list[int]:
        """These texts in line for a robot; their numbers."""
        with self.register.write(SETUP) as writer:
            assert outbox.add(writer, robot, batch, texts, Form.TEXT, writer.now + timedelta(days=7))
        return [message.id for message in self.messages() if message.text in texts]

    def send(self, only: list[int] | None = None) -> Round:
        return send_due(self.register, [self.host.name], 60, only)

    def schedule(self) -> int:
        return queue_due(self.register, FRAME)

    def messages(self) -> list[Message]:
        with self.register.read() as reader:
            return [message for message, _ in reversed(outbox.latest(reader, None, 1000))]

    def states(self) -> list[MessageState]:
        return [message.state for message in self.messages()]

    def heard(self) -> list[str]:
        """What the robots were told, in order."""
        bodies = [json.loads(asked.split(b"\r\n\r\n", 1)[1]) for asked in self.host.asked]
        return [body[body["msgtype"]]["content"] for body in bodies]


@contextmanager
def groups(url: str) -> Iterator[Groups]:
    """An empty register at that address, peopled with a bureau and two points."""
    clock, key = Clock(), new_key()
    register = open_register(url, key, clock)
    migrate(register)
    with register.write(SETUP) as writer:
        instance.create(writer, "demo")
        bureaus.put(writer, Bureau("shili", "示例邮政管理局"))
        known = Point(
            name="示例甲驿站", kind=Kind.CARE_STATION, bureau="shili", district="黄浦区", address="示例路1号",
            audience=Audience.COURIERS,
        )  # fmt: skip
        writing.insert_many(writer, [known, replace(known, name="示例乙驿站")], "示例")
    with listening() as host:
        host.behaves = [wecom()]
        yield Groups(register, clock, host, url, key)
    register.close()


__all__ = ["BEGUN", "MONDAY_AT_TEN", "Groups", "Length", "groups", "wecom"]
