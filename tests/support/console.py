"""A program on a console of its own, for Windows: it is interrupted when a file appears.

    python console.py FILE COMMAND...

The event goes to all processes of the console, as Ctrl-C does. (Wine brings no Ctrl-Break to them.)
"""

import ctypes
import subprocess
import sys
import time
from pathlib import Path

CTRL_C = 0

if sys.platform == "win32":
    trigger, *command = sys.argv[1:]
    kernel32 = ctypes.WinDLL("kernel32")
    kernel32.FreeConsole()
    kernel32.AllocConsole()
    streams = {"stdin": sys.stdin, "stdout": sys.stdout, "stderr": sys.stderr}
    program = subprocess.Popen(command, **streams)
    kernel32.SetConsoleCtrlHandler(None, True)
    while program.poll() is None and not Path(trigger).exists():
        time.sleep(0.02)
    kernel32.GenerateConsoleCtrlEvent(CTRL_C, 0)
    sys.exit(program.wait())
