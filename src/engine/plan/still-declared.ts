import {
  addressIn,
  configuredResource,
  formatKey,
  formatModule,
  formatResource,
  modulePathOf,
  parseAddress,
  parseModule,
  type Diagnostic,
} from '../../model/index.js';
import { moveStatements, moveStillDeclared } from '../walk/moved-blocks.js';
import type { PlanWalk } from './plan-walk.js';

/**
 * Errors for `moved` blocks that begin at an instance which still exists. Validation reports what is declared whatever the
 * instances are.
 *
 * @param wanted the formatted keys of the instances of each resource.
 */
export function stillDeclared(
  { context, values }: PlanWalk,
  wanted: ReadonlyMap<string, ReadonlySet<string>>,
): readonly Diagnostic[] {
  return moveStatements(context.configuration).flatMap(({ block, declared, to }) =>
    values.instancesOf(modulePathOf(formatModule(declared))).flatMap(({ instance }) => {
      const from = addressIn(instance, block.from);
      const parsed = parseAddress(from);
      if (parsed === undefined) {
        const inside = parseModule(from)?.at(-1)?.key === undefined && to.steps.at(-1)?.key !== undefined;
        const found = inside ? 'missing' : values.at(from);
        return found === 'missing' || found === undefined ? [] : [moveStillDeclared(block, from)];
      }
      const resourceKey = formatResource(parsed.resource);
      const isWhole = parsed.key === undefined && to.key === undefined;
      const exists = isWhole
        ? configuredResource(context.configuration, resourceKey) !== undefined &&
          values.at(parsed.resource.module) !== 'missing'
        : wanted.get(resourceKey)?.has(formatKey(parsed.key)) === true;
      return exists ? [moveStillDeclared(block, from)] : [];
    }),
  );
}
