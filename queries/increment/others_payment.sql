-- One row per payment that no touched family has a part in.
select payment.*
from kept_payment as payment
anti join touched_payment on payment.payment_id = touched_payment.payment_id
