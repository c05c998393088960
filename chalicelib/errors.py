"""Every error that this code raises on purpose.

    RoomError
      InvalidInput        400  the request breaks a rule; names the field
      Unauthenticated     401  no token, or one that nobody holds
      Forbidden           403  known, but not allowed to do this
      NotFound            404
      Conflict            409  true, but not in the present state
      PayloadTooLarge     413
      UnsupportedMedia    415
      TooMany             429  of the same in a short time; `minutes` says how long to wait
      PhotoRejected            the bytes are not a photo that we publish; the citizen is shown why
      ProfileError             the city profile is wrong; names the key
      StaleRead                somebody else wrote first; read again and decide again
      NotSent                  a message that its channel did not take; the queue brings it back
      NotTaken                 a message that its channel will never take; it is counted and let go
      DeviceGone               the push service knows this device no more; it is forgotten

`code` is stable and part of the API; the words for it, in every language of the room, stand in
messages.toml. Only api.edge knows the status numbers.
"""


class RoomError(Exception):
    """Base of the tree. `params` fill the placeholders of the message."""

    def __init__(self, code: str, field: str | None = None, **params: object) -> None:
        super().__init__(code if field is None else f"{code}: {field}")
        self.code = code
        self.field = field
        self.params = params


class InvalidInput(RoomError):
    pass


class Unauthenticated(RoomError):
    pass


class Forbidden(RoomError):
    pass


class NotFound(RoomError):
    pass


class Conflict(RoomError):
    pass


class PayloadTooLarge(RoomError):
    pass


class UnsupportedMedia(RoomError):
    pass


class TooMany(RoomError):
    def __init__(self, code: str, *, minutes: int) -> None:
        super().__init__(code, minutes=minutes)
        self.minutes = minutes


class PhotoRejected(RoomError):
    pass


class ProfileError(RoomError):
    """`code` is the sentence itself here: its readers are operators, not citizens."""


class StaleRead(RoomError):
    pass


class NotSent(RoomError):
    pass


class NotTaken(RoomError):
    pass


class DeviceGone(RoomError):
    pass
