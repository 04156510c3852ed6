import { hasErrors, shellWord } from '../../../model/index.js';
import { generateProvider } from '../../../operations/index.js';
import { countOf, lines, toned, type Line } from '../../../render/index.js';
import type { Run } from '../../command.js';
import { DONE } from '../../exit-code.js';
import type { GENERATE_PROVIDER_OPTIONS } from '../../generating-options.js';

export const run: Run<typeof GENERATE_PROVIDER_OPTIONS> = async (context, { options }) => {
  const { present } = context;
  const { openapi, name, without, out, 'allow-host': allowHosts } = options;
  const result = await generateProvider(context.environment, {
    openapi,
    name,
    without,
    allowHosts,
    ...(out === undefined ? {} : { out }),
  });
  if (!hasErrors(result.diagnostics)) {
    const { folder, resources, dataSources, actions, doubts } = result;
    const made: Line[] = [
      [toned('success', `Made ${folder}`), `: ${result.files.join(', ')}.`],
      [`${countOf(resources.length, 'resource')}: ${resources.join(', ')}`],
      [`${countOf(dataSources.length, 'data source')}: ${dataSources.join(', ')}`],
      ...(actions.length === 0 ? [] : [[`${countOf(actions.length, 'action')}: ${actions.join(', ')}`]]),
      [`${countOf(doubts, 'doubt')} in ${folder}/mapping.ts to review.`],
    ];
    const next: Line[] = [
      [
        'Next: in landform.json,  ',
        `"providers": ${JSON.stringify({ [`${name}/${name}`]: `./${folder}/provider.ts` })}`,
      ],
      [`Try it:  landform generate sandbox --openapi ${shellWord(openapi)} --name ${name}`],
    ];
    if (present.messages !== undefined) present.say(...made);
    else present.page([lines(...made), lines(...next)]);
  }
  return present.diagnostics(result.diagnostics, DONE);
};
