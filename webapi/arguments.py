"""Reading what a request carries: JSON with exact decimals, of a bearable size, and nothing else taken for it."""

from typing import Any

import flask
from webargs import missing
from webargs.flaskparser import FlaskParser, abort, is_json_request

from webapi.schemas import exact

LARGEST_JSON = 16 * 1024 * 1024


class Parser(FlaskParser):
    """webargs' parser with our JSON."""

    def load_json(self, req: flask.Request, schema: Any) -> Any:
        """The body; missing when there is none. 400 when it is not JSON, 413 when too large, 415 for another kind."""
        req.max_content_length = LARGEST_JSON
        body = req.get_data(cache=True)
        if not body:
            return missing
        if not is_json_request(req):
            abort(415)
        try:
            return exact(body)
        except (ValueError, RecursionError) as error:
            abort(400, exc=error, messages={"json": ["not JSON"]})
