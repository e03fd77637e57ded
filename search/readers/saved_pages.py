"""Pages that a browser saved whole: a file, and a folder with its pictures, scripts and frames."""

from collections.abc import Iterable, Mapping

PAGES = frozenset(("htm", "html", "shtml", "xht", "xhtml"))
# What Windows calls connected files: the ending of the folder, by the language of the browser.
ENDINGS = (
    *("_files", ".files", "-Dateien", "_fichiers", "_archivos", "_arquivos", "_ficheiros", "_file"),
    *("_bestanden", "-filer", "_filer", "_tiedostot", "_pliki", "_soubory", "_súbory", "_subory"),
    *("_elemei", "_dosyalar", "_datoteke", "_fajlovi", "_fișiere", "_fisiere", "_fitxers"),
    *("_fitxategiak", "_failid", "_fails", "_faili", "_failai", "_bylos", "_skrár", "_skrar"),
    *("_файлы", "_файли", "_файлове", "_датотеке", "_αρχεία", "_קבצים", "_ملفات"),
    *("_文件", "_檔案", "_ファイル", "_파일", "_berkas", "_dosieroj", "-dosieroj", ".fichiers"),
)


def pages_by_stem(names: Iterable[str]) -> dict[str, str]:
    """Return the names of pages by what stands before their ending."""
    parts = ((name, *name.rpartition(".")) for name in names)
    return {stem: name for name, stem, _, suffix in parts if suffix.lower() in PAGES}


def page_of_folder(folder: str, pages: Mapping[str, str]) -> str:
    """Return the page that a browser saved with this folder; empty for an ordinary folder.

    >>> page_of_folder("news/flood_files", pages_by_stem(["news/flood.html", "news/a.txt"]))
    'news/flood.html'
    """
    if not folder.endswith(ENDINGS):
        return ""
    stems = (folder.removesuffix(each) for each in ENDINGS if folder.endswith(each))
    return next((pages[stem] for stem in stems if stem in pages), "")
