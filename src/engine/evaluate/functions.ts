import { CHOICE_FUNCTIONS } from './functions/choices.js';
import { CONVERSION_FUNCTIONS } from './functions/conversion.js';
import type { FunctionDefinition } from './functions/definition.js';
import { ENCODING_FUNCTIONS } from './functions/encoding.js';
import { FORMAT_FUNCTIONS } from './functions/format.js';
import { MAP_FUNCTIONS } from './functions/maps.js';
import { NUMBER_FUNCTIONS } from './functions/numbers.js';
import { REGEX_FUNCTIONS } from './functions/regex.js';
import { SEQUENCE_FUNCTIONS } from './functions/sequences.js';
import { SET_FUNCTIONS } from './functions/sets.js';
import { STRING_FUNCTIONS } from './functions/strings.js';

/** The functions every expression may call. `try` and `can` are not among them: they look at expressions, not at values. */
export const BUILT_IN_FUNCTIONS: ReadonlyMap<string, FunctionDefinition> = new Map(
  [
    NUMBER_FUNCTIONS,
    STRING_FUNCTIONS,
    FORMAT_FUNCTIONS,
    REGEX_FUNCTIONS,
    SEQUENCE_FUNCTIONS,
    CHOICE_FUNCTIONS,
    MAP_FUNCTIONS,
    SET_FUNCTIONS,
    CONVERSION_FUNCTIONS,
    ENCODING_FUNCTIONS,
  ].flatMap((family) => Object.entries(family)),
);
