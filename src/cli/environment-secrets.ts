import { isSecretName } from '../model/index.js';

/** Shorter values are switches and names. */
const SHORTEST = 8;

/** Names that say where a secret is, or whose it is, and not what it is. */
const ABOUT = /(?:_|^)(?:file|path|dir|directory|url|uri|endpoint|host|id|name|sock)$/i;

/** An address with a password in it, whatever the variable is called: `DATABASE_URL`, `HTTPS_PROXY`. */
const WITH_PASSWORD = /^[a-z][\w+.-]*:\/\/[^/?#\s:@]*:[^/?#\s@]+@/i;

/** Values of environment variables whose names say that they are secret, and addresses with a password. */
export function* environmentSecrets(environment: Readonly<Record<string, string | undefined>>): Iterable<string> {
  for (const [name, value = ''] of Object.entries(environment))
    if (value.length >= SHORTEST && (WITH_PASSWORD.test(value) || (isSecretName(name) && !ABOUT.test(name))))
      yield value;
}
