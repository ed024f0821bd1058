"""A Flask application that does nothing: what the rates of ours are compared with."""

from flask import Flask, Response


def application() -> Flask:
    """One view, a few bytes."""
    app = Flask("empty")

    @app.get("/")
    def empty() -> Response:
        return Response("ok", mimetype="text/plain")

    return app


if __name__ == "__main__":
    import multiprocessing
    import sys

    from servicepoints.serving import granian

    multiprocessing.set_start_method("spawn", force=True)
    granian("tests.benchmarks.empty:application", "127.0.0.1", int(sys.argv[1]), 2).serve()
