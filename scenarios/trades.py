"""Kinds of storefronts: what they send, how heavy it is and when people want it."""

from __future__ import annotations

from dataclasses import dataclass

from scenarios.specs import Skill


@dataclass(frozen=True, slots=True, kw_only=True)
class Trade:
    """What orders of one kind of storefront look like.

    Attributes
    ----------
    goods
        What is in an order.
    weight_g
        Lightest and heaviest parcel.
    litres
        Smallest and largest parcel.
    peaks
        Moments around which deliveries are wanted: hour of the day, spread in hours, share.
    open_hours
        First and last hour at which goods are ready.
    notice_min
        Shortest and longest time between placing and ready, in minutes.
    window_min
        Shortest and longest delivery window, in minutes.
    skills
        What every order of this kind needs.
    """

    goods: tuple[str, ...]
    weight_g: tuple[int, int]
    litres: tuple[int, int]
    peaks: tuple[tuple[float, float, float], ...]
    open_hours: tuple[float, float]
    notice_min: tuple[int, int]
    window_min: tuple[int, int]
    skills: frozenset[str] = frozenset()


LUNCH = (11.9, 0.5, 1.0)
DINNER = (18.4, 0.8, 1.4)


def trades() -> dict[str, Trade]:
    """Describe every kind of storefront that scenarios know.

    Returns
    -------
    dict
        Kind to its description, in a fixed order.
    """
    return {
        "bakery": Trade(
            goods=("bread", "cinnamon buns", "sandwich platter", "birthday cake"),
            weight_g=(600, 6000),
            litres=(4, 25),
            peaks=((8.7, 0.5, 1.0), (11.2, 0.6, 0.8)),
            open_hours=(7.5, 14.5),
            notice_min=(90, 900),
            window_min=(45, 75),
        ),
        "pharmacy": Trade(
            goods=("prescription", "first-aid refill", "baby formula"),
            weight_g=(200, 2500),
            litres=(1, 8),
            peaks=((10.5, 1.5, 1.0), (16.0, 1.5, 1.0)),
            open_hours=(9.0, 19.0),
            notice_min=(30, 180),
            window_min=(60, 90),
        ),
        "library": Trade(
            goods=("reserved books", "school book box", "returned books"),
            weight_g=(800, 9000),
            litres=(3, 20),
            peaks=((11.0, 1.0, 1.0), (15.0, 1.2, 1.0)),
            open_hours=(9.5, 17.5),
            notice_min=(240, 1200),
            window_min=(90, 120),
        ),
        "restaurant": Trade(
            goods=("lunch for two", "family dinner", "soup and bread", "office lunch"),
            weight_g=(900, 5000),
            litres=(6, 25),
            peaks=(LUNCH, DINNER),
            open_hours=(10.8, 20.6),
            notice_min=(35, 75),
            window_min=(45, 60),
        ),
        "noodle bar": Trade(
            goods=("noodle soup", "dumplings", "rice bowls"),
            weight_g=(700, 3500),
            litres=(5, 18),
            peaks=(LUNCH, DINNER),
            open_hours=(10.8, 20.6),
            notice_min=(30, 60),
            window_min=(45, 60),
        ),
        "florist": Trade(
            goods=("bouquet", "wreath", "potted plants"),
            weight_g=(500, 7000),
            litres=(10, 60),
            peaks=((10.5, 1.0, 1.0), (14.5, 1.2, 1.0)),
            open_hours=(9.0, 17.0),
            notice_min=(60, 900),
            window_min=(60, 120),
        ),
        "grocer": Trade(
            goods=("weekly shopping", "vegetable box", "drinks and dry goods"),
            weight_g=(4000, 16000),
            litres=(20, 70),
            peaks=((10.0, 1.2, 0.7), (17.3, 1.2, 1.3)),
            open_hours=(8.5, 20.0),
            notice_min=(90, 600),
            window_min=(60, 120),
        ),
        "fishmonger": Trade(
            goods=("fresh fish on ice", "seafood platter"),
            weight_g=(800, 6000),
            litres=(5, 25),
            peaks=((10.8, 0.9, 1.0), (16.8, 0.9, 1.2)),
            open_hours=(9.5, 18.0),
            notice_min=(60, 300),
            window_min=(45, 75),
            skills=frozenset({Skill.COLD}),
        ),
        "wine shop": Trade(
            goods=("two bottles of wine", "case of cider"),
            weight_g=(1500, 9000),
            litres=(4, 18),
            peaks=((17.0, 1.2, 1.0),),
            open_hours=(12.0, 19.5),
            notice_min=(40, 240),
            window_min=(60, 90),
            skills=frozenset({Skill.AGE_CHECK}),
        ),
        "print shop": Trade(
            goods=("posters", "brochures", "business cards"),
            weight_g=(500, 11000),
            litres=(3, 25),
            peaks=((9.8, 0.8, 1.0), (14.8, 1.2, 1.0)),
            open_hours=(8.5, 16.8),
            notice_min=(60, 480),
            window_min=(60, 120),
        ),
        "laundry": Trade(
            goods=("hotel linen", "restaurant linen"),
            weight_g=(25000, 55000),
            litres=(90, 220),
            peaks=((9.3, 0.8, 1.0), (15.5, 1.0, 1.0)),
            open_hours=(8.5, 18.0),
            notice_min=(300, 1200),
            window_min=(90, 120),
            skills=frozenset({Skill.CARGO}),
        ),
        "bookshop": Trade(
            goods=("novels", "school books", "gift parcel"),
            weight_g=(400, 5000),
            litres=(1, 10),
            peaks=((11.5, 1.2, 1.0), (16.0, 1.2, 1.0)),
            open_hours=(10.0, 18.0),
            notice_min=(60, 600),
            window_min=(60, 120),
        ),
    }
