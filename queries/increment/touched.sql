-- One row per claim number with news: a row of a load that came or went, a copy of a payment, a mark, a limit passed.
with changed_group as (
    select distinct payment_group.group_id
    from payment_group
    semi join changed_load on payment_group.source_sha = changed_load.source_sha
),

copied as (
    select payment_group.payment_id
    from payment_group
    semi join changed_group on payment_group.group_id = changed_group.group_id
),

marked as (
    select distinct line_id
    from mark
    where kind = 'written_off'
),

found as (
    select line.claim_id
    from came_claim_line as line
    semi join changed_load on line.source_sha = changed_load.source_sha
    union
    select line.claim_id
    from gone_claim_line as line
    semi join changed_load on line.source_sha = changed_load.source_sha
    union
    select claim.claim_id
    from came_remit_claim as claim
    semi join changed_load on claim.source_sha = changed_load.source_sha
    union
    select claim.claim_id
    from gone_remit_claim as claim
    semi join changed_load on claim.source_sha = changed_load.source_sha
    union
    select claim.claim_id
    from now_remit_claim as claim
    semi join copied on claim.payment_id = copied.payment_id
    union
    select line.claim_id
    from kept_line as line
    semi join marked on line.line_id = marked.line_id
    where not line.written_off
    union
    select line.claim_id
    from kept_line as line
    anti join marked on line.line_id = marked.line_id
    where line.written_off
    union
    select claim_id
    from late
)

select distinct claim_of(claim_id) as claim_no
from found
