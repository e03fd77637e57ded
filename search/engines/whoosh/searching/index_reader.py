"""A reader of one generation of an index: its segments, identities and stories."""

from collections.abc import Collection, Mapping, Set
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from weakref import WeakSet

from search import identities
from search.article import Article
from search.engines.index_folder import Manifest, read_file
from search.engines.read_generation import ReadGeneration
from search.engines.undecodable import undecodable
from search.engines.whoosh.searching.evaluator import Evaluator
from search.engines.whoosh.searching.kernel import Matches, Place, Searcher, segment_searcher
from search.engines.whoosh.searching.kernel_choice import choose_kernel
from search.engines.whoosh.searching.person_values import IdentityLookup, PersonValues
from search.engines.whoosh.searching.story_places import StoryPlaces, find_place
from search.engines.whoosh.storage.segment import SUFFIX, open_segments
from search.engines.whoosh.storage.segment_file import deletions_file, read_deletions
from search.errors import BrokenIndex, NoArticle
from search.query import NONE, ArticleHead, Node
from search.stories import story_index
from search.stories.story_index import Stories
from search.values import replace


class IndexReader:
    """A reader of one generation; a later build does not change what it reads.

    `kernel` is one of KERNELS, or "" if it is chosen for each query.

    Raises: BrokenIndex, from every method.
    """

    def __init__(self, home: Path, manifest: Manifest, kernel: str = "") -> None:
        index = home.parent.parent
        self.generation = ReadGeneration(home.parent, manifest)
        paths = sorted(home / name for name in manifest.files if name.endswith(SUFFIX))
        files = [(path, _deletions(path, index, manifest)) for path in paths]
        with ExitStack() as opened:  # all is closed where a file is refused
            opened.callback(self.generation.close)
            self.segments = open_segments(files, index, opened)
            self.size = sum(each.document_count - len(each.deleted) for each in self.segments)
            people = read_file(home.parent, manifest, identities.FILE)
            self.identity_lookup = IdentityLookup(people, index)
            with undecodable(index, f"{story_index.FILE} cannot be read"):
                self.stories = Stories(read_file(home.parent, manifest, story_index.FILE))
            self.story_places = StoryPlaces(self.stories, self.segments)
            self._maps = opened.pop_all()
        self._means = manifest.means
        self._kernel = kernel
        self._persons = [PersonValues(each, self.identity_lookup) for each in self.segments]
        self._searchers: dict[str, list[Searcher]] = {}
        self._evaluators: WeakSet[Evaluator] = WeakSet()  # those that answers still use
        self._queries = 0
        self._values: dict[str, Set[str]] = {}

    def evaluator(self, tree: Node) -> Evaluator:
        """Return an evaluator by the kernel for the tree, and count one more query."""
        self._queries += 1
        kernel = self._kernel or choose_kernel(self.segments, tree, self._queries)
        evaluator = Evaluator(self._searchers_by(kernel), self._means, self.size)
        self._evaluators.add(evaluator)
        return evaluator

    def close(self) -> None:
        """Unmap all files; what is read of an answer later raises ClosedIndex."""
        for searcher in chain.from_iterable(self._searchers.values()):
            searcher.forget()
        for evaluator in self._evaluators:
            evaluator.forget()
        self._maps.close()

    def _searchers_by(self, kernel: str) -> list[Searcher]:
        if kernel not in self._searchers:
            pairs = zip(self.segments, self._persons, strict=True)
            self._searchers[kernel] = [segment_searcher(kernel, *each) for each in pairs]
        return self._searchers[kernel]

    def place(self, id: str) -> Place:
        """Return the place of the article with this id.

        Raises: NoArticle.
        """
        place = find_place(self.segments, id)
        if place is None:
            raise NoArticle(f"no article {id!r}", "find one with 'search query'")
        return place

    def id(self, place: Place) -> str:
        """Return the id of the article at the place."""
        return self.segments[place[0]].id(place[1])

    def day(self, place: Place) -> str:
        """Return the day of the article at the place; empty without a date."""
        return self.segments[place[0]].value("date", place[1])

    def head(self, place: Place) -> ArticleHead:
        """Return what a list of hits shows of the article at the place."""
        return self.segments[place[0]].head(place[1])

    def article(self, place: Place) -> Article:
        """Return the article at the place."""
        segment, document = self.segments[place[0]], place[1]
        article = segment.article(document)
        people = self.identity_lookup.identities.resolve(article.people, self.day(place))
        return replace(article, people=people)

    def counts(self, facet: str) -> Mapping[str, int]:
        """Return the number of articles with each value of the facet, of dates by day."""
        from search.engines.whoosh.searching.facet_counts import FacetTables

        searchers = self._searchers_by(next(iter(self._searchers), "") or self._kernel or "plain")
        every = Matches(searcher.every() for searcher in searchers)
        return FacetTables(searchers, {facet: every}, "day").counts(facet)

    def values(self, facet: str) -> Set[str]:
        """Return the values that articles have of the facet."""
        if facet not in self._values:
            self._values[facet] = frozenset(self.counts(facet)) - {NONE}
        return self._values[facet]

    def release_pages(self) -> None:
        """Give the pages read of the files back to the system; they are read again when needed."""
        for segment in self.segments:
            segment.file.release_memory()


def _deletions(segment: Path, index: Path, manifest: Manifest) -> Collection[int]:
    """Return the deleted documents of a segment, whose file must be there if the manifest has it.

    Without this check deleted articles would be found again when the file vanishes.
    """
    path = deletions_file(segment)
    if path.name not in manifest.files:
        return ()
    deleted = read_deletions(path, index)
    if not deleted:
        raise BrokenIndex(str(index), f"{path.name} was removed")
    return deleted
