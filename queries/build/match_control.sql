-- One row per service payment that names its billed line by the line control number (REF*6R).
select
    line.part_no,
    line.remit_no,
    arg_min(billed.slot_id, ((line.code != billed.code)::integer * 1048576 + billed.place)) as slot_id,
    'control' as link_quality
from claim_link as link
inner join remit_event_line as line on link.remit_no = line.remit_no
inner join billed_variant as billed
    on link.root_id = billed.root_id and line.line_control = billed.line_control
left join drug_kind as sent_drug on line.code = sent_drug.code
left join drug_kind as billed_drug on billed.code = billed_drug.code
where
    line.code = billed.code
    -- A payer may change a code, but no drug answers for one of another family (meanings 9).
    or (
        abs(line.charge) = billed.charge
        and (
            code_family(line.code, sent_drug.drug_family) = code_family(billed.code, billed_drug.drug_family)
            or not (is_drug_code(line.code) or is_drug_code(billed.code))
        )
    )
group by line.part_no, line.remit_no
