"""The loopback Discord as a program: it says where it is, and ends when its starter does."""

import asyncio
import sys

from aiohttp import web

from tests.loopback.control import Control
from tests.loopback.facts import Json
from tests.loopback.gateway import Gateway
from tests.loopback.interactions import Interactions
from tests.loopback.rest import Rest
from tests.loopback.world import World


def discord() -> tuple[web.Application, Gateway]:
    """Return everything there is of Discord, behind one application."""
    world = World()
    gateway, interactions = Gateway(world), Interactions(world)
    rest, control = Rest(world, gateway, interactions), Control(world, gateway, interactions)
    telling = set[asyncio.Task[None]]()

    def tell(event: str, content: Json) -> None:
        task = asyncio.get_running_loop().create_task(gateway.tell(event, content))
        telling.add(task)
        task.add_done_callback(telling.discard)

    world.tell = tell
    application = web.Application(middlewares=[rest.guard], client_max_size=25 << 20)
    application.add_routes(rest.routes())
    application.router.add_get("/socket/", gateway.serve)
    application.router.add_post("/control/{verb}", control.serve)
    return application, gateway


async def main() -> None:
    """Serve until standard input ends."""
    application, gateway = discord()
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, backlog=512).start()
    host, port = runner.addresses[0][:2]
    gateway.address = f"ws://{host}:{port}/socket/"
    sys.stdout.write(f"http://{host}:{port}\n")
    sys.stdout.flush()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await gateway.drop()
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
