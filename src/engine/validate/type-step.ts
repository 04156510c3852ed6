import { nearest, ownEntry, type TraversalStep, type Type, typeName } from '../../model/index.js';

/** Why a step into a value of some type leads nowhere, and what to use instead. */
export interface Misstep {
  readonly reason: string;
  readonly detail: string;
}

/** The type after a step; undefined if it is only known after evaluation. */
export type Stepped = { readonly type: Type; readonly misstep?: undefined } | { readonly misstep: Misstep } | undefined;

/** Applies one constant step to a type, following the rules of evaluation. */
export function typeStep(type: Type, { kind, key }: TraversalStep): Stepped {
  if (type === 'dynamic') return undefined;
  if (typeof type === 'string') return misstep(`is ${article(type)} and has no parts`, 'Remove the part after it.');
  switch (type.kind) {
    case 'map':
      return { type: type.element };
    case 'object':
      return objectStep(type.attributes, String(key));
    case 'set':
      return misstep('is a set, whose elements have no key', 'Use [*] or tolist(…) to access its elements.');
    case 'list':
      return isIndex(kind, key) ? { type: type.element } : needsIndex(typeName(type));
    case 'tuple': {
      if (!isIndex(kind, key)) return needsIndex('tuple');
      const item = type.items[Number(key)];
      return item === undefined
        ? misstep(`has only ${type.items.length} elements`, 'Indexes start at 0.')
        : { type: item };
    }
  }
}

const misstep = (reason: string, detail: string): Stepped => ({ misstep: { reason, detail } });

const article = (name: string): string => `a ${name}`;

function isIndex(kind: TraversalStep['kind'], key: string | number): boolean {
  return kind === 'index' && (typeof key === 'number' || /^[0-9]+$/.test(key));
}

const needsIndex = (name: string): Stepped =>
  misstep(
    `is a ${name}, whose elements are accessed by index`,
    'Use [0] for the first element, or [*] for all of them.',
  );

function objectStep(attributes: Readonly<Record<string, Type>>, name: string): Stepped {
  const type = ownEntry(attributes, name);
  if (type !== undefined) return { type };
  const names = Object.keys(attributes);
  const near = nearest(name, names);
  const detail =
    near.length > 0
      ? `Did you mean ${near.join(' or ')}?`
      : names.length === 0 || names.length > 20
        ? 'Run "landform providers schema" for the supported names.'
        : `Supported names: ${names.sort().join(', ')}.`;
  return misstep(`has no attribute ${name}`, detail);
}
