-- One row per line, part of it and rule of queries/leakage that speaks of it; empty until the rules are asked.
select
    0::bigint as line_no,
    ''::varchar as part,
    ''::varchar as rule,
    0::integer as place,
    null::boolean as is_unverified
where false
