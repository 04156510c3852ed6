const TELLTALE = /pass(word|wd|phrase)|secret|token|private_?key|api_?key|access_?key|credential/i;

/** Whether a name alone suggests that its value is a secret: `db_password`, `apiKey`. */
export const isSecretName = (name: string): boolean => TELLTALE.test(name);
