-- One row per line and part of it that did not come in: its class, the way back and its clock (meanings 31, 34, 41).
with first_hit as (
    select
        line_no,
        part,
        arg_min(rule, place) as rule
    from rule_hit
    where part is not null
    group by line_no, part
),

named as (
    select
        part.*,
        first_hit.rule
    from leak_part as part
    inner join first_hit on part.line_no = first_hit.line_no and part.part = first_hit.part
),

-- Where the denial's own code has been judged, its judgement goes before that of the rule; what the answer says can be
-- done goes before both.
judged as (
    select
        named.*,
        case when rule.leak_class = 'category' then named.category else rule.leak_class end as leak_class,
        coalesce(code.preventable, rule.preventable) as preventable,
        coalesce(code.recoverable, rule.recoverable) as recoverable,
        case when code.side not like '%|%' then code.side else rule.side end as side,
        rule.fix,
        rule.deadline as rule_kind,
        line.service_date,
        line.charge_now,
        case when not named.is_missed then line.disposition end as disposition,
        line.disposition_code,
        told.route,
        told.note,
        named.payer_class = 'medicare' as is_medicare,
        rule.rule in ('no_response', 'administration_not_billed') as is_new_claim,
        line.disposition = 'no_appeal' and line.disposition_code = 'N211' and named.reason = '29' as is_exception
    from named
    inner join leak_rule as rule on named.rule = rule.rule
    inner join line_state as line on named.line_no = line.line_no
    left join remark_disposition as told on line.disposition_code = told.code
    left join carc_class as code
        on
            rule.judged = 'code'
            and named.reason = code.code
            and named.category = code.category
            and code.side is not null
),

dated as (
    select
        judged.*,
        adverse.lost_on,
        adverse.refused_on,
        case
            when judged.part = 'missed' or judged.leak_class = 'no_response' then null
            when judged.leak_class = 'takeback' then coalesce(adverse.reversed_on, adverse.denied_on)
            when judged.leak_class = 'other_payer' then adverse.routed_on
            when judged.part in ('short', 'secondary', 'qmb') or judged.is_zero then adverse.settled_on
            -- What is put on the patient without a denial code was settled, not denied.
            else coalesce(adverse.denied_on, case when adverse.refused_on is null then adverse.settled_on end)
        end as adverse_date,
        case
            when judged.disposition = 'unprocessable' then 'refile'
            when judged.disposition = 'no_appeal'
                then case when judged.is_medicare and judged.is_exception then 'exception' end
            when judged.disposition = 'first_appeal_lost' then 'second_appeal'
            when judged.disposition = 'other_route' then case when judged.route != 'wait' then 'refile' end
            -- Only Medicare reopens; elsewhere the same is asked by a corrected claim.
            when judged.rule_kind = 'reopening' and not judged.is_medicare then 'refile'
            else judged.rule_kind
        end as deadline_kind
    from judged
    left join adverse on judged.line_id = adverse.line_id
)

select
    * exclude (fix, is_new_claim, route, note),
    is_new_claim or coalesce(
        disposition = 'unprocessable' or (disposition = 'other_route' and route = 'new_claim'), false
    ) as is_filed_anew,
    coalesce(adverse_date, refused_on, service_date) as since,
    case
        when disposition = 'unprocessable'
            then 'Send a new claim; neither appeal nor reopening is taken.'
        when deadline_kind = 'exception' then 'Ask for a filing-limit exception with the proof.'
        when disposition = 'no_appeal'
            then 'No appeal of this decision is taken; accept it, and mend the cause for the next claim.'
        when disposition = 'first_appeal_lost'
            then 'The first appeal was lost: read the decision, and ask for the second level only with what it misses.'
        when disposition = 'other_route' then upper(note[1]) || note[2:] || '.'
        else fix
    end as first_step,
    case
        when deadline_kind = 'exception' then 'an exception is asked for without a limit'
        when disposition = 'no_appeal' then 'no appeal of this decision'
        when deadline_kind is null then 'another answer comes first'
        else 'no limit set'
    end as unset_note
from dated
