/** A value from the encoding in which the provider for tests keeps it. */
export function unpack(base64: string): unknown;
