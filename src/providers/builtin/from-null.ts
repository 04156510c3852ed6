import { errorDiagnostic, impliedType, objectValue, valueFromJson, type Block } from '../../model/index.js';
import { asObject } from '../object-values.js';
import type { Moves } from '../provider.js';

/** What a `null_resource` stores. */
const NULL_RESOURCE: Block = {
  attributes: {
    id: { type: 'string', computed: true },
    triggers: { type: { kind: 'map', element: 'string' }, optional: true },
  },
  blockTypes: {},
};

/** Takes over a `null_resource` as a `terraform_data`, as Terraform does. */
export const FROM_NULL: Moves = {
  async move({ source, sourceType, version, attributes }) {
    if (!source.endsWith('/hashicorp/null') || sourceType !== 'null_resource' || version !== 0) {
      const diagnostic = errorDiagnostic('move-unsupported', `A ${sourceType} cannot become a terraform_data`, {
        detail: `Only a null_resource of hashicorp/null can; this object belongs to ${source}.`,
      });
      return { state: null, diagnostics: [diagnostic] };
    }
    const { id = null, triggers = null } = asObject(valueFromJson(attributes, impliedType(NULL_RESOURCE)));
    return { state: objectValue({ id, input: null, output: null, triggers_replace: triggers }), diagnostics: [] };
  },
};
