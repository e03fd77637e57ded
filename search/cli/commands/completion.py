"""The command `search completion`, which prints the completion script of a shell."""

import click
from click.shell_completion import get_completion_class

from search.cli.terminal import write

SHELLS = ("bash", "zsh", "fish")


@click.command(short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> int:
    """Print the script that completes commands and options in SHELL.

    \b
    eval "$(search completion bash)"          as a line of ~/.bashrc
    eval "$(search completion zsh)"           as a line of ~/.zshrc
    search completion fish > ~/.config/fish/completions/search.fish
    """
    complete = get_completion_class(shell)
    assert complete is not None  # click knows all of SHELLS
    root = ctx.find_root()
    write([complete(root.command, {}, "search", "_SEARCH_COMPLETE").source()])
    return 0
