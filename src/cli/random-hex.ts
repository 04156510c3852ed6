const POOL_BYTES = 4096;

/** Random hex digits. Bytes are asked for in thousands: each call of the system costs as much as recording a small object. */
export function randomHexFrom(source: (bytes: number) => Buffer): (bytes: number) => string {
  let pool: Buffer = Buffer.alloc(0);
  let used = 0;
  return (bytes) => {
    if (used + bytes > pool.length) {
      pool = source(Math.max(POOL_BYTES, bytes));
      used = 0;
    }
    used += bytes;
    return pool.toString('hex', used - bytes, used);
  };
}
