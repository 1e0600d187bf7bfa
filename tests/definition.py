"""By definition an output is outdated when it is new, or is another, or a question that it asked is answered otherwise.

Builds ask only questions whose bases have moved. `Definition` asks every one, and sees that a build decides as it
does, and that no basis ever stands for two answers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from toolshelf.build.ledger import Ledger
from toolshelf.build.outdated import outdated
from toolshelf.build.traces import AnswerChanged, New, Reason, TargetChanged, answer_of, questions
from toolshelf.features.feature import Target
from toolshelf.index.index import Index, Query


class Definition:
    """Stands in for `outdated`, with one memory for all builds of a test."""

    def __init__(self) -> None:
        self._answers: dict[tuple[Query, str], str] = {}
        """The digest of the answer to a question that was made from a basis."""
        self.decided = 0
        """How many targets were looked at."""

    def outdated(
        self, targets: Iterable[Target], ledger: Ledger, index: Index, leads: Mapping[str, str]
    ) -> list[tuple[Target, Reason]]:
        """What `outdated` says, which is what the definition says."""
        targets = tuple(targets)
        self.decided += len(targets)
        answers: dict[Query, str] = {}
        decided = outdated(targets, ledger, index, leads)
        reasons = {target: list(self._reasons(target, ledger, index, answers)) for target in targets}
        assert [target for target, _ in decided] == [target for target in targets if reasons[target]]
        for target, reason in decided:
            assert reason in reasons[target] or isinstance(reason, AnswerChanged)
            if isinstance(reason, AnswerChanged):
                assert reason.query in {one.query for one in reasons[target] if isinstance(one, AnswerChanged)}
        return decided

    def _reasons(self, target: Target, ledger: Ledger, index: Index, answers: dict[Query, str]) -> Iterable[Reason]:
        record = ledger.record(target.output)
        if record is None:
            yield New()
            return
        if record.target != target:
            yield TargetChanged(record.target)
        for query, before in questions(record.target.subject, record.trace, ledger.digests):
            if query not in answers:
                answers[query] = answer_of(query, index)
                basis = query.basis(index)
                assert not basis or self._answers.setdefault((query, basis), answers[query]) == answers[query], query
            if answers[query] != before:
                yield AnswerChanged(query, "changed")
