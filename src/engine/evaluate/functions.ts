import { CHOICE_FUNCTIONS } from './functions/choices.js';
import { CONVERSION_FUNCTIONS } from './functions/conversion.js';
import { CSV_FUNCTIONS } from './functions/csv.js';
import { DATE_FUNCTIONS } from './functions/dates.js';
import type { FunctionDefinition } from './functions/definition.js';
import { ENCODING_FUNCTIONS } from './functions/encoding.js';
import { FILE_FUNCTIONS } from './functions/files.js';
import { FORMAT_FUNCTIONS } from './functions/format.js';
import { IDENTIFIER_FUNCTIONS } from './functions/identifiers.js';
import { MAP_FUNCTIONS } from './functions/maps.js';
import { NETWORK_FUNCTIONS } from './functions/networks.js';
import { NUMBER_FUNCTIONS } from './functions/numbers.js';
import { PATH_FUNCTIONS } from './functions/paths.js';
import { REGEX_FUNCTIONS } from './functions/regex.js';
import { SECRET_FUNCTIONS } from './functions/secrets.js';
import { SEQUENCE_FUNCTIONS } from './functions/sequences.js';
import { SET_FUNCTIONS } from './functions/sets.js';
import { STRING_FUNCTIONS } from './functions/strings.js';
import { TEMPLATE_FUNCTIONS } from './functions/templates.js';
import { TEXT_ENCODING_FUNCTIONS } from './functions/text-encodings.js';
import { YAML_FUNCTIONS } from './functions/yaml.js';

/** Functions that take expressions instead of values. */
export const SPECIAL_FUNCTIONS: ReadonlySet<string> = new Set(['try', 'can', 'convert', 'ephemeralasnull']);

/** The functions of values that every expression may call. */
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
    TEXT_ENCODING_FUNCTIONS,
    CSV_FUNCTIONS,
    YAML_FUNCTIONS,
    DATE_FUNCTIONS,
    IDENTIFIER_FUNCTIONS,
    NETWORK_FUNCTIONS,
    PATH_FUNCTIONS,
    FILE_FUNCTIONS,
    TEMPLATE_FUNCTIONS,
    SECRET_FUNCTIONS,
  ].flatMap((family) => Object.entries(family)),
);
