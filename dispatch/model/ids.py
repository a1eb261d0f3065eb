"""Names of things: strings that cannot be mistaken for one another."""

from typing import NewType

CoopId = NewType("CoopId", str)
MemberId = NewType("MemberId", str)
StandingOrderId = NewType("StandingOrderId", str)
StorefrontId = NewType("StorefrontId", str)
CourierId = NewType("CourierId", str)
ShiftId = NewType("ShiftId", str)
OrderId = NewType("OrderId", str)
QuoteId = NewType("QuoteId", str)
KeyId = NewType("KeyId", str)
OverlayId = NewType("OverlayId", str)
ContestationId = NewType("ContestationId", str)
ProposalId = NewType("ProposalId", str)
DelegationId = NewType("DelegationId", str)
ReplayId = NewType("ReplayId", str)
WhatIfId = NewType("WhatIfId", str)
ZoneId = NewType("ZoneId", str)
SlotRuleId = NewType("SlotRuleId", str)
SubscriptionId = NewType("SubscriptionId", str)
NoticeId = NewType("NoticeId", str)
ImportId = NewType("ImportId", str)
