import { ArgumentError } from './definition.js';

/** The bytes that text in Base64 stands for; line breaks are skipped. */
export function decodedBase64(text: string, index: number): Buffer {
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text.replace(/[\r\n]/g, ''))) {
    throw new ArgumentError(index, 'is not base64');
  }
  return Buffer.from(text, 'base64');
}
