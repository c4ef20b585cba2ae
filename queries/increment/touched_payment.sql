-- One row per payment that the touched families have a part in, now or before, or that came or went, with its copies.
with own as (
    select payment_id
    from taken_remit_claim
    union
    select claim.payment_id
    from gone_remit_claim as claim
    semi join changed_load on claim.source_sha = changed_load.source_sha
    union
    select payment.payment_id
    from came_remit_payment as payment
    semi join changed_load on payment.source_sha = changed_load.source_sha
    union
    select payment.payment_id
    from gone_remit_payment as payment
    semi join changed_load on payment.source_sha = changed_load.source_sha
),

own_group as (
    select distinct payment_group.group_id
    from payment_group
    semi join own on payment_group.payment_id = own.payment_id
)

select payment_id
from own
union
select payment_group.payment_id
from payment_group
semi join own_group on payment_group.group_id = own_group.group_id
