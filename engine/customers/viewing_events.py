"""What is recorded of looks at personal data."""

from dataclasses import dataclass

from engine.kernel.facts import Fact, unrecorded


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonalDataViewed(Fact):
    """Somebody who sees everything opened a page with personal data, or took evidence along: `what` of whom, or of
    which case."""

    person: str = unrecorded()
    what: str
    customer: str | None = None
    case: str | None = None

    @property
    def stream(self) -> str:
        return f"access:{self.person}"
