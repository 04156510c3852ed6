"""Runs a command at a terminal of its own, and once a text has been shown closes the terminal or sends signals.

    terminal.py TEXT close|SIGNAL[,SIGNAL…] COMMAND…

Prints, as JSON, what was shown and how the command ended: its exit code, or minus the number of the signal.
"""
import json
import os
import pty
import signal
import sys
import time

text, action, command = sys.argv[1].encode(), sys.argv[2], sys.argv[3:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)


def read():
    try:
        return os.read(terminal, 4096)
    except OSError:  # the command has ended
        return b""


shown = b""
while text not in shown:
    piece = read()
    if piece == b"":
        break
    shown += piece
if action == "close":
    os.close(terminal)
else:
    for name in action.split(","):
        os.kill(child, getattr(signal, name))
        time.sleep(0.3)
    while (piece := read()) != b"":
        shown += piece
_, status = os.waitpid(child, 0)
print(json.dumps({"shown": shown.decode(), "code": os.waitstatus_to_exitcode(status)}))
