-- One row: how many service lines were billed or answered, whichever are more.
select greatest((select count(*) from claim_line), (select count(*) from remit_line)) as line_count
