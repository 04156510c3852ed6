import { printable, wellFormed } from '../../redact.js';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text in an element or in a quoted attribute. */
export const html = (text: string): string =>
  printable(wellFormed(text)).replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

const LONGEST = 400;

/** A title, which is cut where it is longer than any name that a person gives. */
export const title = (text: string): string =>
  text.length <= LONGEST ? html(text) : html(`${text.slice(0, LONGEST)}… (${text.length} characters)`);
