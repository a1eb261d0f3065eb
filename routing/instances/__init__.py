"""Readers of public instances: text in, a problem and its names out.

Every reader raises `InstanceError` with the line or path at fault and what was expected.
"""

from routing.instances.instance import Instance, InstanceError, NodeNames, Report
from routing.instances.lilim import read_lilim
from routing.instances.sartori import read_sartori
from routing.instances.vroom import read_vroom

__all__ = [
    "Instance",
    "InstanceError",
    "NodeNames",
    "Report",
    "read_lilim",
    "read_sartori",
    "read_vroom",
]
