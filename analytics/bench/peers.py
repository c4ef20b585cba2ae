"""What we are measured against: programs of other people, run as they would be, timed from within.

They are scripts, not imports: none of them is part of the product, and each has its own process.
"""

_HEAD = """
import json, resource, sys, time
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
"""
_TAIL = """
print(json.dumps({"seconds": seconds, "peak_mb": peak() - idle, "claims": claims}))
"""

OXEDI = f"""{_HEAD}
import oxedi, polars
def read(data):
    tables = oxedi.parse(data).tables
    return {{name: tables[name].to_polars() for name in tables}}
read(open(sys.argv[1], "rb").read())
data, idle, start = open(sys.argv[2], "rb").read(), peak(), time.monotonic()
frames = read(data)
claims, seconds = frames["claims"].height, time.monotonic() - start
{_TAIL}"""

PYX12 = f"""{_HEAD}
import io
from decimal import Decimal
from pyx12.x12file import X12Reader
def read(path):
    claims, sums = 0, [Decimal(0)] * 4
    with open(path, encoding="ascii") as file:
        for segment in X12Reader(io.StringIO(file.read())):
            tag = segment.get_seg_id()
            if tag == "CLP":
                claims += 1
                sums[0] += Decimal(segment.get_value("CLP03")); sums[1] += Decimal(segment.get_value("CLP04"))
            elif tag == "SVC":
                sums[2] += Decimal(segment.get_value("SVC02")); sums[3] += Decimal(segment.get_value("SVC03"))
    return claims
read(sys.argv[1])
idle, start = peak(), time.monotonic()
claims = read(sys.argv[2])
seconds = time.monotonic() - start
{_TAIL}"""

JOIN = f"""{_HEAD}
import duckdb
parts, out = json.load(open(sys.argv[1])), sys.argv[2]
con = duckdb.connect(config={{"temp_directory": out}})
con.execute("set preserve_insertion_order = false")
con.execute("set enable_progress_bar = false")
for name, paths in parts.items():
    con.read_parquet(paths).create_view(name)
idle, start = peak(), time.monotonic()
con.execute('''
create view joined as
with adjusted as (
    select remit_line_id, sum(amount) as adjusted from adjustment where remit_line_id is not null group by all
),
answered as (
    select claim.claim_id, line.*, adjusted.adjusted
    from remit_line as line
    join remit_claim as claim using (remit_claim_id)
    left join adjusted using (remit_line_id)
)
select billed.*, answered.paid, answered.allowed, answered.adjusted, answered.remarks
from claim_line as billed
left join answered on billed.claim_id = answered.claim_id and billed.line_control = answered.line_control
''')
con.table("joined").write_parquet(out + "/joined.parquet", compression="zstd")
seconds = time.monotonic() - start
claims = 0
{_TAIL}"""
