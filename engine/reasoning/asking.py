"""Having several prompts answered within one grammar, as many side by side as fit."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field

from engine.answers import TokenCounts
from engine.events import AnswerEvent, CancelToken, MemoryChanged, PrefillAdvanced
from engine.ports import FirstTokens, LanguageModel, Prefilled, Prompt, Reader, ReadersStopped
from engine.reasoning.outcome import added


@dataclass(frozen=True, slots=True)
class Replies:
    """What was written to each prompt, in order; fewer if it was cancelled."""

    readers: tuple[Reader, ...] = ()
    tokens: TokenCounts = field(default_factory=TokenCounts)
    is_cancelled: bool = False

    @property
    def refusal(self) -> float:
        """The mean probability with which the readers began a NOT FOUND."""
        return sum(one.refusal for one in self.readers) / max(len(self.readers), 1)


def ask_all(
    prompts: Sequence[Prompt],
    *,
    model: LanguageModel,
    grammar: str,
    max_tokens: int,
    cancel: CancelToken,
) -> Generator[AnswerEvent, None, Replies]:
    """Have every prompt answered; they differ in their evidence only. Raises QuestionTooLong."""
    replies = Replies()
    while len(replies.readers) < len(prompts) and not replies.is_cancelled:
        rest = prompts[len(replies.readers) :]
        rest = rest[: model.n_side_by_side(rest, max_tokens=max_tokens)]
        for event in model.read(rest, max_tokens=max_tokens, cancel=cancel, grammar=grammar):
            match event:
                case Prefilled(done, total):
                    yield PrefillAdvanced(done, total)
                case FirstTokens():
                    yield MemoryChanged(model.memory_use)
                case ReadersStopped(readers, tokens, is_cancelled):
                    replies = Replies(
                        (*replies.readers, *readers), added(replies.tokens, tokens), is_cancelled
                    )
    return replies
