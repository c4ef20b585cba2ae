-- One row per payer, day of a first denial and days until it came back: how many 96372 lines waited so.
select
    hist.*,
    greatest(0, date_diff('day', hist.denied_on, cut_off.as_of)) as age,
    null::date as service_month,
    null::date as answer_month,
    null::varchar as payer_name,
    null::varchar as rendering_npi,
    null::varchar as provider_name,
    null::varchar as place_of_service,
    null::varchar as drug
from resolution_hist as hist
cross join cut_off
