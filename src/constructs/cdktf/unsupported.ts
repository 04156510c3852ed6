import { instead } from '../instead.js';
import type { Dynamic } from '../reference.js';

/** How CDKTF's programs ask for the resolution of a value; Landform's needs no settings. */
export class StringConcat {
  join(left: Dynamic, right: Dynamic): Dynamic {
    if (left === undefined) return right as unknown;
    return right === undefined ? (left as unknown) : `${String(left)}${String(right)}`;
  }
}

export class DefaultTokenResolver {
  readonly concat: StringConcat;

  constructor(concat: StringConcat = new StringConcat()) {
    this.concat = concat;
  }
}

/** What CDKTF has for itself. It can be imported, and its use is an error. */
export const MigrateIds: never = instead(
  'MigrateIds',
  'Names are those of CDKTF 0.15 and later. Give an older resource its name with overrideLogicalId.',
);
export const TerraformResourceTargets: never = instead(
  'TerraformResourceTargets',
  'Call addMoveTarget on the resource, and moveTo on the one that moves.',
);
