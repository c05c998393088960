"""On an entry of a timeline: the counters that it moves. They are all that the figures of the room are read from.

512 MB, 60 s: a batch of fifty entries is read one by one, and counted in a few transactions.
"""

from datetime import timedelta

from chalice import Blueprint
from chalice.app import DynamoDBEvent, DynamoDBRecord

from chalicelib import clock
from chalicelib.city import city
from chalicelib.domain.figures import counts
from chalicelib.events.batch import each_change
from chalicelib.store import figures, posts
from chalicelib.store.figures import Counted
from chalicelib.store.models import EntryModel

routes = Blueprint(__name__)

TOLD_AGAIN = timedelta(days=7)  # a stream keeps its records for one; what was buried may be sent again by hand


@routes.on_dynamodb_record(stream_arn="arn:aws:dynamodb:ap-northeast-2:000000000000:table/timeline/stream/set-by-infra",
                           batch_size=50, starting_position="TRIM_HORIZON")
def count_figures(event: DynamoDBEvent) -> None:
    found: list[Counted] = []
    try:
        each_change(event, lambda record: found.append(_counted(record)))
    finally:  # a poisoned one keeps no other from being counted
        figures.count((one for one in found if one.counters), clock.now() + TOLD_AGAIN)


def _counted(record: DynamoDBRecord) -> Counted:
    entry = posts.entry(EntryModel.from_raw_data(record.new_image))
    post, timeline = posts.get(entry.post_id), posts.timeline(entry.post_id, consistent=True)
    counters = counts(post, [one for one in timeline if one.number <= entry.number], city().zone)
    return Counted(f"{entry.post_id}#{entry.number}", counters)
