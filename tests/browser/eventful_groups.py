"""Groups in the demonstration of what seldom happens: a robot with a week, one that is dead, and messages in
every state."""

from datetime import timedelta

from servicepoints.domain.digests import Form, Robot, Weekly
from servicepoints.domain.outbox import MessageState
from servicepoints.register import Actor, Register, outbox, robots

ADDRESS = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7a2b-4bc4-97a0-0ec2f1fa5a{:02d}"
SENDER = Actor("editor", "示例爱丽丝")
ENDS = {
    MessageState.SENT: "",
    MessageState.STOPPED: "群机器人的地址失效了（93000）：到群设置里重新复制地址",
    MessageState.UNSURE: "发到一半程序断了，不知道群里收到没有",
    MessageState.WAITING: "连不上 qyapi.weixin.qq.com：超时了",
}


def make_groups(register: Register, bureau: str) -> dict[str, str]:
    """The id of a robot that is sent a notice every week."""
    weekly = Robot(bureau=bureau, name="示例外滩街道企业群", weekly=Weekly(0, 540), greets=True)
    with register.write(SENDER) as writer:
        number = robots.add(writer, weekly, ADDRESS.format(1), "5a01")
        dead = robots.add(writer, Robot(bureau=bureau, name="示例小哥群"), ADDRESS.format(2), "5a02")
        robots.blame(writer, dead, ENDS[MessageState.STOPPED])
    for state, note in ENDS.items():
        with register.write(SENDER) as writer:
            texts = [f"【示例街道】歇脚点 9月14日–20日\n\n▍歇脚\n①示例驿站，{state}"]
            outbox.add(writer, number, f"desk:{state}", texts, Form.TEXT, writer.now + timedelta(days=7))
            ((message, _),) = outbox.latest(writer, bureau, 1)
            claimed = outbox.claim(writer, message.id, number)
            assert claimed is not None
            outbox.settle(writer, claimed, state, note, writer.now + timedelta(minutes=1))
    return {"robot": str(number), "robot_dead": str(dead)}
