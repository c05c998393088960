"""Sample posts for a new room on the local cloud, written the way citizens and staff write: through the API."""

import io
from collections.abc import Callable
from functools import partial
from typing import Any

from msgspec.structs import astuple
from PIL import Image, ImageDraw, ImageFilter

from chalicelib.city import City, city
from infra.client import Client, Refused, sign_in, wait_for

Place = tuple[float | None, float | None, str | None]

# nickname, text, tag, place, picture
POSTS = (
    (
        "두마댁",
        "두마면 소방서 앞 사거리 보행자 신호등이 이틀째 꺼져 있어요. 저녁이면 차가 그냥 지나가서 건너기가 무섭습니다. 빨리 고쳐 주세요.",
        "생활불편신고",
        (36.2700, 127.2570, "두마면 소방서 앞 사거리"),
        "signal",
    ),
    (
        "산책하는 개미",
        "괴목정 데크길 나무 판자가 썩어서 구멍이 났습니다. 유모차 바퀴가 빠질 뻔했어요. 사진 첨부합니다.",
        "생활불편신고",
        (36.3170, 127.2230, "괴목정 산책로 중간"),
        "boardwalk",
    ),
    (
        "금암동 주민",
        "공영주차장 구석에 번호판도 없는 차가 두 달째 방치되어 있습니다. 타이어도 다 주저앉았고 쓰레기까지 쌓이고 있어요.",
        "생활불편신고",
        (36.2745, 127.2480, "금암동 공영주차장"),
        "car",
    ),
    (
        "엄사 햇살",
        "밤마다 원룸 골목 전봇대 밑에 쓰레기를 몰래 버리고 갑니다. 분리수거도 안 된 봉투라 냄새가 심해요. 단속 부탁드립니다.",
        "생활불편신고",
        (36.2870, 127.2330, "엄사리 원룸 골목"),
        "rubbish",
    ),
    (
        "늘봄",
        "아이 전입신고를 하면서 아동수당도 함께 신청할 수 있는지 궁금합니다. 필요한 서류를 알려 주세요.",
        "행정상담",
        (None, None, None),
        None,
    ),
    (
        "축제 기다리는 사람",
        "올해 군문화축제 셔틀버스 시간표는 언제 나오나요? 작년에는 안내가 늦어서 헤맸습니다.",
        "시정문의",
        (None, None, None),
        None,
    ),
    (
        "골목 지킴이",
        "엄사리 원룸 골목 전봇대 아래에 쓰레기 봉투가 또 쌓였습니다. 고양이가 뜯어서 길이 엉망이에요.",
        "생활불편신고",
        (36.2871, 127.2331, "엄사리 원룸 골목 전봇대"),
        None,
    ),
    (
        "책 읽는 밤",
        "토요일 오후 두 시에 도서관 마당에서 헌책 나눔을 합니다. 집에 잠든 책 한 권씩 들고 오세요!",
        "행사안내",
        (36.2760, 127.2500, "도서관 마당"),
        None,
    ),
    (
        "계룡산 산책자",
        "어제 천마산에서 본 노을이 참 고왔습니다. 다들 하루 잘 마무리하셨나요?",
        "시민대화",
        (None, None, None),
        None,
    ),
)
# of which post, what the staff say, the status that it brings if any, and a picture of the work
ANSWERS = (
    (1, "현장을 확인했습니다. 이번 주 안에 판자를 교체하겠습니다. 그때까지 안전띠를 둘러 두었습니다.", None, None),
    (
        5,
        "축제 준비 부서에 셔틀버스 시간표가 언제 정해지는지 묻고 있습니다. 듣는 대로 알려 드리겠습니다.",
        "in_progress",
        None,
    ),
    (0, "오늘 오전에 제어기를 교체해 신호등이 정상으로 켜집니다. 알려 주셔서 고맙습니다.", "resolved", "signal-mended"),
)
COMMENTS = (
    (0, "엄사 햇살", "저도 어제 건너다가 놀랐습니다."),
    (2, "늘봄", "여기 아이들 학원 차 세우는 자리라 더 불편해요."),
)
# of which complaint, what the desk orders, and with what
ORDERS: tuple[tuple[int, str, dict[str, object]], ...] = (
    (2, "extension", {"amount": 5, "kind": "facts", "reason": "차량 소유자를 확인하는 데 시간이 더 걸립니다."}),
    (
        4,
        "pause",
        {"kind": "supplement", "reason": "아이의 나이를 알아야 받을 수 있는지 확인됩니다. 전화로 알려 주세요."},
    ),
)
TWIN = (6, 3, "같은 골목의 같은 쓰레기입니다.")  # of which complaint, into which, and why
COMPLAINTS = 7  # they come first


def seed(room: dict[str, Any]) -> None:
    """Leaves a room that has posts as it is. What another city than the one of the samples refuses ends them, and nothing else."""
    reader = Client(room["site"])
    if reader.call("GET", "/v1/posts?limit=1")["posts"]:
        return
    try:
        _fill(room, reader)
    except Refused as refused:
        print(f" the samples end here, for they do not fit this city: {refused} …", end="", flush=True)


def _fill(room: dict[str, Any], reader: Client) -> None:
    citizens = {row[0]: reader.join(row[0]) for row in POSTS}
    posts = [
        _write(citizens[name], said(text, tag, place, number < COMPLAINTS, city()), picture)
        for number, (name, text, tag, place, picture) in enumerate(POSTS)
    ]
    _wait_for_routing(reader, posts[:COMPLAINTS])
    for number, name, text in COMMENTS:
        citizens[name].call("POST", f"/v1/posts/{posts[number]}/comments", {"text": text})
        citizens[name].call("PUT", f"/v1/posts/{posts[number]}/support")
    clerk = room["sample_staff"]
    staff = reader.as_(sign_in(room["cognito"], room["user_pool_client"], clerk["username"], clerk["password"]))
    for number, text, status, picture in ANSWERS:
        photos = [staff.upload(PICTURES[picture](), path="/v1/admin/photos")] if picture else []
        answer = {"text": text, "status": status, "photos": photos}
        staff.call("POST", f"/v1/admin/posts/{posts[number]}/comments", answer)
    for number, order, body in ORDERS:
        staff.call("POST", f"/v1/admin/posts/{posts[number]}/{order}", body)
    twin, into, reason = TWIN
    staff.call("POST", f"/v1/admin/posts/{posts[twin]}/merge", {"into": posts[into], "reason": reason})


def said(text: str, tag: str, place: Place, complaint: bool, city: City) -> dict[str, Any]:
    """A sample as this city takes it: under a tag of its own, and at its centre if the place lies elsewhere."""
    lat, lon, address = place
    if lat is not None and lon is not None and not city.map.bounds.hold(lat, lon):
        lat, lon = astuple(city.map.centre)
    tags = [one.name for one in city.tags if one.complaint == complaint]
    location = {"lat": lat, "lon": lon, "address": address} if address else None
    return {"text": text, "tag": tag if tag in tags else tags[0], "location": location}


def _write(citizen: Client, body: dict[str, Any], picture: str | None) -> str:
    photos = [citizen.upload(PICTURES[picture]())] if picture else []
    return str(citizen.post(**body, photos=photos)["id"])


def _wait_for_routing(reader: Client, posts: list[str]) -> None:
    for post_id in posts:
        wait_for(lambda post_id=post_id: reader.call("GET", f"/v1/posts/{post_id}")["due_at"], "routing")  # type: ignore[misc]


# Pictures drawn here, so that no photo of anybody's lies in the repository.

SIZE = (1600, 1200)


def _scene(sky: str, ground: str) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", SIZE, sky)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 700, *SIZE), fill=ground)
    return image, draw


def _bytes(image: Image.Image) -> bytes:
    held = io.BytesIO()
    image.filter(ImageFilter.GaussianBlur(1.2)).save(held, "JPEG", quality=88)
    return held.getvalue()


def _signal(lit: bool = False) -> bytes:
    image, draw = _scene("#9db7c9", "#5b5f63")
    draw.rectangle((770, 260, 830, 1100), fill="#3b4045")
    draw.rounded_rectangle((660, 120, 940, 640), 40, fill="#23272b")
    for top in (160, 320, 480):
        draw.ellipse((730, top, 870, top + 140), fill="#4fd08a" if lit and top == 480 else "#3a3f44")
    for left in range(100, 1600, 220):
        draw.polygon(((left, 900), (left + 110, 900), (left + 60, 1150), (left - 70, 1150)), fill="#d9d9d2")
    return _bytes(image)


def _boardwalk() -> bytes:
    image, draw = _scene("#a9c4a0", "#6d8a5d")
    for index, top in enumerate(range(480, 1200, 72)):
        draw.rectangle(
            (240 - index * 18, top, 1360 + index * 18, top + 62), fill=("#a9825a", "#9c764f", "#b08a63")[index % 3]
        )
    draw.polygon(((680, 800), (980, 770), (1010, 930), (730, 960)), fill="#2b2118")
    return _bytes(image)


def _car() -> bytes:
    image, draw = _scene("#b8c7d3", "#7c7f82")
    draw.rounded_rectangle((300, 560, 1320, 900), 90, fill="#8a97a0")
    draw.polygon(((500, 570), (640, 380), (1040, 380), (1180, 570)), fill="#74828c")
    draw.polygon(((560, 560), (660, 420), (820, 420), (820, 560)), fill="#41505a")
    for left in (430, 1010):
        draw.ellipse((left, 820, left + 200, 960), fill="#26292b")
    draw.ellipse((260, 930, 1380, 1010), fill="#6a6258")
    return _bytes(image)


def _rubbish() -> bytes:
    image, draw = _scene("#3d4654", "#55504a")
    draw.rectangle((1180, 0, 1260, 900), fill="#8d8578")
    for left, top, colour in (
        (560, 640, "#e8e4da"),
        (760, 700, "#2f3640"),
        (940, 620, "#d8cfae"),
        (680, 800, "#f1efe8"),
        (880, 830, "#20262e"),
    ):
        draw.ellipse((left, top, left + 260, top + 280), fill=colour)
        draw.polygon(((left + 90, top + 20), (left + 130, top - 60), (left + 170, top + 20)), fill=colour)
    return _bytes(image)


PICTURES: dict[str, Callable[[], bytes]] = {
    "signal": _signal,
    "signal-mended": partial(_signal, lit=True),
    "boardwalk": _boardwalk,
    "car": _car,
    "rubbish": _rubbish,
}
