"""The friendly address of the local site: passes everything on to the local CloudFront under its own name."""

import asyncio
import threading
from types import TracebackType

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector, web

from infra.bundle import ASSETS

# Of one hop only (RFC 9110, 7.6.1); and what aiohttp writes itself.
HOP = frozenset({"connection", "keep-alive", "transfer-encoding", "upgrade", "te", "trailer", "proxy-connection"})
BODY_MOST = 32 * 1024**2
# What CloudFront compresses where a behaviour says `Compress: true`; MiniStack leaves that out.
COMPRESSED = frozenset(
    {
        "text/html",
        "text/css",
        "text/javascript",
        "application/javascript",
        "application/json",
        "text/xml",
        "image/svg+xml",
        "application/manifest+json",
    }
)

Answer = tuple[int, list[tuple[str, str]], bytes]  # status, headers, body


class Proxy:
    """Listens on the loopback from `with` to its end, in a thread of its own. Keeps the page's assets, as the CDN does;
    photos it does not, for they may be hidden, and the CDN is then told to forget them."""

    def __init__(self, port: int, cloud_port: int, distribution: str) -> None:
        self._port, self._target = port, f"http://127.0.0.1:{cloud_port}"
        self._host = f"{distribution.partition('.')[0]}.cloudfront.localhost:{cloud_port}"
        self._kept = dict[str, Answer]()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "Proxy":
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(30)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    async def _open(self) -> None:
        self._session = ClientSession(
            connector=TCPConnector(limit=0),
            cookie_jar=DummyCookieJar(),
            auto_decompress=False,
            timeout=ClientTimeout(total=60),
        )
        app = web.Application(client_max_size=BODY_MOST)
        app.router.add_route("*", "/{path:.*}", self._pass_on)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()

    async def _close(self) -> None:
        await self._runner.cleanup()
        await self._session.close()

    async def _pass_on(self, request: web.Request) -> web.Response:
        if request.method == "GET" and request.raw_path in self._kept:
            return _response(*self._kept[request.raw_path])
        headers = {k: v for k, v in request.headers.items() if k.lower() not in HOP} | {"Host": self._host}
        async with self._session.request(
            request.method,
            self._target + request.raw_path,
            headers=headers,
            data=await request.read() or None,
            allow_redirects=False,
        ) as answer:
            kept = [(k, v) for k, v in answer.headers.items() if k.lower() not in HOP | {"content-length"}]
            told = answer.status, kept, await answer.read()
            if answer.status == 200 and request.path.startswith(f"/{ASSETS}"):
                self._kept[request.raw_path] = told
            return _response(*told)


def _response(status: int, headers: list[tuple[str, str]], body: bytes) -> web.Response:
    passed = web.Response(status=status, headers=headers, body=body)
    if passed.content_type in COMPRESSED and "Content-Encoding" not in passed.headers:
        passed.enable_compression()
    return passed
