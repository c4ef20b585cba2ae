-- One row per contract row and payer that it names, by id or by name: code, modifier, place, basis, rate and dates.
with payer_one as (
    select distinct
        payer_id,
        control_of(payer_id) as id_key,
        control_of(payer_name) as name_key
    from payer
)

select
    contract.* replace (coalesce(contract.place, '') as place),
    payer_one.payer_id,
    control_of(contract.payer) = payer_one.id_key as is_by_id
from contract
inner join payer_one on control_of(contract.payer) in (payer_one.id_key, payer_one.name_key)
