"""Makes sure that the system has what Qt and the tests need and pip cannot bring.

python scripts/system_packages.py run     the libraries that the window needs on the display at hand
python scripts/system_packages.py test    those of the tests, and the tools of the end-to-end tests

What is missing is looked up by loading it, so nothing is asked of apt while all is there. As root on
Debian or Ubuntu the missing packages are installed; otherwise the command that installs them is printed.
It runs before anything is installed: standard library only.
"""

import ctypes
import os
import shutil
import subprocess
import sys
from pathlib import Path

# Library -> Debian package: what the libraries of PySide6-Essentials are linked against (readelf -d).
# Newer releases that renamed a package (libglib2.0-0t64) still provide it under this name.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6",
    "libbrotlidec.so.1": "libbrotli1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libstdc++.so.6": "libstdc++6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
}
X11_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
# Command -> Debian package: a display without a screen, keys and clicks for it, a window manager.
TEST_TOOLS = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool"}

FONT_PACKAGE = "fonts-dejavu-core"
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")


def main(kind: str) -> int:
    if sys.platform != "linux":
        return 0
    needed = missing_libraries(QT_LIBRARIES) | missing_fonts()
    useful: set[str] = set()
    if kind == "test":
        # Without these the end-to-end tests are skipped, with a reason; the others run.
        useful = missing_libraries(X11_LIBRARIES) | missing_tools()
    else:
        needed |= missing_libraries(display_libraries())
    if not needed | useful:
        return 0
    if shutil.which("apt-get") is None:
        print(f"Please install what these Debian packages hold: {' '.join(sorted(needed | useful))}")
        return 1 if needed else 0
    if os.geteuid() == 0:
        return install(needed | useful)
    if needed:
        print(f"Qt lacks system libraries here. Please run:  {command(needed)}")
        return 1
    print(f"The end-to-end tests will be skipped; to have them run:  {command(useful)}")
    return 0


def display_libraries() -> dict[str, str]:
    """Tell which libraries the window needs to show itself on the display at hand."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    libraries: dict[str, str] = {}
    if "xcb" in platform or (not platform and os.environ.get("DISPLAY")):
        libraries |= X11_LIBRARIES
    if "wayland" in platform or (not platform and os.environ.get("WAYLAND_DISPLAY")):
        libraries |= WAYLAND_LIBRARIES
    return libraries


def missing_libraries(libraries: dict[str, str]) -> set[str]:
    return {package for library, package in libraries.items() if not can_load(library)}


def can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def missing_tools() -> set[str]:
    return {package for tool, package in TEST_TOOLS.items() if shutil.which(tool) is None}


def missing_fonts() -> set[str]:
    for folder in FONT_FOLDERS:
        for pattern in ("*.ttf", "*.otf", "*.ttc"):
            if any(Path(folder).expanduser().rglob(pattern)):
                return set()
    return {FONT_PACKAGE}


def command(packages: set[str]) -> str:
    return f"sudo apt-get install {' '.join(sorted(packages))}"


def install(packages: set[str]) -> int:
    """Install the packages as root, without a question."""
    print(f"Installing system packages: {' '.join(sorted(packages))} ...", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    # An update may fail half-way and the lists still be good enough: only the installation counts.
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", *sorted(packages)]):
        done = subprocess.run(
            ["apt-get", "-qq", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    if done.returncode != 0:
        print(done.stdout)
        print(f"The system packages could not be installed. By hand:  {command(packages)}")
    return done.returncode


if __name__ == "__main__":
    if len(sys.argv) != 2 or sys.argv[1] not in ("run", "test"):
        sys.exit("usage: system_packages.py run|test")
    sys.exit(main(sys.argv[1]))
