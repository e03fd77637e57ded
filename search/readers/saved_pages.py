"""Pages that a browser saved whole: a file, and a folder with its pictures, scripts and frames."""

from collections.abc import Iterable
from pathlib import PurePath

PAGES = frozenset((".htm", ".html", ".shtml", ".xht", ".xhtml"))
# What Windows calls connected files: the ending of the folder, by the language of the browser.
ENDINGS = (
    *("_files", ".files", "-Dateien", "_fichiers", "_archivos", "_arquivos", "_ficheiros", "_file"),
    *("_bestanden", "-filer", "_filer", "_tiedostot", "_pliki", "_soubory", "_súbory", "_subory"),
    *("_elemei", "_dosyalar", "_datoteke", "_fajlovi", "_fișiere", "_fisiere", "_fitxers"),
    *("_fitxategiak", "_failid", "_fails", "_faili", "_failai", "_bylos", "_skrár", "_skrar"),
    *("_файлы", "_файли", "_файлове", "_датотеке", "_αρχεία", "_קבצים", "_ملفات"),
    *("_文件", "_檔案", "_ファイル", "_파일", "_berkas", "_dosieroj", "-dosieroj", ".fichiers"),
)


def folders_of_pages(names: Iterable[str]) -> dict[str, str]:
    """Return the names that a folder with the parts of a page may have, each with its page.

    >>> folders_of_pages(["flood.html", "flood.txt"])["flood_files"]
    'flood.html'
    """
    pages = [path for path in map(PurePath, sorted(names)) if path.suffix.lower() in PAGES]
    return {f"{page.stem}{ending}": page.name for page in pages for ending in ENDINGS}
