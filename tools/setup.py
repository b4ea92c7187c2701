"""Make `.venv` ready: `setup.py run` to use the program, `dev` to work on it, `browser` to test its pages.

Runs on a machine that has nothing but Python, so it uses the standard library alone. What it installs is
pinned by hash in requirements/*.txt. A second call does nothing until a lock file, the interpreter or the
folder changes.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
LOCKS = {"run": ROOT / "requirements" / "run.txt", "dev": ROOT / "requirements" / "dev.txt"}
PYTHON_MIN = (3, 11)


class SetupError(Exception):
    """Setting up cannot go on; the message says why and what to do."""


def say(line: str) -> None:
    """Talk on stderr, so that the output of a target stays clean."""
    print(f"setup: {line}", file=sys.stderr, flush=True)


def system_command(command: list[str], *, root: bool, sudo: bool, terminal: bool) -> list[str] | None:
    """How this account may run a command as root; None if it may not.

    >>> system_command(["apt-get", "update"], root=False, sudo=True, terminal=False)
    ['sudo', '-n', 'apt-get', 'update']
    """
    if root:
        return command
    if sudo:
        return ["sudo", *([] if terminal else ["-n"]), *command]
    return None


def install_system_package(package: str, purpose: str, otherwise: str = "") -> None:
    """Install one Debian package. Raises SetupError, saying what to do by hand, where that cannot be done."""
    by_hand = f"{purpose} needs the system package {package}. Install it (Debian: apt-get install {package})"
    by_hand += f" and run make again{otherwise}."
    if shutil.which("apt-get") is None:
        raise SetupError(by_hand)
    for arguments in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", package]):
        command = system_command(
            ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", *arguments],
            root=os.geteuid() == 0,
            sudo=shutil.which("sudo") is not None,
            terminal=sys.stdin.isatty(),
        )
        if command is None:
            raise SetupError(f"{by_hand} This account is not root and has no sudo.")
        say(" ".join(part for part in command if part not in {"env", "DEBIAN_FRONTEND=noninteractive"}))
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode:
            print("\n".join(done.stdout.splitlines()[-15:]), file=sys.stderr)
            raise SetupError(by_hand)


def setup_key(lock: Path) -> dict[str, str]:
    """What an installed `.venv` depends on: change one of these and it is made anew or brought up to date."""
    content = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes())
    return {"folder": str(ROOT), "python": sys.version, "lock": content.hexdigest()}


def read_stamp(name: str) -> dict[str, str]:
    """The key of the last finished setup of this name; empty if there is none."""
    try:
        stamp = json.loads((VENV / f".setup-{name}.json").read_text())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def venv_works() -> bool:
    """Whether `.venv` holds a pip that starts and a Python that is new enough."""
    if not VENV_PYTHON.exists():
        return False
    probe = f"import sys, pip; sys.exit(sys.version_info < {PYTHON_MIN})"
    return subprocess.run([VENV_PYTHON, "-c", probe], capture_output=True, check=False).returncode == 0


def make_venv() -> None:
    """Create `.venv`, first fetching Python's own venv support where the system has split it off (Debian)."""
    if importlib.util.find_spec("ensurepip") is None:
        major, minor = sys.version_info[:2]
        install_system_package(f"python{major}.{minor}-venv", "A virtual environment")
    say("making .venv")
    # Debian adds ensurepip while this process runs, so that a new process must look for it.
    done = subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=False)
    if done.returncode or not venv_works():
        raise SetupError(f"{sys.executable} could not make a virtual environment; see the message above.")


def pip(*arguments: str) -> None:
    """Run pip in `.venv`, showing only downloads that take a while. Raises SetupError if it fails."""
    command = [
        str(VENV_PYTHON),
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "install",
        *arguments,
    ]
    lines: list[str] = []
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as running:
        assert running.stdout is not None
        for line in running.stdout:
            lines.append(line.rstrip())
            if line.lstrip().startswith("Downloading") and " MB)" in line:
                name, version = line.split()[1].split("-")[:2]
                say(f"fetching {name} {version} {line[line.index('(') :].strip()}")
    if running.returncode:
        print("\n".join(lines[-15:]), file=sys.stderr)
        raise SetupError("pip could not install what is pinned in requirements/. Check the network and run make again.")


def install(name: str) -> None:
    """Bring `.venv` to the state of one lock file, then point it at this checkout."""
    key = setup_key(LOCKS[name])
    stamps = {other: read_stamp(other) for other in LOCKS}
    done = stamps[name] == key or (name == "run" and stamps["dev"] == setup_key(LOCKS["dev"]))
    if done and venv_works():
        return
    moved = any(
        stamp and (stamp["folder"], stamp["python"]) != (key["folder"], key["python"]) for stamp in stamps.values()
    )
    if moved or not venv_works():
        make_venv()
    lock = LOCKS[name].relative_to(ROOT)
    count = sum("==" in line for line in LOCKS[name].read_text().splitlines())
    say(f"installing the {count} packages of {lock} into .venv, each checked against its hash")
    pip("--require-hashes", "--only-binary=:all:", "-r", str(lock))
    pip("--no-deps", "--no-build-isolation", "--editable", ".")
    (VENV / f".setup-{name}.json").write_text(json.dumps(key))
    say("done")


def install_browser() -> None:
    """Make sure that the system's Chromium and what drives it can run. No browser is fetched from anywhere else."""
    otherwise = ", or run `make check`, which needs no browser"
    if shutil.which("chromium") is None:
        install_system_package("chromium", "Testing the pages", otherwise)
    if not library_loads("libatomic.so.1"):  # playwright brings a Node.js that needs it, and Debian may lack it
        install_system_package("libatomic1", "Testing the pages", otherwise)


def library_loads(name: str) -> bool:
    """Whether the system has a shared library of this name."""
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def main(wanted: list[str]) -> int:
    """Set up everything that is asked for, in order; 1 and a message if something cannot be had."""
    if sys.version_info < PYTHON_MIN:
        print(
            "setup: Python 3.11 or newer is needed; name it with `make PYTHON=python3.11 ...`",
            file=sys.stderr,
        )
        return 1
    try:
        for name in wanted:
            if name == "browser":
                install_browser()
            else:
                install(name)
    except SetupError as error:
        print(f"setup: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
