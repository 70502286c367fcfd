"""Types values into Word files as a person does in LibreOffice. Runs under the system's Python, which has UNO.

Standard input: {"soffice", "profile", "jobs": [{"source", "target", "way", "values": {bookmark: text or bool}}]}.
Standard output: for each job the bookmarks that the file does not have. ``way`` is "inside" (click into the field,
type, delete what stood there: the control stays) or "over" (select what stands there and type: LibreOffice drops the
control) or "mixed" (boxes are clicked, text is typed over).
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
import uuid
from typing import Any

import uno  # type: ignore[import-not-found]  # in the system's Python only
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]
from com.sun.star.lang import DisposedException  # type: ignore[import-not-found]

TICKED, EMPTY = "☒", "☐"
PATIENCE = 60.0
"""Seconds for LibreOffice to answer after its start."""


def named(name: str, value: Any) -> Any:
    """One property, as UNO takes it."""
    given = PropertyValue()
    given.Name, given.Value = name, value
    return given


class Typist:
    """One open document and the keyboard over it."""

    def __init__(self, context: Any, document: Any) -> None:
        self.document = document
        self.frame = document.CurrentController.Frame
        self.cursor = document.CurrentController.ViewCursor
        self.dispatcher = context.ServiceManager.createInstance("com.sun.star.frame.DispatchHelper")

    def press(self, command: str, *given: Any) -> None:
        self.dispatcher.executeDispatch(self.frame, f".uno:{command}", "", 0, given)

    def type(self, text: str) -> None:
        for number, line in enumerate(text.split("\n")):
            if number:
                self.press("InsertLinebreak")
            self.press("InsertText", named("Text", line))

    def control(self, bookmark: str) -> Any:
        """The content control that the bookmark stands at; None for what LibreOffice keeps as an input field."""
        anchor = self.document.Bookmarks.getByName(bookmark).Anchor
        for portion in anchor.createEnumeration().nextElement().createEnumeration():
            if portion.TextPortionType == "ContentControl":
                return portion.ContentControl
        return None

    def fill(self, bookmark: str, value: str | bool, way: str) -> None:
        anchor = self.document.Bookmarks.getByName(bookmark).Anchor
        control = self.control(bookmark)
        if isinstance(value, bool):
            text = TICKED if value else EMPTY
            if control is not None and way == "inside":
                # A click sets the state and the sign. UNO reaches the state only, and a tick box takes no typing.
                control.Checkbox = False
                self.replace(bookmark, text)
                control.Checkbox, control.Checked = True, value
                return
            value = text
        elif control is not None and way == "inside":
            control.ShowingPlaceHolder = False
        if way == "over":
            self.cursor.gotoRange(anchor, False)
            self.type(value)
        else:
            self.replace(bookmark, value)

    def replace(self, bookmark: str, value: str) -> None:
        """Type at the start of the field, then delete what stood there before."""
        anchor = self.document.Bookmarks.getByName(bookmark).Anchor
        before = anchor.String
        self.cursor.gotoRange(anchor.Start, False)
        self.cursor.goRight(1, False)  # over the sign that begins the field
        self.type(value)
        if before:
            self.cursor.goRight(len(before), True)
            self.press("Delete")


def connect(office: subprocess.Popen[bytes], name: str) -> Any:
    """The running LibreOffice's context, once it answers."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={name};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if office.poll() is not None or time.monotonic() > end:
                sys.exit("LibreOffice did not start")
            time.sleep(0.05)


def run(job: dict[str, Any], desktop: Any, context: Any) -> list[str]:
    """Type the values of one job; returns the bookmarks that were not there."""
    source = uno.systemPathToFileUrl(job["source"])
    document = desktop.loadComponentFromURL(source, "_blank", 0, (named("Hidden", True),))
    if document is None:
        sys.exit(f"LibreOffice cannot open {job['source']}")
    typist = Typist(context, document)
    missing = []
    for bookmark, value in job["values"].items():
        if document.Bookmarks.hasByName(bookmark):
            way = job["way"]
            if way == "mixed":
                way = "inside" if isinstance(value, bool) else "over"
            typist.fill(bookmark, value, way)
        else:
            missing.append(bookmark)
    target = uno.systemPathToFileUrl(job["target"])
    document.storeToURL(target, (named("FilterName", "MS Word 2007 XML"),))
    document.close(True)
    return missing


def main() -> None:
    """Do every job with one LibreOffice, and end it."""
    task = json.load(sys.stdin)
    name = f"ctdocs-{uuid.uuid4().hex}"
    office = subprocess.Popen(
        [
            task["soffice"], f"-env:UserInstallation={uno.systemPathToFileUrl(task['profile'])}", "--headless",
            "--norestore", "--nologo", "--nodefault", f"--accept=pipe,name={name};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        context = connect(office, name)
        desktop = context.ServiceManager.createInstance("com.sun.star.frame.Desktop")
        print(json.dumps([run(job, desktop, context) for job in task["jobs"]]))
        with contextlib.suppress(DisposedException):  # it hangs up before it answers
            desktop.terminate()
        office.wait(PATIENCE)
    finally:
        if office.poll() is None:
            office.kill()


if __name__ == "__main__":
    main()
