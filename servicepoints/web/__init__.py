"""HTTP: parse, authorise, call a service, render. One folder for each sort of reader.

Imports `services`, `catalogue`, `maps`, `domain`, `config`, `errors`; never SQL, never a geocoder. What a
view needs of the process it finds in `web.state`; nothing here reads the environment or the clock itself.

Border: anybody may send anything, 64 KB of it, as often as the proxy lets through; courier pages and the
API are read without an account. Believed: nothing but a token that opens one thing, and of a position that
it is somebody's wish to know what is near. So: what is answered to all holds nothing private; what is
written (a booking, a word at a door, a proposal) is bounded by phone, network and day, weighed before it
counts, and never says who wrote it; a position is used and dropped. What a browser is told: `security`;
which names of ours are answered: `threshold`; what is never told in a failure: `errors`.
"""
