-- Words shared by the build: how numbers are compared, where a row stands, which codes belong together.
-- Thresholds first, each named once.
-- What comes late is late beyond the day by which this share has come (meanings 20, 42).
create or replace macro usual_share() as 0.95;

-- Claims, denials or lines of a payer from which its habits can be read (meanings 20, 33, 42).
create or replace macro enough_of_payer() as 30;

-- Lines of one kind from which a usual price or usual units can be read (meanings 25, 33).
create or replace macro enough_alike() as 20;

-- Visits of one kind from which a median can be read; denials from which a payer applies the pair (meanings 28, 32).
create or replace macro enough_visits() as 10;

create or replace macro enough_pair_denials() as 5;

-- Lines that give a payer or its class a waiting curve of its own, and days after which no answer is to be awaited
-- anymore: younger lines would show the quick ones only (meanings 38, 42).
create or replace macro enough_for_curve() as 200;

create or replace macro settled_days() as 180;

-- Dollars by which two sums of one line may differ by rounding alone (meanings 17, 21).
create or replace macro rounding_dollars() as 0.50;

-- What Medicare pays a nurse practitioner or assistant of a physician's fee (meanings 25).
create or replace macro npp_fee(fee) as
round(fee * 0.85, 2);

-- Of two medians the one that is at most 80 % of the other is cut (meanings 28).
create or replace macro is_cut_price(price, usual) as
price * 5 <= usual * 4;

-- How long something has been open, as pages and reports group it.
create or replace macro age_band(days) as
case
    when days <= 30 then '0–30'
    when days <= 60 then '31–60'
    when days <= 90 then '61–90'
    when days <= 120 then '91–120'
    else '120+'
end;

create or replace macro control_of(number) as
nullif(regexp_replace(upper(number), '[^A-Z0-9]', '', 'g'), '');

-- A name that acts where it is read is made inert once, here: no sign that cannot be seen or that turns the direction
-- of what follows, no address of a page or of mail, nothing in front that a spreadsheet runs (robustness 113).
create or replace macro inert_name(name) as
case
    when not regexp_matches(name, '[^A-Za-z0-9 ,.''&()/-]|^[^A-Za-z0-9]|//|(?i:www)') then trim(name)
    else
        nullif(
            regexp_replace(
                trim(
                    regexp_replace(
                        regexp_replace(
                            regexp_replace(
                                regexp_replace(
                                    regexp_replace(name, '[\p{Cf}\p{Co}\x{115F}\x{1160}\x{3164}\x{FFA0}]', '', 'g'),
                                    '([:：])[/／]+', '\1 ', 'g'
                                ),
                                '(?i)([wｗ]{3})[.．。]', '\1 ', 'g'
                            ),
                            '[@＠﹫]', ' at ', 'g'
                        ),
                        '[\p{Cc}\p{Z}]+', ' ', 'g'
                    )
                ),
                '^[=+@|%＝＋－\s-]+', ''
            ),
            ''
        )
end;

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

-- What stands in place of a reason code where a table says in words that a payer denied (meanings 17, tables).
create or replace macro is_worded(reason) as
coalesce(reason = 'denied' or starts_with(reason, 'denied: '), false);

-- Denied, and no code and no word says why.
create or replace macro is_untold(category, reason) as
coalesce(category = 'unclassified' and coalesce(trim(reason), '') = '', false);

-- Drugs by their code (meanings 25): J; S0 up to the first service; C9 without its devices and procedures; immune
-- globulins and antibodies; of Q what is injected, not casts, skin substitutes, contrast, oral drugs or vaccines.
create or replace macro is_drug_code(code) as
regexp_matches(code, '^(J[0-9]{4}|S0[01][0-9]{2}|C9[0-4][0-9]{2})$') and code != 'S0199'
and code not between 'C9352' and 'C9364'
or regexp_matches(code, '^Q(0138|0139|02[2-4][0-9]|0515|20[0-5][0-9]|302[5-8]|4081|509[89]|51[0-9]{2}|999[1-9])$')
and code not between 'Q2000' and 'Q2003' and code not between 'Q2033' and 'Q2039' and code != 'Q9994'
or regexp_matches(code, '^90[23][0-9]{2}$') and code between '90281' and '90399';

-- The payer says that it passed the claim on to the next one (MA18, N89), at either level.
create or replace macro is_forwarding(remarks) as
list_has_any(string_split(upper(array_to_string(remarks, ' ')), ' '), ['MA18', 'N89']);

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

-- Which codes may take the place of each other when a claim is corrected (meanings 9): a drug only one of its family,
-- one without a family and any other product only itself.
create or replace macro code_family(code, drug_family) as
case
    when drug_family is not null then 'drug ' || drug_family
    when code between '99201' and '99205' or code between '99211' and '99215' then 'office visit'
    when code in ('96372', '96374', '96401', '96402') then 'injection'
    when is_drug_code(code) or not regexp_matches(code, '^[0-9]{5}$') or code between '90281' and '90759' then code
    else left(code, 4)
end;

create or replace macro line_role(code, is_listed_drug, is_ncci_procedure) as
case
    when code = '96372' then 'injection'
    when code between '99202' and '99499' or code in ('G0463', '99201') then 'em'
    when is_listed_drug or is_drug_code(code) then 'drug'
    when is_ncci_procedure or regexp_matches(code, '^[0-9]{5}$') then 'procedure'
    else 'other'
end;

-- An NDC in eleven digits, from its usual writings: hyphens 5-4-2, 4-4-2, 5-3-2, 5-4-1. Ten bare digits say nothing.
create or replace macro ndc11_of(ndc) as
case
    when not contains(ndc, '-') then ndc
    when
        regexp_matches(ndc, '^[0-9]{4,5}-[0-9]{3,4}-[0-9]{1,2}$')
        and length(ndc) between 12 and 13
        then
            lpad(split_part(ndc, '-', 1), 5, '0') || lpad(split_part(ndc, '-', 2), 4, '0')
            || lpad(split_part(ndc, '-', 3), 2, '0')
end;

-- What is no shortfall yet: 50 cents or 1 % of what is due, whichever is more (meanings 31).
create or replace macro tolerance_cents(due_cents) as
greatest(50, due_cents / 100);

-- A group's or an organization's taxonomy says nothing of the person's own specialty (meanings 27).
create or replace macro person_taxonomy(taxonomy) as
case when not regexp_matches(taxonomy, '^(193|2[5-9]|3[0-4]|38)') then nullif(upper(trim(taxonomy)), '') end;

-- A side of a pair that was paid, in part or by the patient (meanings 27).
create or replace macro is_paid_side(state) as
coalesce(state in ('paid', 'underpaid', 'patient_share', 'part_denied', 'recovered'), false);

-- The pairs that the rates of lost visits count: office visits by one physician, as Medicare and CPT see one.
create or replace macro is_one_provider(pair_kind, same_provider) as
coalesce(pair_kind = 'office_em' and same_provider in ('npi', 'specialty'), false);

-- What a visit is denied for when something else of its day took it.
create or replace macro is_lost_category(category) as
coalesce(category in ('ncci_pair', 'bundled', 'modifier'), false);

-- Why a visit denied beside its paid injection was lost: the injection is the last to be named (meanings 28).
create or replace macro em_loss_cause(in_global, modifiers, taken_by_other) as
case
    when in_global then 'global'
    when list_has_any(modifiers, ['59', 'XE', 'XP', 'XS', 'XU']) then 'modifier'
    when taken_by_other then 'beside_other'
    else 'sole'
end;

-- The whole charge put on the patient without a denial code, as a plan without a contract does (meanings 17).
create or replace macro is_left_to_patient(charge, paid, allowed, denial, balance_billable) as
paid = 0 and allowed = 0 and denial = 0 and charge > 0 and balance_billable >= charge;

-- A contract or the Medicare fee says what is owed; a payer's own habit does not.
create or replace macro is_owed_by(basis) as
basis in ('contract', 'medicare_fee', 'medicare_fee_national');

-- A quotient of whole numbers, half up.
create or replace macro half_up(top, bottom) as
(2 * top + bottom) // (2 * bottom);

-- Allowed per unit in hundredths of a cent: a drug's as exact as that, anything else's to the cent (meanings 25).
create or replace macro price_of(allowed, units, role) as
case
    when role = 'drug' then half_up((allowed * 100)::bigint * 100000, (units * 1000)::bigint)
    else half_up((allowed * 100)::bigint * 1000, (units * 1000)::bigint) * 100
end;

-- Such a price as a share of the Medicare fee, in tenths of a percent.
create or replace macro permille_of(price, fee) as
half_up(price * 10, nullif((fee * 100)::bigint, 0));

-- Of a usual price and a usual share of the fee the fewer dollars count; less than 0.1 % apart is rounding
-- (meanings 25).
create or replace macro is_by_share(rate, permille, fee) as
coalesce(fee > 0 and (rate is null or rate - permille * 0.001 * fee >= rate * 0.001), false) and permille is not null;

create or replace macro usual_of(rate, permille, fee) as
case when is_by_share(rate, permille, fee) then round(permille * 0.001 * fee, 2) else rate end::decimal(18, 4);

-- What a rate of denials counts once it is answered: neither gone nor another payer's nor paid in another way
-- (meanings 19, 40).
create or replace macro is_judged(state) as
state not in ('voided', 'withdrawn', 'routed', 'capitated', 'in_encounter_rate');

-- What a price can be read from: one answer that stands whole, for the code that was billed.
create or replace macro shows_price(allowed, units_paid, open_denial, allowed_conflict, code_paid, code_now) as
allowed > 0 and units_paid > 0 and open_denial = 0 and not allowed_conflict and code_paid = code_now;

-- Less was paid than charged, and codes do not say why, in a table that does not tell them all. A remittance that tells
-- all of its codes (coded is null) has none left to tell, whether they balance or not (meanings 17).
create or replace macro is_uncoded(charge, paid, coded) as
coalesce(charge > 0 and charge - paid - coded > rounding_dollars(), false);

-- Nothing paid, nothing allowed and no code at all: denied, or left to the patient, or not answered yet; who knows.
create or replace macro is_unclear(charge, paid, allowed, denial, coded) as
is_uncoded(charge, paid, coded) and paid = 0 and allowed = 0 and denial = 0 and coded = 0;

-- The facts lie in parts by day of service; a day that is not known has a part of its own.
create or replace macro part_of(day) as
coalesce(date_diff('day', date '2000-01-01', day) // getvariable('part_width')::integer, -1000000)::integer;

-- A large store is built in slices of whole families; a patient without any number is a family alone.
create or replace macro slice_of(patient_key, family) as
(coalesce(family, hash(patient_key)) % getvariable('slices')::integer)::integer;
