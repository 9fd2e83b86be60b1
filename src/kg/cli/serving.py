"""``kg serve``."""

from __future__ import annotations

from functools import partial

import click

from kg.cli.options import judged_of_store, settings, store_option


@click.command()
@store_option
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--default-graph",
    type=click.Choice(["union", "strict"]),
    help="默认图（KG_DEFAULT_GRAPH）/ default graph",
)
@click.option("--workers", type=click.IntRange(min=1), help="查询进程数（KG_WORKERS）/ query processes")
@click.option("--no-sample", is_flag=True, help="不载入 data/notices / do not load data/notices")
def serve(
    address: str | None,
    host: str,
    port: int,
    default_graph: str | None,
    workers: int | None,
    no_sample: bool,
) -> None:
    """启动网页与 SPARQL 服务。Serve the pages and the SPARQL endpoint."""
    from kg import loading
    from kg.web import serve as run

    made = settings(store=address, default_graph=default_graph, workers=workers)
    sample = partial(loading.load_sample, judged=judged_of_store(address))
    run(made, host, port, prepare=loading.prepare if no_sample else sample)
