-- One row per payment that a touched family has a part in.
select payment.*
from now_remit_payment as payment
semi join touched_payment on payment.payment_id = touched_payment.payment_id
