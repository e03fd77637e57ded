"""Completion in PowerShell, which click does not know; importing this module registers it."""

import os

from click.shell_completion import CompletionItem, ShellComplete, add_completion_class

NAME = "powershell"
SCRIPT = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($word, $ast, $cursor)
    $before = $ast.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursor }
    $env:COMP_WORDS = ($before | ForEach-Object { "$_".Trim("'", '"') }) -join "`n"
    $env:COMP_CWORD = "$word".Trim("'", '"')
    $env:%(complete_var)s = 'powershell_complete'
    try {
        %(prog_name)s | ForEach-Object {
            $value, $help = $_ -split "`t", 2
            $text = $value
            if ($value -match '\\s') { $text = "'" + ($value -replace "'", "''") + "'" }
            $kind = [System.Management.Automation.CompletionResultType]::ParameterValue
            [System.Management.Automation.CompletionResult]::new($text, $value, $kind, $help)
        }
    } finally {
        Remove-Item Env:COMP_WORDS, Env:COMP_CWORD, Env:%(complete_var)s -ErrorAction Ignore
    }
}
"""


class PowerShellComplete(ShellComplete):
    """Completion in PowerShell 5 and 7: the script prints nothing for files, and the shell does."""

    name = NAME
    source_template = SCRIPT

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the cursor without the command, and the incomplete one."""
        words = os.environ.get("COMP_WORDS", "").split("\n")
        return words[1:], os.environ.get("COMP_CWORD", "")

    def format_completion(self, item: CompletionItem) -> str:
        """Return the value and what is shown of it, which must not be empty."""
        return f"{item.value}\t{' '.join((item.help or item.value).split())}"

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        """Return the completions that are no files."""
        found = super().get_completions(args, incomplete)
        return [item for item in found if item.type == "plain"]


add_completion_class(PowerShellComplete)
