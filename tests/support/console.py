"""A program on a console of its own, for Windows: it is interrupted when a file appears.

    python console.py FILE EVENT COMMAND...

EVENT is 0 for Ctrl-C, 1 for Ctrl-Break; both go to all processes of a console, as keys do.
"""

import ctypes
import signal
import subprocess
import sys
import time
from pathlib import Path

if sys.platform == "win32":
    trigger, event, *command = sys.argv[1:]
    kernel32 = ctypes.WinDLL("kernel32")
    kernel32.FreeConsole()
    kernel32.AllocConsole()
    streams = {"stdin": sys.stdin, "stdout": sys.stdout, "stderr": sys.stderr}
    program = subprocess.Popen(command, **streams)
    signal.signal(signal.SIGBREAK, signal.SIG_IGN)
    kernel32.SetConsoleCtrlHandler(None, True)
    while program.poll() is None and not Path(trigger).exists():
        time.sleep(0.02)
    kernel32.GenerateConsoleCtrlEvent(int(event), 0)
    sys.exit(program.wait())
