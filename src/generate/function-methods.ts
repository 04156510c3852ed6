import type { Type } from '../model/index.js';
import { getterNames, Names, propertyName } from './names.js';
import { documentation, key, quoted } from './print.js';

/** A function of a provider, as far as calls of it need it. */
export interface ProviderFunction {
  readonly name: string;
  readonly parameters: readonly FunctionArgument[];
  /** The parameter of any number of further arguments. */
  readonly variadic?: FunctionArgument;
  readonly result: Type;
  readonly summary?: string;
  readonly description?: string;
}

interface FunctionArgument {
  readonly name: string;
  readonly type: Type;
  readonly allowsNull?: boolean;
}

/** Words that cannot be the names of parameters. */
const WORDS: readonly string[] =
  `arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for
  function if implements import in instanceof interface let new null package private protected public return static super
  switch this throw true try typeof undefined var void while with yield`.split(/\s+/);

/** A method of the provider's class for each of its functions. */
export function functionMethods(functions: readonly ProviderFunction[]): string[] {
  const names = getterNames(
    functions.map(({ name }) => propertyName(name)),
    ['requirement', 'alias', 'callFunction'],
  );
  return functions.flatMap((called) => {
    const { name, parameters, variadic, result, summary, description } = called;
    const taken = new Names(WORDS);
    const list = parameters.map((each) => ({ as: taken.take(propertyName(each.name)), input: inputOf(each) }));
    const declared = list.map(({ as, input }) => `${as}: ${input}`);
    const passed = list.map(({ as }) => as);
    if (variadic !== undefined) {
      const as = taken.take(propertyName(variadic.name));
      declared.push(`...${as}: readonly (${inputOf(variadic)})[]`);
      passed.push(`...${as}`);
    }
    const property = propertyName(name);
    const text = summary ?? description;
    return [
      '',
      ...documentation(text === undefined ? {} : { description: text }),
      `${key(names.get(property) ?? property)}(${declared.join(', ')}): Ref<${typeOf(result)}> {`,
      `  return this.callFunction(${[quoted(name), ...passed].join(', ')});`,
      '}',
    ];
  });
}

function inputOf({ type, allowsNull }: FunctionArgument): string {
  const of = typeOf(type);
  return of === 'Dynamic' ? of : `Input<${of}>${allowsNull === true ? ' | null' : ''}`;
}

/** An object has the names of the language, so any part of it is read with `get`. */
function typeOf(type: Type): string {
  if (type === 'dynamic') return 'Dynamic';
  if (typeof type === 'string') return type === 'bool' ? 'boolean' : type;
  if (type.kind === 'object' || type.kind === 'tuple') return 'Dynamic';
  const element = typeOf(type.element);
  return type.kind === 'map' ? `Readonly<Record<string, ${element}>>` : `readonly (${element})[]`;
}
