import { systemClock } from './http/clock.js';
import type { Surroundings } from './session.js';
import { stderr } from 'node:process';

/** The real world: the network, which each configuration is connected to as it says, the clock, randomness. */
export function realSurroundings(environment: Readonly<Record<string, string | undefined>>): Surroundings {
  return { environment, clock: systemClock, random: Math.random, trace: writeLine };
}

/** Beside the progress output, which goes there too. */
function writeLine(line: string): void {
  stderr.write(`${line}\n`);
}
