/** A hidden comment of HTML that begins a body. Only there it counts: a quoted or escaped one elsewhere is text. */
export const markOf = (name: string): string => `<!-- landform:${name} -->\n`;

const withoutReturns = (body: string): string => body.replaceAll('\r\n', '\n');

export const startsWithMark = (body: string, mark: string): boolean => withoutReturns(body).startsWith(mark);

/** Forges change line ends, and drop white space at the end. */
export const sameText = (stored: string, text: string): boolean => withoutReturns(stored).trimEnd() === text.trimEnd();
