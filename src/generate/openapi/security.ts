import { follow } from './api.js';
import { escapeStep, isRecord, listIn, recordOf, textOf, type JsonRecord } from './pointer.js';

/** How requests say who asks; `doubt` is what a person has to look at. */
export type SecurityGuess = (
  | { readonly scheme: 'none' }
  | { readonly scheme: 'header'; readonly header: string; readonly prefix?: string }
  | { readonly scheme: 'query'; readonly parameter: string }
  | { readonly scheme: 'basic' }
) & { readonly doubt?: string };

const BEARER = { scheme: 'header', header: 'authorization', prefix: 'Bearer ' } as const;

/** Schemes that are demanded together, by their names. */
type Requirement = readonly string[];

/**
 * Of the ways in that the description has for all operations, or for the first that has any: the first one that asks for
 * nothing but what a person can configure, a key, a token or a password; else the first.
 */
export function guessSecurity(document: JsonRecord): SecurityGuess {
  const ways = demanded(document);
  const [name, ...together] =
    ways.find((way) => way.length === 1 && isPlain(schemeOf(document, way[0]!))) ?? ways[0] ?? [];
  if (name === undefined) return { scheme: 'none' };
  const guess = ofScheme(schemeOf(document, name));
  if (together.length === 0) return guess;
  return { ...guess, doubt: `The description demands ${together.join(', ')} too, which is not sent here.` };
}

const schemeOf = (document: JsonRecord, name: string): JsonRecord =>
  follow(document, `#/components/securitySchemes/${escapeStep(name)}`).value;

const isPlain = ({ type }: JsonRecord): boolean => type === 'apiKey' || type === 'http';

function ofScheme(value: JsonRecord): SecurityGuess {
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

function demanded(document: JsonRecord): readonly Requirement[] {
  const everywhere = waysIn(document['security']);
  if (everywhere.length > 0) return everywhere;
  for (const item of Object.values(recordOf(document['paths']))) {
    for (const operation of Object.values(recordOf(item))) {
      const ways = waysIn(recordOf(operation)['security']);
      if (ways.length > 0) return ways;
    }
  }
  return [];
}

const waysIn = (security: unknown): Requirement[] =>
  listIn(security)
    .filter(isRecord)
    .map((each) => Object.keys(each))
    .filter((way) => way.length > 0);
