# ruff: noqa: N818 - an error is named by what is wrong; "Error" at the end would say nothing more
"""What the rules of a co-op refuse, each with a stable code; no HTTP here.

::

    RuleError
      NotFound              not_found
      NotAllowed            not_allowed
      BadToken              bad_token
        AccessEnded         access_ended
      StaleVersion          stale_version
      TransitionRefused     transition_refused
      WindowImpossible      window_impossible
      AddressUnknown        address_unknown
      PointUnreachable      point_unreachable
      TooHeavy              too_heavy
      SkillMissing          skill_missing
      BadWish               bad_wish
      OutsideZone           outside_zone
      RuleImpossible        rule_impossible
      SlotUnavailable       slot_unavailable
      IdempotencyConflict   idempotency_conflict
      FeeChanged            fee_changed
      ProofMissing          proof_missing
      PinWrong              pin_wrong
      PinSpent              pin_spent
      PhotoRefused          photo_refused
      QuoteExpired          quote_expired
      QuoteInfeasible       quote_infeasible
      QuoteOvertaken        quote_overtaken
      ViolatesRules         violates_rules
      RoutesTied            routes_tied
      AlreadyExists         already_exists
      DoubleBooked          double_booked
      VehicleTaken          vehicle_taken
      CapExceeded           cap_exceeded
      DelegationOff         delegation_off
      DelegateUnfit         delegate_unfit
      DelegateHandsOn       delegate_hands_on
      DelegationTooLate     delegation_too_late
      PeriodOpen            period_open
      PolicyRefused         policy_refused
      BadOverlay            bad_overlay
        OverlayOutside      overlay_outside
        StreetUnknown       street_unknown
      HookAddressRefused    hook_address_refused
      TooManySubscriptions  too_many_subscriptions
      FileNotTable          file_not_table
      FileEmpty             file_empty
      FileTooLarge          file_too_large
      ColumnsMissing        columns_missing
    StoreUnavailable        the store cannot be reached or written; nothing was changed
"""

from __future__ import annotations

from typing import ClassVar


class RuleError(Exception):
    """A rule of the co-op says no.

    Parameters
    ----------
    message
        One sentence for a person: what was expected, and what was there instead.
    values
        Numbers and names behind the sentence, for other languages.

    Attributes
    ----------
    code
        Stable code of the kind of error.
    """

    code: ClassVar[str] = "rule"

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values


class NotFound(RuleError):
    """There is no such thing in this co-op; another co-op's things look the same."""

    code = "not_found"

    @classmethod
    def of(cls, *, kind: str, name: object) -> NotFound:
        """Say which kind of thing was not found under which id."""
        return cls(f"There is no {kind} {str(name)!r}.", kind=kind, id=str(name))


class NotAllowed(RuleError):
    """The actor may not do this."""

    code = "not_allowed"


class BadToken(RuleError):
    """A key, link or session that is not known here."""

    code = "bad_token"


class AccessEnded(BadToken):
    """A key, link or session that was good once: revoked, used up or past its end."""

    code = "access_ended"


class StaleVersion(RuleError):
    """Somebody was faster: the version that was meant is no longer the newest."""

    code = "stale_version"


class TransitionRefused(RuleError):
    """An order, shift or plan in its present state does not allow this."""

    code = "transition_refused"


class WindowImpossible(RuleError, ValueError):
    """A window that no clock can satisfy: it ends before it begins, or lies in the past."""

    code = "window_impossible"


class AddressUnknown(RuleError):
    """An address that the city's map does not know."""

    code = "address_unknown"


class PointUnreachable(RuleError):
    """A point too far from every street."""

    code = "point_unreachable"


class TooHeavy(RuleError):
    """A load that nobody here can carry."""

    code = "too_heavy"


class SkillMissing(RuleError):
    """A skill that nobody here offers."""

    code = "skill_missing"


class BadWish(RuleError):
    """A wish that says too little or contradicts itself."""

    code = "bad_wish"


class RuleImpossible(RuleError):
    """A rule of days that cannot be read, or that names none."""

    code = "rule_impossible"


class OutsideZone(RuleError):
    """A place outside of every zone that the co-op serves."""

    code = "outside_zone"


class SlotUnavailable(RuleError):
    """A slot that cannot be booked: full, too late, or none; `values["state"]` says which."""

    code = "slot_unavailable"


class IdempotencyConflict(RuleError):
    """The same Idempotency-Key came with another body."""

    code = "idempotency_conflict"


class FeeChanged(RuleError):
    """A change that costs another fee, which nobody has agreed to yet."""

    code = "fee_changed"


class ProofMissing(RuleError):
    """A delivery without what the order asks the courier to bring from the door."""

    code = "proof_missing"


class PinWrong(RuleError):
    """Digits that are not those of the order."""

    code = "pin_wrong"


class PinSpent(RuleError):
    """Digits after too many wrong ones; another proof counts instead."""

    code = "pin_spent"


class PhotoRefused(RuleError):
    """A picture that is none, is too many, or tells more than what is on it."""

    code = "photo_refused"


class QuoteExpired(RuleError):
    """A quote that is no longer held."""

    code = "quote_expired"


class QuoteInfeasible(RuleError):
    """A quote that said no cannot be accepted."""

    code = "quote_infeasible"


class QuoteOvertaken(RuleError):
    """A quote whose place others have taken, because it was not reserved any more."""

    code = "quote_overtaken"


class ViolatesRules(RuleError):
    """A change that would break hard rules; `values["violations"]` lists them."""

    code = "violates_rules"


class RoutesTied(RuleError):
    """Some couriers' proposed routes need those of others, whom `values["couriers"]` names."""

    code = "routes_tied"


class AlreadyExists(RuleError):
    """The id is taken."""

    code = "already_exists"


class DoubleBooked(RuleError):
    """A courier would be in two shifts at once."""

    code = "double_booked"


class VehicleTaken(RuleError):
    """A vehicle of the co-op is not free for a shift, or not free of one."""

    code = "vehicle_taken"


class CapExceeded(RuleError):
    """A courier would work longer than the policy allows in a day or week."""

    code = "cap_exceeded"


class DelegationOff(RuleError):
    """The rules do not let members vote through others."""

    code = "delegation_off"


class DelegateUnfit(RuleError):
    """Somebody who cannot vote for the member: themselves, or no voter there."""

    code = "delegate_unfit"


class DelegateHandsOn(RuleError):
    """Somebody who has handed their own vote to another; votes are not handed on."""

    code = "delegate_hands_on"


class DelegationTooLate(RuleError):
    """A vote that is over, or on which one of the two has voted."""

    code = "delegation_too_late"


class PolicyRefused(RuleError):
    """A policy that contradicts itself, the law pack it names, or what has been closed."""

    code = "policy_refused"


class PeriodOpen(RuleError):
    """A period that has not ended cannot be closed."""

    code = "period_open"


class BadOverlay(RuleError):
    """A change of the streets that says too little or contradicts itself."""

    code = "bad_overlay"


class OverlayOutside(BadOverlay):
    """An area in which the city has no streets."""

    code = "overlay_outside"


class StreetUnknown(BadOverlay):
    """A street that the city's map does not know; `values["similar"]` names some that it does."""

    code = "street_unknown"


class HookAddressRefused(RuleError):
    """An address to which notices are never sent."""

    code = "hook_address_refused"


class TooManySubscriptions(RuleError):
    """More addresses want to hear than anybody needs."""

    code = "too_many_subscriptions"


class FileNotTable(RuleError):
    """A file that is neither CSV nor XLSX, or damaged."""

    code = "file_not_table"


class FileEmpty(RuleError):
    """A table without a row below its heading."""

    code = "file_empty"


class FileTooLarge(RuleError):
    """A table with more rows or columns than are read at once."""

    code = "file_too_large"


class ColumnsMissing(RuleError):
    """A table none of whose columns says where to deliver, or two of which say the same."""

    code = "columns_missing"


class StoreUnavailable(Exception):
    """The store cannot be reached or written; nothing was changed, try again later."""
