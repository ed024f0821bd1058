"""A Flask application that does nothing: what the rates of ours are compared with.

And one that has its answer ready, as long as that of `/api/v1/near`: what the bytes alone cost.
"""

from flask import Flask, Response

LONG_BYTES = 28_500
"""Of an answer of twenty points in Shanghai."""


def application() -> Flask:
    """Two views: a few bytes, and many."""
    app = Flask("empty")
    ready = "示" * (LONG_BYTES // 3)

    @app.get("/")
    def empty() -> Response:
        return Response("ok", mimetype="text/plain")

    @app.get("/long")
    def long() -> Response:
        return Response(ready, mimetype="text/plain")

    return app


if __name__ == "__main__":
    import multiprocessing
    import sys

    from servicepoints.serving import granian

    multiprocessing.set_start_method("spawn", force=True)
    granian("tests.benchmarks.empty:application", "127.0.0.1", int(sys.argv[1]), 2).serve()
