"""Ways to reach a reader: one file a channel, listed here once."""

from collections.abc import Callable

from chalicelib.domain.notice import Letter
from chalicelib.notify import mail

CHANNELS: tuple[Callable[[Letter], None], ...] = (mail.send,)


def send(letter: Letter) -> None:
    for channel in CHANNELS:
        channel(letter)
