import { createHash } from 'node:crypto';
import { JsonWriter, planPartToJson, planToJson, type Plan, type PlanJsonInfo, type Seal } from '../../model/index.js';
import { writePlanTo, type PlanDestination } from './destination.js';
import type { PlanSigner } from './signature.js';

/** What comes before the checksum at the end of a plan file. The checksum is that of all bytes before this. */
export const BEFORE_CHECKSUM = ',\n"checksum":"';

/** The most bytes of UTF-8 that a unit of UTF-16 takes. */
const BYTES_PER_UNIT = 3;

/**
 * Writes a plan file: Terraform's representation with one key more, `landform`, which ends with the checksum and the signature. It is
 * made, hashed and written piece by piece, and never in memory as a whole.
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
    // One buffer for all pieces: each has been taken when the next one comes.
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
