"""How fast the desk answers, and what it holds, on the largest example: MEDIAUDIT=target/release/mediaudit python tests/bureau/mesure.py

Start to first page; each kind of page once warm (the median and the worst of twenty); then random use, which also answers questions: the
median and the worst of each kind of page, whatever had to be judged again, and the memory (`--requetes`: how many, 400 unless told).
No browser: its own time is not ours. Ends with 1 where a limit is passed.
"""

import argparse
import http.client
import pathlib
import random
import re
import statistics
import sys
import tempfile
import time
import urllib.parse
from collections import defaultdict

from bureau import Desk, copied, program

EXAMPLE = "ville-de-clairval"
PAGES = ["/", "/questions", "/questions?par=reste", "/questions?par=qui", "/questions/C05", "/papiers", "/plan", "/rapport", "/audit", "/audit/C05", "/accueil"]
# milliseconds, milliseconds, MiB
WARM, START, MEMORY = 50, 500, 150


class Visitor:
    """A browser that shows nothing."""

    def __init__(self, desk: Desk):
        self.host = urllib.parse.urlsplit(desk.address).netloc
        self.line = http.client.HTTPConnection(self.host, timeout=120)
        self.cookie = ""
        _, headers, _ = self.ask("GET", urllib.parse.urlsplit(desk.entrance)._replace(scheme="", netloc="").geturl())
        self.cookie = headers["Set-Cookie"].split(";")[0]

    def ask(self, method: str, path: str, body: dict | None = None):
        headers = {"Cookie": self.cookie} if self.cookie else {}
        if body is not None:
            headers |= {"Origin": f"http://{self.host}", "Content-Type": "application/x-www-form-urlencoded"}
        self.line.request(method, path, urllib.parse.urlencode(body) if body is not None else None, headers)
        answer = self.line.getresponse()
        return answer.status, answer.headers, answer.read()

    def timed(self, path: str) -> float:
        start = time.perf_counter()
        status, _, _ = self.ask("GET", path)
        assert status == 200, (path, status)
        return (time.perf_counter() - start) * 1000


def kind(path: str) -> str:
    """A page, whichever criterion or piece it is of."""
    return re.sub(r"^(/papiers/piece|/questions|/audit)/.+", r"\1/…", path)


def main() -> int:
    words = argparse.ArgumentParser(description="Mesure le bureau.")
    words.add_argument("--requetes", type=int, default=400, help="demandes au hasard")
    rounds = words.parse_args().requetes
    over = []

    def tell(what: str, value: float, limit: float, unit: str, more: str = ""):
        print(f"{what:<44} {value:8.1f} {unit} (au plus {limit}){more}")
        if value > limit:
            over.append(what)

    with tempfile.TemporaryDirectory() as scratch:
        # what a person's computer has kept of earlier days is not counted on
        env = {"XDG_CACHE_HOME": str(pathlib.Path(scratch) / "cache")}
        folder = copied(EXAMPLE, pathlib.Path(scratch))
        print(f"{program()}, {EXAMPLE}")
        for when, limit in (("première ouverture", START), ("ouverture suivante", START)):
            start = time.perf_counter()
            desk = Desk(folder, "--auditeur", "auditrice", env=env)
            visitor = Visitor(desk)
            visitor.timed("/")
            tell(f"du lancement à la première page, {when}", (time.perf_counter() - start) * 1000, limit, "ms")
            if when == "première ouverture":
                desk.stop()
        pieces = [piece.decode() for piece in re.findall(rb'href="(/papiers/piece/[^"#/]+)"', visitor.ask("GET", "/papiers")[2])]
        for path in [*PAGES, *sorted(set(pieces))[:2]]:
            first = visitor.timed(path)
            times = [visitor.timed(path) for _ in range(20)]
            tell(f"page {path}", statistics.median(times), WARM, "ms", f", la plus lente {max(times):.1f}, la première {first:.1f}")
        chance = random.Random(13)
        criteria = [one.decode() for one in sorted(set(re.findall(rb'href="(/questions/[A-Z]\d+)"', visitor.ask("GET", "/questions")[2])))]
        audited = [one.replace("/questions/", "/audit/") for one in criteria]
        print(f"\n{rounds} demandes au hasard, une réponse enregistrée toutes les vingt")
        first, again = defaultdict(list), defaultdict(list)
        seen: set[str] = set()
        for turn in range(rounds):
            path = chance.choice([*PAGES, *criteria, *audited, *pieces])
            took = visitor.timed(path)
            (again if path in seen else first)[kind(path)].append(took)
            seen.add(path)
            if turn % 20 == 0:
                page = visitor.ask("GET", "/questions/C05")[2].decode()
                token = re.search(r'name="jeton" value="(\w+)"', page).group(1)
                note = re.search(r'name="vu.commentaire" value="([^"]*)"', page).group(1)
                sent = {"jeton": token, "vu.commentaire": note, "commentaire": f"Tour {turn}."}
                status, _, _ = visitor.ask("POST", "/questions/C05", sent)
                assert status == 303, status
                seen = {"/questions/C05"}
                visitor.timed("/questions/C05")
        for path in sorted({*first, *again}):
            for when, times in (("", again[path]), ("la première fois", first[path])):
                if times:
                    line = f"{statistics.median(times):8.1f} ms, la plus lente {max(times):.1f}, {len(times)} fois"
                    print(f"page {path + ' ' + when:<39} {line}")
        tell(f"mémoire après {rounds} demandes au hasard", desk.memory(), MEMORY, "Mio")
        start = time.perf_counter()
        status, _, bytes_ = visitor.ask("GET", "/rapport/pdf?etendue=essentiel")
        assert status == 200 and bytes_.startswith(b"%PDF-")
        print(f"{'le PDF court':<44} {(time.perf_counter() - start) * 1000:8.1f} ms")
        tell("mémoire ensuite", desk.memory(), MEMORY, "Mio")
        desk.stop()
    print("\n".join(f"trop : {what}" for what in over) or "tout tient dans ses limites")
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
