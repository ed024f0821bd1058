"""Open data (开放数据): files of all that is published, written when it is published and sent as they are.

`filing` writes them, `index` reads what there is: a worker imports `index` alone, and none of what writing
needs. Imports `register`, `catalogue`, `sheets`, `sharing`, `domain`, brotli; never Flask.
"""
