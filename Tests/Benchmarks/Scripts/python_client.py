"""asyncpg and psycopg as workers of the benchmark: python_client.py LIBRARY HOST ADDRESS PORT USER DATABASE ROOT

The protocol is that of ClientFloor/main.c.
"""
import asyncio
import ssl
import sys
import time

TASKS = 64
POOL = 10
ROWS = "SELECT id, name, created, identifier FROM account"
LIBRARY, HOST, ADDRESS, PORT, USER, DATABASE, ROOT = sys.argv[1:]
PASSWORD = sys.stdin.readline().rstrip("\n")


class Asyncpg:
    def __init__(self):
        import asyncpg

        self.library = asyncpg
        self.context = ssl.create_default_context(cafile=ROOT)
        # asyncpg takes one name for both, so the name is resolved as the system does: *.localhost is loopback.
        self.settings = dict(host=HOST, port=int(PORT), user=USER, password=PASSWORD, database=DATABASE, ssl=self.context,
                             direct_tls=False)

    async def connect(self):
        return await self.library.connect(**self.settings)

    async def pool(self):
        pool = await self.library.create_pool(min_size=POOL, max_size=POOL, **self.settings)
        return pool, pool.acquire, pool.close

    async def fetch(self, connection, sql):
        return await connection.fetch(sql)


class Psycopg:
    def __init__(self):
        import psycopg
        import psycopg_pool

        self.library = psycopg
        self.pools = psycopg_pool
        self.settings = dict(host=HOST, hostaddr=ADDRESS, port=PORT, user=USER, password=PASSWORD, dbname=DATABASE,
                             sslmode="verify-full", sslrootcert=ROOT, autocommit=True)

    async def connect(self):
        return await self.library.AsyncConnection.connect(**self.settings)

    async def pool(self):
        pool = self.pools.AsyncConnectionPool(kwargs=self.settings, min_size=POOL, max_size=POOL, open=False)
        await pool.open(wait=True, timeout=120)
        return pool, pool.connection, pool.close

    async def fetch(self, connection, sql):
        cursor = connection.cursor(binary=True)
        await cursor.execute(sql)
        return await cursor.fetchall()


def check(rows):
    total = 0
    for row in rows:
        identifier, name, created, uuid = row
        total += identifier + len(name) + int(created.timestamp()) % 1000 + uuid.bytes[15]
    return total


async def run(client, name, count):
    if name == "opening":
        await (await client.connect()).close()
        start = now()
        for _ in range(count):
            await (await client.connect()).close()
        return start, now(), count
    if name == "tasks":
        pool, lend, close = await client.pool()

        async def task(times):
            total = 0
            for _ in range(times):
                async with lend() as connection:
                    total += (await client.fetch(connection, "SELECT 1"))[0][0]
            return total

        await asyncio.gather(*(task(10) for _ in range(TASKS)))
        start = now()
        total = sum(await asyncio.gather(*(task(count // TASKS) for _ in range(TASKS))))
        end = now()
        await close()
        return start, end, total
    connection = await client.connect()
    is_rows = name == "rows"
    sql = ROWS if is_rows else "SELECT 1"

    async def once():
        rows = await client.fetch(connection, sql)
        return check(rows) if is_rows else rows[0][0]

    for _ in range(3 if is_rows else 200):
        await once()
    start = now()
    total = 0
    for _ in range(count):
        total += await once()
    end = now()
    await connection.close()
    return start, end, total


def now():
    return time.process_time_ns(), time.monotonic_ns()


def main():
    client = {"asyncpg": Asyncpg, "psycopg": Psycopg}[LIBRARY]()
    with asyncio.Runner() as runner:
        for line in sys.stdin:
            name, count = line.split()
            start, end, total = runner.run(run(client, name, int(count)))
            print(end[0] - start[0], end[1] - start[1], total, flush=True)


main()
