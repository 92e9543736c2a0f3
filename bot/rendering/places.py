"""Windows as people read them: name, why this one, distance, hours, phone, booking, and the Chinese address for the taxi."""

from collections.abc import Iterator
from datetime import datetime

from babel import Locale
from babel.dates import format_date

from bot.language.catalogs import N_, Speaker
from bot.messages import Block, Choice, Kind, Labelled, Paragraph, Reply, ShownWindow, Title, Trace, Venue, Warning
from bot.model import BASE_LOCALE, CHINESE, Confidence, Entry, Window
from bot.rendering import choices
from bot.rendering.content import AskPlace, WindowList
from bot.rendering.context import Context
from bot.rendering.facts import babel_code, isolate, isolate_whole, metres
from bot.windows.hours import CLOSURE, LUNCH, Status
from bot.windows.maps import map_links, search_links
from bot.windows.router import NearbyWindow, Why

PIN_UNCERTAINTY_M = 500
MAX_COPY = 256
ONLINE_FIRST = N_("This is handled online first, usually by your employer. Go in person only for advice or when you are told to.")
ONLINE_TOO = N_("Much of this can be done online. Try that first, and go in person when it is not possible or when you are told to.")
WORK_PERMIT = "work-permit"
WHY = {
    Why.NEAREST: N_("nearest"),
    Why.SERVES_DISTRICT: N_("responsible for your district"),
    Why.IN_DISTRICT: N_("in your district"),
    Why.MUNICIPAL_HALL: N_("serves the whole city"),
    Why.SPEAKS_LANGUAGE: N_("your language is spoken there"),
    Why.BY_KIND: N_("offers this service"),
}
HOLIDAYS = {
    "new-year": N_("New Year"),
    "spring-festival": N_("Spring Festival"),
    "qingming": N_("Qingming Festival"),
    "labour-day": N_("Labour Day"),
    "dragon-boat": N_("Dragon Boat Festival"),
    "mid-autumn": N_("Mid-Autumn Festival"),
    "national-day": N_("National Day"),
    CLOSURE: N_("temporary closure"),
}
APPOINTMENT = {
    "required": N_("by appointment only"),
    "recommended": N_("book an appointment before you go"),
    "walk-in": N_("no appointment needed"),
}


def render_windows(content: WindowList, context: Context) -> Reply:
    blocks: list[Block] = [Title(_heading(content, context))]
    if content.entry:
        blocks.append(Paragraph(context.title(content.entry)))
    if content.entry and content.entry.online_first:
        blocks.append(online_first(content.entry, context))
    if not content.windows:
        blocks.append(Paragraph(context.say("We know no window for this. Ask {hotline}.", hotline=context.shared("hotline_12345"))))
    for number, seen in enumerate(content.windows, 1):
        blocks.extend(window_blocks(number, seen, context))
    if any(seen.tied for seen in content.windows):
        blocks.append(Paragraph(context.say("These are about equally near; your position and theirs are not exact enough to say more.")))
    if not all(seen.window.languages for seen in content.windows):
        told = context.say(
            "Which languages are spoken there is not confirmed: call {city} or {immigration} first.",
            city=context.shared("hotline_12345"),
            immigration=context.shared("hotline_12367"),
        )
        blocks.append(Warning(told))
    if content.from_location:
        blocks.append(Paragraph(context.say("Your location was used for this answer only and is not stored.")))
    if content.others:
        blocks.append(Paragraph(context.say("Do you mean one of these?")))
    others = choices.near_place(content.others, content.near, context)
    rows = (*map_rows(content.windows, context), *others, *_entry_rows(content, context))
    return Reply(
        Kind.WINDOWS,
        context.say.locale.code,
        tuple(blocks),
        rows,
        tuple(_venues(content, context)),
        rtl=context.rtl,
        trace=Trace(place=content.place, windows=tuple(map(shown, content.windows))),
    )


def online_first(entry: Entry, context: Context) -> Warning:
    """Said before sending anyone across town; employers apply for work permits, people themselves for the rest."""
    return Warning(context.say(ONLINE_FIRST if entry.service == WORK_PERMIT else ONLINE_TOO))


def shown(seen: NearbyWindow) -> ShownWindow:
    return ShownWindow(seen.window.id, seen.distance_m, seen.status.open)


def _heading(content: WindowList, context: Context) -> str:
    if content.place:
        return context.mixed(context.say("Offices near {place}", place=content.place.name))
    return context.say("Nearest offices") if content.from_location else context.say("Where to go")


def window_blocks(number: int, seen: NearbyWindow, context: Context) -> Iterator[Block]:
    window, say = seen.window, context.say
    yield Title(context.mixed(f"{number}. {window_name(window, context)}"))
    facts = [*_reason(number, seen, context), *_distance(seen, context)]
    if window.station:
        name = window.station.name
        facts.append(
            say("station {station}", station=name.get(say.locale.code) or _both(name.get(BASE_LOCALE), name.get(CHINESE), context))
        )
    if facts:
        yield Paragraph(context.mixed(" · ".join(facts)))
    yield Labelled(say("Hours"), hours_line(seen.status, window, context))
    if not seen.status.calendar_known:
        yield Warning(
            say("The holiday calendar for {year} is not published yet: call first.", year=_unknown_year(seen.status, context.now))
        )
    if address := window.address.get(CHINESE):
        yield Labelled(
            say("Address"),
            isolate(address, context.rtl)
            if not _other_address(window, context)
            else f"{_other_address(window, context)}\n{isolate(address, context.rtl)}",
        )
    if window.phones:
        yield Labelled(say("Phone"), say(", ").join(isolate(phone, context.rtl) for phone in window.phones))
    if window.languages:
        yield Labelled(say("Languages"), say(", ").join(_language(code, context) for code in window.languages))
    if appointment := _appointment(window, context):
        yield Labelled(say("Appointment"), appointment)
    yield from _cautions(window, context)


def window_in_brief(seen: NearbyWindow, context: Context) -> Labelled:
    """A window in one block: name, hours, Chinese address."""
    told = [hours_line(seen.status, seen.window, context), isolate(seen.window.address.get(CHINESE, ""), context.rtl)]
    return Labelled(context.mixed(window_name(seen.window, context)), " · ".join(part for part in told if part))


def _reason(number: int, seen: NearbyWindow, context: Context) -> list[str]:
    """Why this window; only the first, or one as near, is called nearest."""
    if seen.why is None:
        return []
    not_nearest = seen.why is Why.NEAREST and number > 1 and not seen.tied
    return [] if not_nearest else [context.say(WHY[seen.why])]


def window_name(window: Window, context: Context) -> str:
    own = window.name.get(context.say.locale.code)
    return (
        own
        if own and context.say.locale.code.startswith("zh")
        else _both(own or window.name.get(BASE_LOCALE), window.name.get(CHINESE), context)
    )


def _both(name: str | None, chinese: str | None, context: Context) -> str:
    if context.say.locale.code == "ja" and chinese:
        return chinese
    if name and chinese:
        return f"{isolate_whole(name, context.rtl)} ({isolate(chinese, context.rtl)})"
    return isolate_whole(name or chinese or "", context.rtl)


def _other_address(window: Window, context: Context) -> str:
    if context.say.locale.code.startswith(("zh", "ja")):
        return ""
    return isolate_whole(window.address.get(BASE_LOCALE, ""), context.rtl)


def _distance(seen: NearbyWindow, context: Context) -> list[str]:
    if seen.distance_m is None:
        return []
    told = metres(seen.distance_m, context.say)
    return [context.say("about {distance}", distance=told) if seen.distance_uncertain else told]


def _appointment(window: Window, context: Context) -> str:
    booking = window.appointment
    told = [context.say(APPOINTMENT[booking.needed])] if booking.needed in APPOINTMENT else []
    if booking.wechat:
        told.append(context.say("WeChat account {account}", account=isolate(booking.wechat, context.rtl)))
    told += [isolate(way, context.rtl) for way in (booking.link, booking.phone) if way]
    return context.say(", ").join(told)


def _language(code: str, context: Context) -> str:
    """A language's name in the reply's language."""
    return Locale.parse(code).get_display_name(context.say.locale.code.replace("-", "_")) or code


def _cautions(window: Window, context: Context) -> Iterator[Block]:
    code = context.say.locale.code
    unsure = window.confidence is Confidence.LOW
    for texts, is_warning in ((window.limited, True), (window.notes, unsure)):
        if told := texts.get(code) or texts.get(BASE_LOCALE):
            yield Warning(context.mixed(told)) if is_warning else Paragraph(context.mixed(told))
    if unsure and not window.notes:
        yield Warning(context.say("Not confirmed: call {hotline} before you go.", hotline=context.shared("hotline_12367")))


def hours_line(status: Status, window: Window, context: Context) -> str:
    """ "Open now, closes 17:00", "opens tomorrow at 09:00", "closed until Thursday 8 October (National Day)"."""
    say = context.say
    if window.hours is None:
        return say("not confirmed: call first")
    if status.open:
        if status.closes is None:
            return say("open day and night")
        return say("open now, closes {time}", time=_clock(status.closes))
    if status.open is None and status.opens is None:
        return say("not confirmed: call first")
    told = _closed(status, context)
    return told if status.open is False else say("not sure to be open today; {then}", then=told)


def _closed(status: Status, context: Context) -> str:
    say = context.say
    if status.opens is None:
        return say("closed")
    time = _clock(status.opens)
    days = (status.opens.date() - context.now.date()).days
    if status.reason == LUNCH:
        return say("lunch break, opens again at {time}", time=time)
    if status.reason in HOLIDAYS and days > 0:
        return say("closed until {day}, {time} ({reason})", day=_day(status.opens, say), time=time, reason=say(HOLIDAYS[status.reason]))
    if days == 0:
        return say("closed now, opens today at {time}", time=time)
    if days == 1:
        return say("closed now, opens tomorrow at {time}", time=time)
    return say("closed now, opens {day} at {time}", day=_day(status.opens, say), time=time)


def _clock(moment: datetime) -> str:
    """`17:00`; midnight as the end of the day before, `24:00`."""
    return "24:00" if (moment.hour, moment.minute) == (0, 0) else f"{moment:%H:%M}"


def _day(moment: datetime, say: Speaker) -> str:
    code = babel_code(say.locale.code)
    pattern = {"en_GB": "EEEE d MMMM", "zh_Hans": "M月d日EEEE", "zh_Hant": "M月d日EEEE", "ja": "M月d日(EEEE)"}.get(code, "EEEE d MMMM")
    return format_date(moment.date(), pattern, locale=code)


def _unknown_year(status: Status, now: datetime) -> str:
    opens = status.opens or now
    return str(opens.year if opens.year not in (now.year,) else now.year + (1 if now.month == 12 else 0))


def _venues(content: WindowList, context: Context) -> Iterator[Venue]:
    first = next(iter(content.windows), None)
    if first and (content.place or content.from_location or len(content.windows) == 1):
        location = first.window.location
        if location and location.uncertainty_m <= PIN_UNCERTAINTY_M and CHINESE in first.window.address:
            yield Venue(location.point, window_name(first.window, context), first.window.address[CHINESE])


def map_rows(windows: tuple[NearbyWindow, ...], context: Context) -> choices.Rows:
    """For each window a button that copies the Chinese address, and one per map service."""
    rows: list[tuple[Choice, ...]] = []
    for number, seen in enumerate(windows, 1):
        window = seen.window
        address = window.address.get(CHINESE)
        if not address:
            continue
        certain = window.location is not None and window.location.uncertainty_m <= PIN_UNCERTAINTY_M
        links = map_links(window.location.point, window.name[CHINESE]) if window.location and certain else search_links(address)
        mark = f"{number}. " if len(windows) > 1 else ""
        copy = context.say("Copy address")
        rows.append((Choice(f"copy:{window.id}", f"{mark}{copy}", copy=address[:MAX_COPY]),))
        rows.append(
            (
                Choice(f"amap:{window.id}", f"{mark}Amap 高德", link=links.amap),
                Choice(f"apple:{window.id}", f"{mark}Apple Maps", link=links.apple),
                Choice(f"google:{window.id}", f"{mark}Google Maps", link=links.google),
            )
        )
    return tuple(rows)


def _entry_rows(content: WindowList, context: Context) -> choices.Rows:
    back = (choices.choice_of(content.entry, context),) if content.entry else ()
    near = Choice(f"near:{content.entry.id}" if content.entry else "near", context.say("Another place"))
    return (back, (near, Choice("m", context.say("All topics")))) if back else ((near, Choice("m", context.say("All topics"))),)


def render_ask_place(content: AskPlace, context: Context) -> Reply:
    say = context.say
    if content.candidates:
        suffix = f":{content.entry.id}" if content.entry else ""
        rows = tuple(
            (Choice(f"q:{place_id}{suffix}", _place_label(place.name, place.district, context)),) for place_id, place in content.candidates
        )
        other = Choice(f"near{suffix}", say("Another place"))
        return _asking(context, (say("Which place do you mean?"),), (*rows, (other,)))
    if content.outside:
        told = context.mixed(
            say(
                "{place} is outside Beijing. I only know offices in Beijing; for other places call {hotline}.",
                place=content.outside,
                hotline=context.shared("hotline_12367"),
            )
        )
        return _asking(context, (told,), ((Choice("m", say("All topics")),),))
    unknown = (say("I do not find this place in Beijing."),) if content.unknown else ()
    question = say("Where are you? Share your location, write a place (a station, a neighbourhood, a university), or pick a district.")
    return _asking(context, (*unknown, question), choices.districts(context, content.entry), request_location=True)


def _place_label(name: str, district: str, context: Context) -> str:
    shown = context.say(choices.DISTRICT_NAMES[district]) if district in choices.DISTRICT_NAMES else district
    return context.mixed(f"{name} · {shown}") if shown and shown != name else name


def _asking(context: Context, told: tuple[str, ...], rows: choices.Rows, request_location: bool = False) -> Reply:
    return Reply(
        Kind.CLARIFICATION if rows and not request_location else Kind.WINDOWS,
        context.say.locale.code,
        tuple(map(Paragraph, told)),
        rows,
        rtl=context.rtl,
        request_location=request_location,
    )
