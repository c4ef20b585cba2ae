-- One row per payer: within how many days 95 % of its denials that came back did so, and whose denials these are.
select distinct
    payer.payer_id,
    payer.payer_name,
    payer.payer_class,
    usual.usual_days,
    usual.usual_n,
    usual.usual_of
from payer
left join usual_limit as usual on payer.payer_id = usual.payer_id
where payer.payer_id is not null
order by payer.payer_name, payer.payer_id
