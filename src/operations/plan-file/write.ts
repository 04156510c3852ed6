import { createHash } from 'node:crypto';
import { JsonWriter, planPartToJson, planToJson, type Plan, type PlanJsonInfo, type Seal } from '../../model/index.js';
import { BEFORE_INDEX, indexText, SET_SEPARATOR, SET_START, type PlanSetEntry } from './set-index.js';
import { writePlanTo, type PlanDestination } from './destination.js';
import type { PlanSigner } from './signature.js';

/** The text before the checksum at the end of a plan file. The checksum covers all bytes before this text. */
export const BEFORE_CHECKSUM = ',\n"checksum":"';

/** Maximum number of UTF-8 bytes per UTF-16 code unit. */
const BYTES_PER_UNIT = 3;

/** A plan, and what binds it to its inputs. */
export interface SavedPlan {
  readonly plan: Plan;
  readonly info: PlanJsonInfo;
  readonly seal: Seal;
  /** Plans of this stack are encrypted. */
  readonly encrypting?: EncryptTo;
}

type Take = (bytes: Uint8Array) => void;

/** Begins an encrypted document, whose bytes are passed on. */
export type EncryptTo = (take: Take) => { readonly write: Take; readonly end: () => void };

/** Writes a file, encrypted as a whole if there is a key. */
function writeFile(
  destination: PlanDestination,
  encrypting: EncryptTo | undefined,
  produce: (take: Take) => void,
): void {
  writePlanTo(destination, (take) => {
    const encrypted = encrypting?.(take);
    produce(encrypted?.write ?? take);
    encrypted?.end();
  });
}

/**
 * Writes a plan file: Terraform's representation with the additional key `landform`, which ends with the checksum and the signature.
 * The file is composed, hashed and written in chunks, and is never completely in memory.
 */
export function writePlanFile(destination: PlanDestination, saved: SavedPlan, signer?: PlanSigner): void {
  writeFile(destination, saved.encrypting, (take) => {
    writeDocument(saved, take, signer);
    take(Buffer.from('\n'));
  });
}

/** Writes one document, and returns its checksum. */
function writeDocument({ plan, info, seal }: SavedPlan, take: Take, signer?: PlanSigner): string {
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
  take(Buffer.from(`${BEFORE_CHECKSUM}${checksum}"${signatureOf(checksum, signer)}}}`));
  return checksum;
}

const signatureOf = (checksum: string, signer: PlanSigner | undefined): string =>
  signer === undefined ? '' : `,\n"signature":${JSON.stringify(signer(checksum))}`;

/** One of several plans to save. */
export interface PlanInSet extends SavedPlan {
  /** Names of the stacks in the set that are applied before it. */
  readonly needs: readonly string[];
}

/**
 * Writes the plans of any number of stacks: each as it would be written alone, and an index, which the checksum and the signature
 * cover.
 * `complete` is false if a stack could not be planned, so that the others are not applied without it.
 */
export function writePlanSet(
  destination: PlanDestination,
  plans: readonly PlanInSet[],
  complete: boolean,
  signer?: PlanSigner,
): void {
  // The parts of a file have the same readers: the keys are those of the first stack that has some.
  const { encrypting } = plans.find((plan) => plan.encrypting !== undefined) ?? {};
  writeFile(destination, encrypting, (take) => {
    let offset = 0;
    const counted: Take = (bytes) => {
      offset += bytes.length;
      take(bytes);
    };
    const raw = (text: string): void => counted(Buffer.from(text));
    raw(SET_START);
    const entries = plans.map(({ needs, ...saved }, index): PlanSetEntry => {
      if (index > 0) raw(SET_SEPARATOR);
      const start = offset;
      const checksum = writeDocument(saved, counted);
      return { stack: saved.seal.stack, needs, start, end: offset, checksum };
    });
    raw(BEFORE_INDEX);
    const index = indexText(entries, complete, offset);
    const checksum = createHash('sha256').update(index).digest('hex');
    raw(`${index}${BEFORE_CHECKSUM}${checksum}"${signatureOf(checksum, signer)}}\n`);
  });
}
