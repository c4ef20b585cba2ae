-- One row per payer as files write it: whose payer it is and what rests on it; those to be confirmed first.
select
    source_id,
    source_name,
    filing_indicator,
    payer_id,
    payer_name,
    payer_class,
    file_class,
    edited_name,
    is_edited,
    confirmed,
    needs_confirmation,
    accepted_from,
    row_count::bigint as row_count,
    coalesce((charge * 100)::bigint, 0)::bigint as charge_cents
from payer
order by needs_confirmation desc, charge_cents desc, source_id, source_name, filing_indicator
