"""Types into every cell of workbooks, and says which took it; run by LibreOffice's own Python.

python3 type_everywhere.py PROFILE FILE…    →    {file: [cells of the first sheet that took a text]}
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]
from com.sun.star.uno import RuntimeException  # type: ignore[import-not-found]

_TYPED = "试填"
_ROWS, _COLUMNS = 45, 16  # beyond the forms it is run on


def main(profile: str, files: list[str]) -> None:
    pipe = f"xlperf{os.getpid()}"
    command = ["soffice", "--headless", "--norestore", f"--accept=pipe,name={pipe};urp;"]
    office = subprocess.Popen([*command, f"-env:UserInstallation={Path(profile).as_uri()}"])
    try:
        desktop = _desktop(pipe)
        print(json.dumps({file: _taken(desktop, file) for file in files}))
        desktop.terminate()
        office.wait(30)
    finally:
        office.kill()


def _desktop(pipe: str) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    for _ in range(300):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        except NoConnectException:
            time.sleep(0.1)
    raise TimeoutError("LibreOffice doesn't answer")


def _taken(desktop: Any, file: str) -> list[str]:
    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    book = desktop.loadComponentFromURL(Path(file).as_uri(), "_blank", 0, (hidden,))
    sheet = book.Sheets.getByIndex(0)
    found = []
    for row in range(_ROWS):
        for column in range(_COLUMNS):
            cell = sheet.getCellRangeByPosition(column, row, column, row)
            try:  # the one way in that asks for protection, as the keyboard does
                cell.setDataArray(((_TYPED,),))
            except RuntimeException:
                continue
            assert cell.getDataArray() == ((_TYPED,),)
            found.append(cell.AbsoluteName.rpartition(".")[2].replace("$", ""))
    book.close(True)
    return found


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
