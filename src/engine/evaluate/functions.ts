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

/** Terraform's functions that Landform does not support yet. Calls get an error that says so, instead of a suggestion for a typo. */
export const MISSING_FUNCTIONS: ReadonlySet<string> = new Set(
  (
    'abspath base64gzip basename bcrypt cidrhost cidrnetmask cidrsubnet cidrsubnets csvdecode dirname ephemeralasnull file filebase64 ' +
    'filebase64sha256 filebase64sha512 fileexists filemd5 fileset filesha1 filesha256 filesha512 formatdate pathexpand plantimestamp ' +
    'rsadecrypt templatefile templatestring textdecodebase64 textencodebase64 timeadd timecmp timestamp uuid uuidv5 yamldecode yamlencode'
  ).split(' '),
);
