-- One row per payment: who paid, as far as the payment itself says it, to whom, and when (meanings 24). A PLB names no
-- claim's filing indicator: the payer is the one under whose id and name most came, else id or name alone.
with written as (
    select
        payment_id,
        coalesce(trim(payer_source_id), '') as source_id,
        coalesce(inert_name(payer_source_name), '') as source_name,
        coalesce(payee_npi, '') as payee,
        trace,
        payment_date,
        coalesce(production_date, payment_date, interchange_date) as day,
        interchange_date,
        interchange_control
    from remit_payment
),

-- As written, by the id alone, by the name alone.
known as (
    select
        source_id || '|' || source_name as called,
        payer_id,
        row_count
    from payer
    union all
    select
        source_id || '|' as called,
        payer_id,
        row_count
    from payer
    where source_id != ''
    union all
    select
        '|' || control_of(source_name) as called,
        payer_id,
        row_count
    from payer
    where control_of(source_name) is not null
),

most as (
    select
        called,
        payer_id
    from known
    group by called, payer_id
    qualify row_number() over (partition by called order by sum(row_count) desc, payer_id) = 1
)

select
    written.payment_id,
    coalesce(
        as_written.payer_id,
        by_id.payer_id,
        by_name.payer_id,
        coalesce(nullif(written.source_id, ''), control_of(written.source_name), 'unknown') || '-other'
    ) as payer_id,
    written.source_id,
    written.source_name,
    written.payee,
    coalesce(written.trace, written.payment_id) as payment,
    coalesce(written.payment_date, written.day) as payment_date,
    written.day,
    written.interchange_date,
    written.interchange_control
from written
left join most as as_written on written.source_id || '|' || written.source_name = as_written.called
left join most as by_id on written.source_id != '' and written.source_id || '|' = by_id.called
left join most as by_name on '|' || control_of(written.source_name) = by_name.called
