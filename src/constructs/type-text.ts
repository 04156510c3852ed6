import type { Dynamic } from './reference.js';
import type { Field, Shape } from './shape.js';

/**
 * The TypeScript type for a type of the language: `list(string)` is `readonly string[]`, `object({size = optional(number)})` is
 * `{ readonly size?: number }`. Any value is accepted if the text is not a type, or is unknown to the compiler.
 */
export type ValueOfType<Text extends string> = string extends Text
  ? Dynamic
  : Parsed<Text> extends [infer Value, infer Rest extends string]
    ? Skip<Rest> extends ''
      ? Value
      : Dynamic
    : Dynamic;

/** The type at the beginning of the text, and the rest of the text. */
type Parsed<Text extends string> =
  Skip<Text> extends `string${infer Rest}`
    ? [string, Rest]
    : Skip<Text> extends `number${infer Rest}`
      ? [number, Rest]
      : Skip<Text> extends `bool${infer Rest}`
        ? [boolean, Rest]
        : Skip<Text> extends `any${infer Rest}`
          ? [Dynamic, Rest]
          : Skip<Text> extends `${'list' | 'set'}(${infer Rest}`
            ? ListOf<Parsed<Rest>>
            : Skip<Text> extends `map(${infer Rest}`
              ? MapOf<Parsed<Rest>>
              : Skip<Text> extends `object(${infer Rest}`
                ? Skip<Rest> extends `{${infer Members}`
                  ? ObjectOf<Members, unknown>
                  : never
                : Skip<Text> extends `tuple(${infer Rest}`
                  ? Skip<Rest> extends `[${infer Items}`
                    ? TupleOf<Items, readonly []>
                    : never
                  : never;

type ListOf<Element> = Element extends [infer Value, infer Rest extends string]
  ? Closed<readonly Value[], Skip<Rest>>
  : never;

type MapOf<Element> = Element extends [infer Value, infer Rest extends string]
  ? Closed<Readonly<Record<string, Value>>, Skip<Rest>>
  : never;

type Closed<Value, Rest extends string> = Rest extends `)${infer More}` ? [Value, More] : never;

type ObjectOf<Text extends string, Done> =
  Skip<Text> extends `}${infer Rest}`
    ? Closed<{ [Key in keyof Done]: Done[Key] }, Skip<Rest>>
    : Skip<Text> extends `${infer Key}=${infer Rest}`
      ? Skip<Rest> extends `optional(${infer Optional}`
        ? Parsed<Optional> extends [infer Value, infer More extends string]
          ? ObjectOf<NextItem<AfterOptional<Skip<More>>>, Done & { readonly [Name in Trimmed<Key>]?: Value }>
          : never
        : Parsed<Rest> extends [infer Value, infer More extends string]
          ? ObjectOf<NextItem<More>, Done & { readonly [Name in Trimmed<Key>]: Value }>
          : never
      : never;

type TupleOf<Text extends string, Done extends readonly unknown[]> =
  Skip<Text> extends `]${infer Rest}`
    ? Closed<Done, Skip<Rest>>
    : Parsed<Text> extends [infer Value, infer Rest extends string]
      ? TupleOf<NextItem<Rest>, readonly [...Done, Value]>
      : never;

/** The text after `optional(type`. A default is skipped, up to the closing parenthesis. */
type AfterOptional<Text extends string> = Text extends `)${infer Rest}` ? Rest : AfterDefault<Text, []>;

type AfterDefault<Text extends string, Open extends readonly unknown[]> = Text extends `${infer Sign}${infer Rest}`
  ? Sign extends ')'
    ? Open extends readonly [unknown, ...infer Fewer]
      ? AfterDefault<Rest, Fewer>
      : Rest
    : AfterDefault<Rest, Sign extends '(' ? [...Open, unknown] : Open>
  : '';

type NextItem<Text extends string> = Skip<Text> extends `,${infer Rest}` ? Rest : Text;

type Skip<Text extends string> = Text extends `${' ' | '\n' | '\r' | '\t'}${infer Rest}` ? Skip<Rest> : Text;

type Trimmed<Text extends string> = Text extends `${infer Rest}${' ' | '\n' | '\r' | '\t'}` ? Trimmed<Rest> : Text;

/** The shape of values of the type; `dynamic` if the text is not a type. */
export function shapeOfType(text: string): Shape {
  const words = text.match(/[\w-]+|"(?:[^"\\]|\\.)*"|\S/g) ?? [];
  let at = 0;
  const next = (): string => words[at++] ?? '';
  const took = (word: string): boolean => words[at] === word && (at += 1) > 0;

  const type = (): Shape => {
    const word = next();
    if (word === 'string' || word === 'number' || word === 'bool') return word;
    if (!took('(')) return 'dynamic';
    const shape = inside(word);
    took(')');
    return shape;
  };
  const inside = (word: string): Shape => {
    if (word === 'list' || word === 'set' || word === 'map') return { kind: word, element: type() };
    if (word === 'object' && took('{')) return { kind: 'object', fields: Object.fromEntries(members()) };
    if (word === 'tuple' && took('[')) return { kind: 'tuple', items: items() };
    if (word !== 'optional') return 'dynamic';
    const shape = type();
    for (let open = 0; at < words.length && (open > 0 || words[at] !== ')'); at += 1) {
      if (words[at] === '(') open += 1;
      if (words[at] === ')') open -= 1;
    }
    return shape;
  };
  const members = (): [string, Field][] => {
    const all: [string, Field][] = [];
    while (at < words.length && !took('}')) {
      const name = next();
      took('=');
      all.push([name, { name, shape: type() }]);
      took(',');
    }
    return all;
  };
  const items = (): Shape[] => {
    const all: Shape[] = [];
    while (at < words.length && !took(']')) {
      all.push(type());
      took(',');
    }
    return all;
  };
  return type();
}
