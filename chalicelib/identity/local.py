"""For the local cloud and tests only: whoever says so is verified. The proof is `local:<member id>:<subject>`."""

from datetime import datetime

from chalicelib.errors import InvalidInput


class Local:
    def subject(self, proof: str, member_id: str, now: datetime) -> str:
        service, _, rest = proof.partition(":")
        holder, _, subject = rest.partition(":")
        if service != "local" or holder != member_id or not subject:
            raise InvalidInput("bad_proof", "proof")
        return f"local:{subject}"
