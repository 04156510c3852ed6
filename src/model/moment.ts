/** A point in time. The uptime keeps differences correct even if the machine's clock is set in between. */
export interface Moment {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds since the machine was started. */
  readonly uptime: number;
  /** Identifies the boot of the machine; absent if the system does not report it. */
  readonly boot?: string;
}

/**
 * Milliseconds from one moment to a later one. Within one boot, the uptime counts, since the clock may have been set in
 * between. If the boot is unknown, the result is the smaller of the two differences: a wait may be too long, but never
 * too short.
 */
export function elapsedBetween(from: Moment, to: Moment): number {
  const byClock = Math.max(0, to.at - from.at);
  const byUptime = to.uptime - from.uptime;
  if (from.boot !== undefined && to.boot !== undefined) return from.boot === to.boot ? Math.max(0, byUptime) : byClock;
  return byUptime < 0 ? byClock : Math.min(byClock, byUptime);
}

/**
 * How many seconds after it was sent a request may still be carried out, where its provider cannot say. Gateways and
 * load balancers usually give up after 30 to 60 seconds; a service that continues without them rarely needs as long
 * again.
 */
export const LANDS_WITHIN_SECONDS = 120;

/** A request may be sent this long after the moment that is recorded for it, without another record. */
export const SENT_AGAIN_AFTER_MS = 250;

/** Milliseconds until a request can no longer be carried out; 0 when that time is over. */
export function untilLanded(sent: Moment, withinSeconds: number, now: Moment): number {
  if (withinSeconds === 0) return 0;
  return Math.max(0, withinSeconds * 1000 + 2 * SENT_AGAIN_AFTER_MS - elapsedBetween(sent, now));
}

/** Delay before the next poll: short at first, then increasing. */
export function pauseBeforeLook(look: number, left: number): number {
  return Math.min(left, 10_000, Math.round(250 * 1.5 ** look));
}
