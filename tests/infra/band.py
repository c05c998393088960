"""An old room as a clerk would save it; invented, in the manner of such rooms."""

from pathlib import Path

POSTS = """\ufeff번호,작성일,작성자,내용,사진,장소,위도,경도,태그,상태,담당부서
1,2019. 3. 2. 오후 4:10,산책하는 개미,"#생활불편신고
괴목정 데크길 판자가 썩어 구멍이 났습니다.
연락처 010-1234-5678",deck.jpg,괴목정 산책로,36.3170,127.2230,,,
2,2019-03-04T09:30:00+09:00,두마댁,소방서 앞 신호등이 꺼져 있어요. #생활불편신고,,,,,,처리불가,
3,2019년 3월 5일 오전 12:05,늘봄,벚꽃이 곧 피겠네요.,,,,,,,
"""
COMMENTS = """글번호,작성일,작성자,내용,담당부서
1,2019. 3. 2. 오후 5:00,두마댁,저도 유모차가 빠질 뻔했어요.,
1,2019. 3. 2. 오후 5:00,두마댁,조심하세요.,
1,2019. 3. 4. 오전 10:20,계룡시 건설교통실,판자를 교체하겠습니다. 042-840-2114로 문의해 주세요.,
1,2019. 3. 9. 오후 1:00,산책하는 개미,고쳐 주셔서 고맙습니다.,
2,2019. 3. 5. 오전 9:00,정다운,경찰서 소관이라고 들었습니다.,minwon
"""


def saved(folder: Path, posts: str = POSTS, comments: str = COMMENTS, encoding: str = "utf-8") -> tuple[Path, Path]:
    for name, text in (("posts.csv", posts), ("comments.csv", comments)):
        (folder / name).write_text(text, encoding)
    return folder / "posts.csv", folder / "comments.csv"
