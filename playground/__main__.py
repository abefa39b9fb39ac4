"""`python -m playground`: a Telegram of one's own until SIGTERM or SIGINT."""

import argparse
import asyncio
import json
import signal
import sys

from playground.server import Playground


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m playground", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="0 takes a free one")
    parser.add_argument("--token", help="made up when absent")
    parser.add_argument("--no-limits", action="store_true", help="no 429 from flood limits")
    parser.add_argument("--seed", type=int, default=0)
    try:
        asyncio.run(_serve(parser.parse_args()))
    except OSError as error:
        sys.exit(f"The playground cannot listen: {error.strerror}")


async def _serve(options: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    limits = not options.no_limits
    async with Playground(
        port=options.port, limits=limits, seed=options.seed, token=options.token
    ) as telegram:
        sys.stdout.write(json.dumps({"url": telegram.url, "token": telegram.token}) + "\n")
        sys.stdout.flush()
        await stop.wait()


if __name__ == "__main__":
    main()
