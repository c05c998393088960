"""On any change of a post: bring the search to what the post says now.

512 MB, 120 s: the longest text has some thousands of grams, which are written in a few seconds; fifty such texts at
once would take longer, but what was done is passed over when the batch comes again.
"""

from typing import Any

from chalice import Blueprint
from chalice.app import DynamoDBEvent, DynamoDBRecord

from chalicelib.domain import search
from chalicelib.domain.post import Post
from chalicelib.errors import NotFound
from chalicelib.events.batch import each_change
from chalicelib.store import posts, terms
from chalicelib.store.models import PostModel

routes = Blueprint(__name__)


@routes.on_dynamodb_record(
    stream_arn="arn:aws:dynamodb:ap-northeast-2:000000000000:table/posts/stream/set-by-infra",
    batch_size=50,
    starting_position="TRIM_HORIZON",
)
def index_post(event: DynamoDBEvent) -> None:
    each_change(event, _index)


def _index(record: DynamoDBRecord) -> None:
    told = [_post(image) for image in (record.old_image, record.new_image) if image]
    post_id, said = told[0].post_id, [search.terms(post) for post in told]
    if record.new_image and len(set(said)) == 1 and (not said[0] or terms.has(post_id, said[0])):
        return  # most changes are of a counter or a status; and what comes again was done
    # Records may come late, and again: what they say is only what may lie in the index and should no longer.
    now = terms_now(post_id)
    terms.keep(post_id, now, frozenset[str]().union(*said) - now)


def _post(image: Any) -> Post:
    return posts.from_model(PostModel.from_raw_data(image))


def terms_now(post_id: str) -> frozenset[str]:
    try:
        return search.terms(posts.get(post_id))
    except NotFound:
        return frozenset()
