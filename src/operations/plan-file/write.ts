import { createHash } from 'node:crypto';
import { JsonWriter, planPartToJson, planToJson, type Plan, type PlanJsonInfo, type Seal } from '../../model/index.js';
import { writePlanTo, type PlanDestination } from './destination.js';
import type { PlanSigner } from './signature.js';

/** The text before the checksum at the end of a plan file. The checksum covers all bytes before this text. */
export const BEFORE_CHECKSUM = ',\n"checksum":"';

/** Maximum number of UTF-8 bytes per UTF-16 code unit. */
const BYTES_PER_UNIT = 3;

/**
 * Writes a plan file: Terraform's representation with the additional key `landform`, which ends with the checksum and the signature.
 * The file is composed, hashed and written in chunks, and is never completely in memory.
 */
export function writePlanFile(
  destination: PlanDestination,
  plan: Plan,
  info: PlanJsonInfo,
  seal: Seal,
  signer?: PlanSigner,
): void {
  writePlanTo(destination, (take) => {
    const hash = createHash('sha256');
    // All chunks share one buffer, since each has been consumed when the next one arrives.
    let buffer = Buffer.allocUnsafe(0);
    const writer = new JsonWriter((text) => {
      const most = text.length * BYTES_PER_UNIT;
      if (buffer.length < most) buffer = Buffer.allocUnsafe(most);
      const bytes = buffer.subarray(0, buffer.write(text));
      hash.update(bytes);
      take(bytes);
    });
    writer.raw('{');
    writer.members(planToJson(plan, info));
    writer.raw(',\n"landform":{');
    writer.members(planPartToJson(plan, seal));
    writer.flush();
    const checksum = hash.digest('hex');
    const signature = signer === undefined ? '' : `,\n"signature":${JSON.stringify(signer(checksum))}`;
    take(Buffer.from(`${BEFORE_CHECKSUM}${checksum}"${signature}}}\n`));
  });
}
