import { indented, type RecipeFiles, type RecipeOptions } from './recipe.js';
import { applyLines, ENCRYPTION, ENDING, INSTALL, KEY, PLAN } from './shell.js';

const body = (text: string): string => indented(text, 2);

/** A script rather than functions to load: a shell ignores `set -e` in functions whose result is checked. */
const SCRIPT = `#!/bin/sh
# The jobs of a pipeline of any kind; README.md beside this file says which job runs which:  sh landform.sh install|plan|apply|drift
set -eu

landform_install() {
${body(INSTALL)}
}

# Writes plan.json, encrypted and signed, and plan.html. With LANDFORM_FORGE=github or gitlab, also comments on the request.
# If a mandatory policy objects, it does all this, and fails at the end.
landform_plan() {
${body(ENCRYPTION + KEY)}
${body(PLAN)}
  if [ -n "\${LANDFORM_FORGE:-}" ]; then
    npx landform comment "--$LANDFORM_FORGE" --policies plan.json
  fi
${body(ENDING)}
}

# Applies plan.json, and nothing else.
landform_apply() {
${body(ENCRYPTION + KEY)}
${body(
  applyLines(
    'Not applied, or not completely. If the plan is stale or the run failed, plan the branch, have that plan read, and apply it.',
  ),
)}
}

# Fails only if the check fails. With LANDFORM_FORGE=github or gitlab, keeps one open issue while there is drift.
landform_drift() {
  set --
  if [ -n "\${LANDFORM_FORGE:-}" ]; then
    set -- --issue "--$LANDFORM_FORGE"
  fi
  npx landform drift --input=false --lock-timeout 5m "$@" || test $? = 2
}

case "\${1:-}" in
  install | plan | apply | drift) "landform_$1" ;;
  *)
    echo 'Usage: sh landform.sh install|plan|apply|drift' >&2
    exit 2
    ;;
esac
`;

const README = `# Landform in a pipeline

\`landform.sh\` has a function for each job. Run it in the folder of the project. To plan and to apply, it needs \`LANDFORM_PLAN_SECRET\`, a secret of 32 random bytes
(\`openssl rand -hex 32\`).

| job                            | commands                                                 |
| ------------------------------ | -------------------------------------------------------- |
| on a pull request              | \`sh ci/landform.sh install && sh ci/landform.sh plan\`    |
| after its merge, one at a time | \`sh ci/landform.sh install && sh ci/landform.sh apply\`   |
| on a schedule                  | \`sh ci/landform.sh install && sh ci/landform.sh drift\`   |

Keep \`plan.json\` of the pull request's last commit as an artefact, and bring it to the job after the merge. It is encrypted and signed with the secret. \`plan.html\` is the report
for people; it hides sensitive values. A plan that no longer fits is refused: plan the branch, read that plan, and apply it.

With \`LANDFORM_FORGE=github\` or \`gitlab\`, the plan is commented on the request, and drift is kept in one issue. Both take their token and place from the variables that
\`landform comment --help\` names.
`;

/** A script of functions for any other pipeline. */
export const genericRecipe = ({ folder }: RecipeOptions): RecipeFiles =>
  new Map([
    [folder === '' ? 'ci/landform.sh' : `${folder}/ci/landform.sh`, SCRIPT],
    [folder === '' ? 'ci/README.md' : `${folder}/ci/README.md`, README],
  ]);
