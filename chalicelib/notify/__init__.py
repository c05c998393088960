"""Ways to reach a reader. A channel is one file, and one row here by the kind of message that it takes."""

from collections.abc import Callable
from typing import Any

from chalicelib.domain.notice import Letter
from chalicelib.domain.push import Push
from chalicelib.notify import mail, push

Message = Letter | Push
CHANNELS: dict[type, Callable[[Any], None]] = {Letter: mail.send, Push: push.send}


def send(message: Message) -> None:
    CHANNELS[type(message)](message)
