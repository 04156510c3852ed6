/** Codes that say that the reader of the output has gone: `| head`, a closed terminal. */
const READER_GONE = new Set(['EPIPE', 'ECONNRESET', 'EIO', 'ENOTCONN']);

/** Whether output was lost that its reader is still waiting for, as on a full disk. */
export const isLost = (error: NodeJS.ErrnoException): boolean => !READER_GONE.has(error.code ?? '');

/** The message, for any way in which a command can end. */
export const OUTPUT_LOST = 'Output is incomplete';
