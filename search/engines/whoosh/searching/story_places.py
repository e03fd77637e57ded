"""The stories of an index by the places of their articles."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from search.engines.whoosh.searching.kernel import Matches, Place
from search.engines.whoosh.storage.segment import Segment
from search.query import Copy
from search.stories.story_index import ALONE, Stories, count_stories

FEW = 400  # articles whose story is looked up one by one; then the stories of all are read


class StoryPlaces:
    """The stories of the articles at each place; an article without a copy is ALONE."""

    def __init__(self, stories: Stories, segments: Sequence[Segment]) -> None:
        self._stories = stories
        self._segments = segments
        self._lookups = 0

    @property
    def is_empty(self) -> bool:
        """Return whether no article has a copy."""
        return not len(self._stories)

    def copies(self, place: Place, matches: Matches) -> tuple[Copy, ...]:
        """Return the other copies of the story among the matches, the fullest first."""
        others = [each for each in self.members(place) if each != place and each in matches]
        heads = (self._segments[segment].head(document) for segment, document in others)
        return tuple(Copy(head.id, head.source, head.day) for head in heads)

    def members(self, place: Place) -> list[Place]:
        """Return the article and the copies of its story, the fullest first."""
        story = self.story(place)
        if story == ALONE:
            return [place]
        places = (find_place(self._segments, id) for id in self._stories.members(story))
        return list(filter(None, places))

    def count(self, matches: Matches) -> int:
        """Return how many stories the matches are."""
        stories = [story for _, story in self.with_copies(matches)]
        return len(matches) - len(stories) + count_stories(stories)

    def with_copies(self, matches: Matches) -> Iterator[tuple[Place, int]]:
        """Return the place and the story of each match that has a copy in the index."""
        for number, documents in enumerate(matches.by_segment):
            stories = self._columns[number]
            for document in documents:
                if stories[document] != ALONE:
                    yield (number, document), stories[document]

    def story(self, place: Place) -> int:
        """Return the number of the story of the article."""
        if self.is_empty:
            return ALONE
        self._lookups += 1
        if self._lookups > FEW:
            return self._columns[place[0]][place[1]]
        story = self._stories.story(self._segments[place[0]].id(place[1]))
        return ALONE if story is None else story

    @cached_property
    def _columns(self) -> list[list[int]]:
        """The story of each document, for each segment."""
        columns = []
        for segment in self._segments:
            by_rank = self._stories.column(segment.ids.all_bytes())
            columns.append([by_rank[rank] for rank in segment.file.numbers("ids.rank")])
        return columns


def find_place(segments: Sequence[Segment], id: str) -> Place | None:
    """Return the place of the article with this id; None if it is not here, or deleted."""
    for number, segment in enumerate(segments):
        document = segment.document(id)
        if document >= 0:
            return number, document
    return None
