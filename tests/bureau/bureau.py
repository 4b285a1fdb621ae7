"""A desk under test: the program on a copy of a dossier, and the browser of the system."""

import hashlib
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import threading

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
# what a person's programs keep is never touched
CACHE = tempfile.TemporaryDirectory(prefix="mediaudit-")


def program() -> str:
    """The program: MEDIAUDIT, else what cargo built last for tests."""
    return os.environ.get("MEDIAUDIT") or str(ROOT / "target" / "debug" / "mediaudit")


def chromium() -> str:
    """The system's browser: CHROMIUM, else by its usual names."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    for name in names:
        found = shutil.which(name) if name else None
        if found:
            return found
    raise SystemExit("chromium n’est pas installé : apt-get install chromium")


def run(*words: str, code: int | None = 0, at: pathlib.Path | None = None) -> str:
    """The command line, as a person types it."""
    done = subprocess.run([program(), *words], capture_output=True, text=True, timeout=120, cwd=at)
    assert code is None or done.returncode == code, (words, done.returncode, done.stdout, done.stderr)
    return done.stdout + done.stderr


def copied(name: str, into: pathlib.Path) -> pathlib.Path:
    """A copy of an example, to be changed."""
    folder = into / name
    shutil.copytree(EXAMPLES / name, folder)
    return folder


def begun(into: pathlib.Path, *how: str) -> pathlib.Path:
    """A dossier as « nouveau » makes it."""
    folder = into / "mon-dossier"
    run("nouveau", str(folder), "--nom", "Le Pas de la porte", *how)
    return folder


def contents(folder: pathlib.Path) -> dict[str, str]:
    """Every file of a folder and the digest of its bytes, but for what médiaudit keeps for itself."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in files
        if not any(part.startswith(".") for part in path.relative_to(folder).parts)
    }


class Desk:
    """« mediaudit ouvrir », running."""

    def __init__(self, folder: pathlib.Path | None, *how: str, env: dict[str, str] | None = None):
        self.folder = folder
        words = [program(), "ouvrir", *([str(folder)] if folder else []), "--sans-navigateur", *how]
        self.process = subprocess.Popen(
            words,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, "XDG_CACHE_HOME": CACHE.name, **(env or {})},
        )
        self.told: list[str] = []
        self.entrance = ""
        for line in self.process.stdout:
            self.told.append(line)
            found = re.search(r"http://127\.0\.0\.1:\d+/entree\?cle=\S+", line)
            if found:
                self.entrance = found.group()
                break
        assert self.entrance, "".join(self.told)
        self.address = self.entrance.split("/entree")[0]
        # what it still says must not fill its pipe
        self.listener = threading.Thread(target=lambda: self.told.extend(self.process.stdout), daemon=True)
        self.listener.start()

    def memory(self) -> float:
        """What it holds now, in MiB (Linux)."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) / 1024

    def stop(self) -> str:
        """Ctrl-C at the terminal, and what it said in all."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.ended()

    def kill(self):
        """As when the machine's power goes."""
        self.process.kill()
        self.process.wait(timeout=10)

    def ended(self) -> str:
        """Waits for its end, and gives what it said."""
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.kill()
            raise
        self.listener.join(timeout=5)
        return "".join(self.told)
