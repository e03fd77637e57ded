"""Copies of one story among the answers: the best is shown, the others are told of."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property

from search.engines.whoosh.searching.matches import Matches, Place
from search.engines.whoosh.storage.segment import Segment
from search.query import Copy
from search.stories.story_index import ALONE, Stories, collapse_copies, count_stories

Found = list[tuple[float, Place]]  # score and place, in the order asked for

MORE = 2  # so many times as many answers are looked at as are wanted, for some are copies
LASTING = 400  # articles asked for one by one, after which the stories of all are worked out


class Copies:
    """The stories of an index by the places of their articles."""

    def __init__(self, stories: Stories, segments: Sequence[Segment]) -> None:
        self._stories = stories
        self._segments = segments
        self._asked = 0

    @property
    def none(self) -> bool:
        """Whether every article is alone."""
        return not len(self._stories)

    def shown(self, order: Callable[[int], Found], wanted: int, by_age: bool) -> tuple[Found, bool]:
        """So many of the stories, each where its first copy stands and by its best; and whether
        there are more.

        `order` gives the first so many answers. Of copies with one score the oldest is the best if
        `by_age` says so, else the first.
        """
        most = wanted
        while True:
            most *= MORE
            found = order(most + 1)
            stories = collapse_copies(
                found,
                lambda each: self.story(each[1]),
                lambda each: each[0],
                self._age if by_age else lambda _: ("", ""),
            )
            if len(stories) > wanted or len(found) <= most:
                return [found[each.rank] for each in stories[:wanted]], len(stories) > wanted

    def others(self, place: Place, matches: Matches) -> tuple[Copy, ...]:
        """The other copies among the matches, the fullest first."""
        return tuple(
            Copy(head.id, head.source, head.day)
            for each in self.same(place)
            if each != place and each in matches
            for head in (self._segments[each[0]].head(each[1]),)
        )

    def same(self, place: Place) -> list[Place]:
        """The article there and the copies of its story, the fullest first."""
        story = self.story(place)
        if story == ALONE:
            return [place]
        return list(filter(None, map(self._place, self._stories.members(story))))

    def total(self, matches: Matches) -> int:
        """How many stories the matches come to."""
        told = [story for _, story in self.told(matches)]
        return len(matches) - len(told) + count_stories(told)

    def told(self, matches: Matches) -> Iterator[tuple[Place, int]]:
        """Place and story of those of the matches that are not alone."""
        for number, documents in enumerate(matches.by_segment):
            stories = self._columns[number]
            for document in documents:
                if stories[document] != ALONE:
                    yield (number, document), stories[document]

    def story(self, place: Place) -> int:
        """The story of the article there, or ALONE."""
        if self.none:
            return ALONE
        self._asked += 1
        if self._asked > LASTING:
            return self._columns[place[0]][place[1]]
        story = self._stories.story(self._segments[place[0]].id(place[1]))
        return ALONE if story is None else story

    @cached_property
    def _columns(self) -> list[list[int]]:
        """For each segment the story of each document."""
        columns = []
        for segment in self._segments:
            by_rank = self._stories.column(segment.ids.all())
            columns.append([by_rank[rank] for rank in segment.file.numbers("ids.rank")])
        return columns

    def _place(self, id: str) -> Place | None:
        """Where the article of the id is; None where it is gone."""
        for number, segment in enumerate(self._segments):
            document = segment.document(id)
            if document >= 0:
                return number, document
        return None

    def _age(self, each: tuple[float, Place]) -> tuple[str, str]:
        number, document = each[1]
        segment = self._segments[number]
        return segment.value("date", document) or "9999", segment.id(document)
