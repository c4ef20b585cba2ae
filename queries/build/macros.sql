-- Words shared by the build: how numbers are compared, where a row stands, which codes belong together.
create or replace macro control_of(number) as
nullif(regexp_replace(upper(number), '[^A-Z0-9]', '', 'g'), '');

-- What families are found by, as integers: two things of one number would only make a family larger than it is.
create or replace macro claim_of(number) as
hash(coalesce(control_of(number), ''));

create or replace macro visit_of(patient, day) as
hash(patient, day);

-- A file has fewer than 2^26 segments, a claim fewer than 2^10 lines.
create or replace macro place_of(load_no, segment_no) as
load_no * 67108864 + segment_no;

create or replace macro slot_of(claim_no, line_number) as
claim_no * 1024 + line_number;

-- One service payment that answers several lines has a part for each of them, numbered below zero.
create or replace macro bundled_part_of(part_no, nth) as
-(part_no * 1024 + nth);

-- Among codes with the same dollars the more telling one is the root cause (meanings 17).
create or replace macro specificity(reason) as
case reason when '236' then 1 when '97' then 2 when '96' then 4 when '16' then 5 when 'A1' then 6 else 3 end;

-- What can be done about an answer, by the kind of its remark; the other kinds are information (meanings 41).
create or replace macro disposition_of(kind) as
case
    when kind = 'unprocessable' then 'unprocessable'
    when kind = 'no_appeal' then 'no_appeal'
    when kind = 'appeal_lost' then 'first_appeal_lost'
    when kind in ('new_claim_asked', 'corrected_claim_asked', 'split_asked', 'no_appeal_but_resubmit', 'wait')
        then 'other_route'
end;

-- Among several the first of meanings 41; N211 goes before its like: with 29 at Medicare it asks for an exception.
create or replace macro disposition_rank(disposition, code, place) as
case disposition
    when 'unprocessable' then 1000
    when 'no_appeal' then case code when 'N211' then 1999 else 2000 end
    when 'first_appeal_lost' then 3000
    when 'other_route' then 4000
end + case code when 'N211' then 0 else place end;

-- A reversal decides nothing, and a line that was priced was determined, whatever the rest of its claim was.
create or replace macro can_be(disposition, is_reversal, allowed) as
case when is_reversal or (disposition = 'unprocessable' and allowed > 0) then null else disposition end;

create or replace macro code_family(code) as
case
    when code between '99202' and '99499' then 'em'
    when code between '96360' and '96549' then 'injection_infusion'
    when regexp_matches(code, '^(J|Q|C9|S0)[0-9]') then 'drug'
    else left(code, 4)
end;

create or replace macro line_role(code, is_listed_drug, is_ncci_procedure) as
case
    when code = '96372' then 'injection'
    when code between '99202' and '99499' or code in ('G0463', '99201') then 'em'
    when is_listed_drug or regexp_matches(code, '^J[0-9]{4}$') then 'drug'
    when is_ncci_procedure or regexp_matches(code, '^[0-9]{5}$') then 'procedure'
    else 'other'
end;

-- What is no shortfall yet: 50 cents or 1 % of what is due, whichever is more (meanings 31).
create or replace macro tolerance_cents(due_cents) as
greatest(50, due_cents / 100);

-- A contract or the Medicare fee says what is owed; a payer's own habit does not.
create or replace macro is_owed_by(basis) as
basis in ('contract', 'medicare_fee', 'medicare_fee_national');

-- What a price can be read from: one answer that stands whole, for the code that was billed.
create or replace macro shows_price(allowed, units_paid, open_denial, allowed_conflict, code_paid, code_now) as
allowed > 0 and units_paid > 0 and open_denial = 0 and not allowed_conflict and code_paid = code_now;

-- Less was paid than charged, and codes do not say why, in a table that does not tell them all. A remittance that tells
-- all of its codes (coded is null) has none left to tell, whether they balance or not (meanings 17).
create or replace macro is_uncoded(charge, paid, coded) as
coalesce(charge > 0 and charge - paid - coded > 0.50, false);

-- Nothing paid, nothing allowed and no code at all: denied, or left to the patient, or not answered yet; who knows.
create or replace macro is_unclear(charge, paid, allowed, denial, coded) as
is_uncoded(charge, paid, coded) and paid = 0 and allowed = 0 and denial = 0 and coded = 0;

-- The facts lie in parts by day of service; a day that is not known has a part of its own.
create or replace macro part_of(day) as
coalesce(date_diff('day', date '2000-01-01', day) // getvariable('part_width')::integer, -1000000)::integer;

-- A large store is built in slices of whole families; a patient without any number is a family alone.
create or replace macro slice_of(patient_key, family) as
(coalesce(family, hash(patient_key)) % getvariable('slices')::integer)::integer;
