"""The command `search completion`, which prints the completion script of a shell."""

import click
from click.shell_completion import get_completion_class

from search.cli import powershell_completion
from search.cli.terminal import write

SHELLS = ("bash", "zsh", "fish", powershell_completion.NAME)


@click.command(short_help="Print the completion script of a shell.")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> int:
    """Print the script that completes commands and options in SHELL.

    \b
    eval "$(search completion bash)"          as a line of ~/.bashrc
    eval "$(search completion zsh)"           as a line of ~/.zshrc
    search completion fish > ~/.config/fish/completions/search.fish
    search completion powershell | Out-String | Invoke-Expression      as a line of $PROFILE
    """
    complete = get_completion_class(shell)
    assert complete is not None  # all of SHELLS are registered
    root = ctx.find_root()
    write([complete(root.command, {}, "search", "_SEARCH_COMPLETE").source()])
    return 0
