"""Where bookings belong: what the ledger says of them, joined with what officers said of bookings like them."""

from model.booking import UNPLACED, BookingKind
from model.measure import Purpose

PLACED = f"""
rule as (
    select batch_id, ledger, key, cost_object, text, measure, kind from mart.placement where region = $region
), words as (
    select distinct lower(cost_object) as cost_object, lower(account || ' ' || description) as words from booking
), fitting as (
    select words.cost_object, words.words,
        arg_max(rule.batch_id, (
            2 * (rule.cost_object <> '')::integer + (rule.text <> '')::integer, length(rule.text), rule.batch_id
        )) as batch_id
    from words join rule on rule.key = '' and (rule.cost_object = '' or rule.cost_object = words.cost_object)
        and (rule.text = '' or contains(words.words, rule.text))
    group by all
), ruled as (
    select booking.* exclude (measure, kind),
        coalesce(own.measure, general.measure, booking.measure) as measure,
        coalesce(nullif(coalesce(own.kind, general.kind), ''), booking.kind) as said_kind
    from booking
    left join rule as own on own.key <> '' and own.key = booking.key and own.ledger = booking.ledger
    left join fitting on fitting.cost_object = lower(booking.cost_object)
        and fitting.words = lower(booking.account || ' ' || booking.description)
    left join rule as general on general.batch_id = fitting.batch_id
), purposed as (
    select id, purpose, target_groups from mart.measure where region = $region
), kinded as (
    select ruled.*, purposed.purpose, purposed.target_groups,
        coalesce(said_kind, case
            when measure = '' then null
            when purpose = '{Purpose.RENT}' then '{BookingKind.RENT}'
            when purpose = '{Purpose.STAFF}' then '{BookingKind.STAFF}'
            else '{BookingKind.PROGRAMME}' end) as known_kind
    from ruled left join purposed on purposed.id = ruled.measure
), placed as (
    select * exclude (said_kind, known_kind), coalesce(known_kind, '{UNPLACED}') as kind,
        measure <> '' or coalesce(known_kind, '{BookingKind.PROGRAMME}') <> '{BookingKind.PROGRAMME}' as is_placed,
        amount + case when $vat then vat else 0 end as spent,
        coalesce(financial_year, year(booked)) as year,
        coalesce(performed_from + ((coalesce(performed_to, performed_from) - performed_from) // 2)::integer, booked)
            as performed
    from kinded
), standing as (
    select *, case when kind = '{BookingKind.OUTSIDE}' then 'outside' when performed < $first then 'before'
        when performed > $last then 'after' else 'within' end as standing
    from placed
)
"""
"""Common table expressions over `booking`, which has the columns of `mart.booking`; `standing` is the last.

It has of each booking the measure (id, empty for none), the kind (a BookingKind or `nog niet toegewezen`), whether it
has its place, the purpose and target groups of the measure, what it spends, the calendar year (the financial year, else
that of the booking date), the day of performance (the middle one, else the booking date) and whether it counts:
`within`, or `outside` the grant, `before` the first or `after` the last day of spending. What is said of one booking
goes before what is said of a cost object with a text, that before a cost object, that before a text; a longer text and
what was said later go first. Parameters: region, vat (whether VAT burdens the grant), first and last.
"""
