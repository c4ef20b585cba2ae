-- One row per quarter, payer, visit, kind of provider, place, use of 25 and price: what the build before counted,
-- without what the touched families said then.
select *
from kept_visit_hist
union all
select
    (year(line.service_date) * 4 + quarter(line.service_date) - 1)::integer as quarter,
    line.payer_id,
    line.code_now as code,
    line.is_npp,
    line.is_facility,
    line.visit_arm,
    round(line.allowed * 100 / line.units_paid, 0)::bigint as cents,
    -count(*)::bigint as lines
from was_line as line
where
    line.visit_arm is not null
    and shows_price(
        line.allowed, line.units_paid, line.open_denial, line.allowed_conflict, line.code_paid, line.code_now
    )
    and line.state not in ('voided', 'withdrawn')
group by all
