import { ArgumentError } from './definition.js';

/** Decodes Base64 text into bytes; line breaks are skipped. */
export function decodedBase64(text: string, index: number): Buffer {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text.replace(/[\r\n]/g, ''))) {
    throw new ArgumentError(index, 'is not base64');
  }
  return Buffer.from(text, 'base64');
}
