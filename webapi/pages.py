"""The built pages under /app/: every address inside the app is index.html, a missing asset is a 404, not HTML.

Assets carry a hash in their names and are cached for a year; index.html is asked for anew each time. The build leaves
a .gz beside each text file, served with the original's type to whoever takes it.
"""

from datetime import UTC, datetime
from importlib.resources import files
from mimetypes import guess_type
from pathlib import Path

from flask import Blueprint, Response, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.security import safe_join

blueprint = Blueprint("pages", __name__)
PAGES = Path(str(files("webapi") / "static" / "app"))
FONTS = PAGES / "fonts"
"""What documents are set in; brought along by the build of the pages."""
NOT_BUILT = (
    "The pages are not built. Run: cd webui && npm ci && npm run build (or install again without SKIP_WEBUI). "
    "The API is at /api/v1/.\n"
)


@blueprint.get("/")
def root() -> Response:
    """To the pages."""
    return redirect("/app/")  # type: ignore[return-value]


@blueprint.get("/app")
@blueprint.get("/app/")
@blueprint.get("/app/<path:inside>")
def app(inside: str = "") -> Response:
    """An asset, or the app itself for every other address."""
    wanted = safe_join(str(PAGES), inside) if inside else None
    if wanted is not None and Path(wanted).is_file() and not inside.endswith((".gz", "stamp")):
        return _served(Path(wanted), immutable=inside.startswith("assets/"))
    if inside.startswith("assets/"):
        raise NotFound
    index = PAGES / "index.html"
    if not index.is_file():
        return Response(NOT_BUILT, 503, mimetype="text/plain")
    return _served(index, immutable=False)


def _served(file: Path, *, immutable: bool) -> Response:
    zipped = file.with_name(file.name + ".gz")
    packed = zipped.is_file() and request.accept_encodings["gzip"] > 0
    mimetype = guess_type(file.name)[0] or "application/octet-stream"
    taken = zipped if packed else file
    response = Response(taken.read_bytes(), mimetype=mimetype)  # no open file is left where a reader goes away
    response.last_modified = datetime.fromtimestamp(taken.stat().st_mtime, UTC)
    response.add_etag()
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    if zipped.is_file():
        response.vary.add("Accept-Encoding")
    response.cache_control.no_cache = None if immutable else True
    if immutable:
        response.cache_control.public, response.cache_control.max_age = True, 365 * 24 * 3600
        response.cache_control.immutable = True
    response.make_conditional(request)
    return response
