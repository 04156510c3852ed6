import { follow } from './api.js';
import { isRecord, listIn, recordOf, textOf, type JsonRecord } from './pointer.js';

/** How requests say who asks. */
export type SecurityGuess =
  | { readonly scheme: 'none' }
  | { readonly scheme: 'header'; readonly header: string; readonly prefix?: string; readonly doubt?: string }
  | { readonly scheme: 'query'; readonly parameter: string }
  | { readonly scheme: 'basic' };

const BEARER = { scheme: 'header', header: 'authorization', prefix: 'Bearer ' } as const;

/** The first scheme that the description demands of all operations, or of any. */
export function guessSecurity(document: JsonRecord): SecurityGuess {
  const name = demanded(document);
  if (name === undefined) return { scheme: 'none' };
  const { value } = follow(
    document,
    `#/components/securitySchemes/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`,
  );
  switch (value['type']) {
    case 'apiKey': {
      const parameter = textOf(value['name']) ?? '';
      if (value['in'] === 'header') return { scheme: 'header', header: parameter.toLowerCase() };
      if (value['in'] === 'query') return { scheme: 'query', parameter };
      return { scheme: 'header', header: 'cookie', prefix: `${parameter}=` };
    }
    case 'http': {
      const scheme = textOf(value['scheme'])?.toLowerCase();
      if (scheme === 'basic') return { scheme: 'basic' };
      if (scheme === 'bearer') return BEARER;
      return { ...BEARER, prefix: `${textOf(value['scheme']) ?? 'Bearer'} ` };
    }
    case 'oauth2':
    case 'openIdConnect':
      return {
        ...BEARER,
        doubt: 'The description wants OAuth. Here a token that somebody got is sent; none is fetched.',
      };
    default:
      return { scheme: 'none' };
  }
}

function demanded(document: JsonRecord): string | undefined {
  const everywhere = firstName(document['security']);
  if (everywhere !== undefined) return everywhere;
  for (const item of Object.values(recordOf(document['paths']))) {
    for (const operation of Object.values(recordOf(item))) {
      const name = firstName(recordOf(operation)['security']);
      if (name !== undefined) return name;
    }
  }
  return undefined;
}

function firstName(security: unknown): string | undefined {
  const names = listIn(security)
    .filter(isRecord)
    .flatMap((each) => Object.keys(each));
  return names[0];
}
