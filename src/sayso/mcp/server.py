"""The tools over the Model Context Protocol, on standard input and output."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anyio
import mcp_types as types
from anyio.to_thread import run_sync
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server

from sayso import __version__
from sayso.mcp.tools import INSTRUCTIONS, Tool, answer, tools


def make_server(chronicle: Path) -> Server[dict[str, Any]]:
    """A server of the tools over one chronicle, which is opened anew for every call."""

    async def on_list_tools(_ctx: Any, _params: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_told(tool) for tool in tools()])

    async def on_call_tool(_ctx: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        words, wrong = await run_sync(answer, chronicle, params.name, params.arguments or {})
        return types.CallToolResult(content=[types.TextContent(type="text", text=words)], is_error=wrong)

    return Server(
        "sayso", version=__version__, instructions=INSTRUCTIONS, on_list_tools=on_list_tools, on_call_tool=on_call_tool
    )


def _told(tool: Tool) -> types.Tool:
    hints = types.ToolAnnotations(read_only_hint=True, open_world_hint=False)
    return types.Tool(name=tool.name, description=tool.description, input_schema=tool.schema, annotations=hints)


def serve(chronicle: Path) -> None:
    """Answers on standard input and output until that is closed."""
    anyio.run(_serve, make_server(chronicle))


async def _serve(server: Server[dict[str, Any]]) -> None:
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())
