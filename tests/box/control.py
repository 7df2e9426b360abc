"""Endpoints below `/__box__/` by which another process reads the log and changes the forum."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.box.records import Post

if TYPE_CHECKING:
    from tests.box.server import Server


async def handle(request: web.BaseRequest, server: Server) -> web.Response:
    """One control request: what it returns is JSON, its mistakes are status 400."""
    action = request.path.removeprefix("/__box__/")
    body = await request.read()
    try:
        if action == "log":
            return web.json_response([asdict(entry) for entry in server.log])
        if request.method != "POST":
            return web.json_response({"error": "use POST"}, status=405)
        return web.json_response(_change(action, dict(request.query), body, server))
    except (KeyError, TypeError, ValueError) as error:
        return web.json_response({"error": f"{type(error).__name__}: {error}"}, status=400)


def _change(action: str, query: dict[str, str], body: bytes, server: Server) -> dict[str, Any]:
    world = server.forum.world
    given = json.loads(body) if body else {}
    key = query.get("key", "")
    if action == "reset":
        server.log.clear()
        server.faults.clear()
    elif action == "advance":
        return {"now": world.advance(float(query["seconds"])).isoformat()}
    elif action == "fault":
        return asdict(server.faults.add(**given))
    elif action == "edit":
        return {"key": world.edit(key, **_typed(given, server)).key}
    elif action == "delete":
        world.delete(key, physical=query.get("physical") == "1")
    elif action == "bump":
        return {"key": world.bump(key).key}
    elif action == "set":
        world.set(**given)
    elif action == "add":
        return {"key": world.add(_new(given, server)).key}
    else:
        raise KeyError(f"no action {action!r}")
    return {"ok": True}


def _new(given: dict[str, Any], server: Server) -> Post:
    """A new article, or a new question; its number is the next one of its kind."""
    world = server.forum.world
    kind = given.get("kind", "article")
    number = 1 + max((p.id for p in world.posts.values() if p.kind == kind), default=0)
    author = next(iter(world.people.values()), None)
    made: dict[str, Any] = {
        "kind": kind,
        "id": number,
        "title": f"新发表的第 {number} 篇",
        "author": author,
        "at": world.now,
        "body": "<p>刚刚发表。</p>",
    }
    return Post(**{**made, **_typed(given, server)})


def _typed(given: dict[str, Any], server: Server) -> dict[str, Any]:
    """Fields of a post out of JSON: times in ISO, people and categories by their ids."""
    world, found = server.forum.world, dict(given)
    if "at" in found:
        found["at"] = datetime.fromisoformat(found["at"])
    if found.get("author") is not None:
        found["author"] = world.people[found["author"]]
    if found.get("category") is not None:
        found["category"] = world.categories[found["category"]]
    return found
