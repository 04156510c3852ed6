import { Fields, JsonSyntaxError, parseJson, ShapeError } from '../../../model/index.js';

/**
 * A small object beside the state. It is replaced only if it is still the one that was read, so a run that has replaced
 * it keeps out all runs that have not seen that.
 */
export interface Head {
  /** Increases with each lease. */
  readonly fence: number;
  /** The ID of the last lease, which makes the bytes of each head different. */
  readonly lease: string;
  /** Names the objects of the journal; empty if there is none. */
  readonly journal: string;
  /** Of the content of the history; empty if there is none. */
  readonly history: string;
}

export const NO_HEAD: Head = { fence: 0, lease: '', journal: '', history: '' };

export const headBytes = ({ fence, lease, journal, history }: Head): Buffer<ArrayBuffer> =>
  Buffer.from(`${JSON.stringify({ version: 1, fence, lease, journal, ...(history !== '' && { history }) })}\n`);

/** Undefined if the object is something else. */
export function parseHead(bytes: Buffer): Head | undefined {
  try {
    const fields = new Fields(parseJson(bytes.toString('utf8')), 'the head');
    if (fields.count('version') !== 1) return undefined;
    return {
      fence: fields.count('fence'),
      lease: fields.text('lease'),
      journal: fields.text('journal'),
      history: fields.textIf('history') ?? '',
    };
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof ShapeError) return undefined;
    throw error;
  }
}
