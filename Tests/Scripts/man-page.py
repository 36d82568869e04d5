#!/usr/bin/env python3
"""Writes the manual page dsql(1) in mdoc: dsql --experimental-dump-help | man-page.py > dsql.1

Commands, options and examples are what the tool itself declares; environment and exit status are the tables of
docs/cli.md. The date is that of the commit (SOURCE_DATE_EPOCH).
"""

import datetime
import json
import os
import pathlib
import re
import sys
import textwrap
import time

root = pathlib.Path(__file__).resolve().parents[2]
lines = []


def escaped(text):
    """Text as roff takes it: nothing in it is a request, a macro or an escape."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("`", "\\(ga").replace("~", "\\(ti")
    text = text.replace("^", "\\(ha")
    return "\\&" + text if text.startswith((".", "\\(aq")) else text


def put(*texts):
    lines.extend(texts)


def paragraph(text):
    """A text of the help, one sentence a line, since that is where mdoc wants its breaks."""
    for sentence in re.split(r"(?<=[.:;]) +", " ".join(text.split())):
        for line in textwrap.wrap(sentence, 70, break_long_words=False, break_on_hyphens=False):
            put(escaped(line))


def block(examples):
    put(".Bd -literal -offset indent")
    put(*(escaped(line.strip()) for line in examples))
    put(".Ed")


def discussion(command):
    prose, _, examples = command.get("discussion", "").partition("Examples:")
    paragraph(command["abstract"])
    for text in filter(None, (part.strip() for part in prose.split("\n\n"))):
        put(".Pp")
        paragraph(text)
    listed, _, rest = examples.partition("\n\n")
    if listed.strip():
        put(".Pp", "Examples:")
        block(filter(str.strip, listed.splitlines()))
    return rest


def flag(name):
    return name["name"] if name["kind"] == "short" else "-" + name["name"]


def is_own(argument):
    """Whether it is shown, and not one of those that every command has."""
    names = {name["name"] for name in argument.get("names", [])}
    return argument["shouldDisplay"] and not names & {"version", "help"}


def synopsis(command):
    words = [f".Nm dsql {command['commandName']}"]
    for argument in command.get("arguments", []):
        if argument["kind"] == "positional" or "sectionTitle" in argument or not is_own(argument):
            continue
        value = "" if argument["kind"] == "flag" else f" Ar {escaped(argument['valueName'])}"
        words.append(f".Op Fl {escaped(flag(argument['preferredName']))}{value}")
    if any("sectionTitle" in argument for argument in command.get("arguments", [])):
        words.append(".Op Ar connection options")
    for argument in command.get("arguments", []):
        if argument["kind"] != "positional" or not argument["shouldDisplay"] or "sectionTitle" in argument:
            continue
        value = escaped(argument["valueName"])
        if argument["parsingStrategy"] == "postTerminator":
            words.append(f".Fl \\&- Ar {value} Op Ar argument ...")
        else:
            words.append(f".Op Ar {value}" if argument["isOptional"] else f".Ar {value}")
    return words


def options(arguments):
    put(".Bl -tag -width Ds")
    for argument in arguments:
        value = escaped(argument["valueName"])
        if argument["kind"] == "positional":
            put(f".It Ar {value}")
        else:
            names = " , ".join(f"Fl {escaped(flag(name))}" for name in argument["names"])
            put(f".It {names}" + ("" if argument["kind"] == "flag" else f" Ar {value}"))
        paragraph(argument.get("abstract", ""))
    put(".El")


def table(heading):
    """The rows of the table below a heading of docs/cli.md."""
    text = (root / "docs/cli.md").read_text().split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line for line in text.splitlines() if line.startswith("|")][2:]
    put(".Bl -tag -width Ds")
    for row in rows:
        cells = row.strip("| ").split(" | ", 1)
        name, meaning = (re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", cell.strip()).replace("`", "") for cell in cells)
        put(f".It {escaped(name)}")
        paragraph(meaning)
    put(".El")


tool = json.load(sys.stdin)["command"]
commands = [command for command in tool["subcommands"] if command["commandName"] != "help"]
date = datetime.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", time.time())), datetime.timezone.utc)
put(f".Dd {date.strftime('%B')} {date.day}, {date.year}", ".Dt DSQL 1", ".Os", ".Sh NAME", ".Nm dsql")
put(f".Nd {escaped(tool['abstract'].rstrip('.'))}", ".Sh SYNOPSIS")
for command in commands:
    put(*synopsis(command))
put(".Nm dsql", ".Fl \\-help | \\-version")
put(".Sh DESCRIPTION")
discussion(tool)

shared, seen = [], set()
for command in commands:
    put(f".Ss dsql {command['commandName']}")
    discussion(command)
    own = []
    for argument in command.get("arguments", []):
        if not is_own(argument):
            continue
        if argument.get("sectionTitle"):
            if argument["valueName"] not in seen:
                seen.add(argument["valueName"])
                shared.append(argument)
        else:
            own.append(argument)
    if own:
        put(".Pp", "Its own options:")
        options(own)
put(".Sh OPTIONS", "These connection options are the same on every command that connects.")
options(shared)
put(".Pp", "Every command takes", ".Fl \\-help", "and", ".Fl \\&? ,", "which print its help.")
put(".Sh ENVIRONMENT")
table("Environment")
put(".Sh EXIT STATUS")
table("Exit status")
put(".Sh SEE ALSO", ".Xr psql 1")
print("\n".join(lines))
