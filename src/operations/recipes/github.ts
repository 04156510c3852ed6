import { indented, nameFor, type Cloud, type RecipeFiles, type RecipeOptions } from './recipe.js';
import { applyLines, driftLine, ENCRYPTION, ENDING, INSTALL, KEY, PLAN } from './shell.js';

/** Actions by the commit of a release: a tag can be moved to other code, a commit cannot. */
const ACTIONS = {
  checkout: 'actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0',
  node: 'actions/setup-node@a0853c24544627f65ddf259abe73b1d18a591444 # v5.0.0',
  upload: 'actions/upload-artifact@ea165f8d65b6e75b540449e92b4886f43607fa02 # v4.6.2',
  download: 'actions/download-artifact@634f93cb2916e3fdff6788551b99b062d0335ce0 # v5.0.0',
  aws: 'aws-actions/configure-aws-credentials@a03048d87541d1d9fcf2ecf528a4a65ba9bd7838 # v5.0.0',
  google: 'google-github-actions/auth@7c6bc770dae815cd3e89ee6cdf493a5fab2cc093 # v3.0.0',
} as const;

type Role = 'PLAN' | 'APPLY';

const run = (text: string): string => `run: |\n${indented(text, 2)}`;

const step = (text: string): string => `      - ${indented(text, 8).trimStart()}\n`;

/** Credentials for each cloud. Those of plans need only read. */
const CREDENTIALS: Readonly<Record<Cloud, (role: Role) => string>> = {
  aws: (role) =>
    step(`uses: ${ACTIONS.aws}
with:
  role-to-assume: \${{ vars.AWS_${role}_ROLE }}
  aws-region: \${{ vars.AWS_REGION }}`),
  google: (role) =>
    step(`uses: ${ACTIONS.google}
with:
  workload_identity_provider: \${{ vars.GOOGLE_PROVIDER }}
  service_account: \${{ vars.GOOGLE_${role}_ACCOUNT }}`),
  // The provider asks for the token itself.
  azure: () => '',
};

const azureVariables = (role: Role): string => `    env:
      ARM_USE_OIDC: 'true'
      ARM_CLIENT_ID: \${{ vars.AZURE_${role}_CLIENT }}
      ARM_TENANT_ID: \${{ vars.AZURE_TENANT }}
      ARM_SUBSCRIPTION_ID: \${{ vars.AZURE_SUBSCRIPTION }}
`;

/** What begins each job, and the steps that each needs. */
function job({ clouds }: RecipeOptions, role: Role, permissions: readonly string[]): string {
  const all = clouds.length === 0 ? permissions : [...permissions, 'id-token: write'];
  const steps = [
    step(`uses: ${ACTIONS.checkout}\nwith:\n  persist-credentials: false`),
    step(`uses: ${ACTIONS.node}\nwith:\n  node-version: 22\n  package-manager-cache: false`),
    ...clouds.map((cloud) => CREDENTIALS[cloud](role)),
    step(`name: Install\n${run(INSTALL)}`),
  ];
  return `    runs-on: ubuntu-latest
    permissions:
${indented(all.join('\n'), 6)}
${clouds.includes('azure') ? azureVariables(role) : ''}    steps:
${steps.join('')}`;
}

const FIND = `api() {
  printf 'authorization: Bearer %s' "$GITHUB_TOKEN" | curl --fail --silent --show-error --header @- \\
    --header 'accept: application/vnd.github+json' --header 'x-github-api-version: 2022-11-28' \\
    "$GITHUB_API_URL/repos/$GITHUB_REPOSITORY/$1"
}
commit=$GITHUB_SHA
run=$GITHUB_RUN_ID
if [ "$GITHUB_EVENT_NAME" = push ]; then
  pulls=$(api "commits/$GITHUB_SHA/pulls")
  commit=$(printf %s "$pulls" | jq -r --arg sha "$GITHUB_SHA" 'map(select(.merge_commit_sha == $sha))[0].head.sha // empty')
  if [ -z "$commit" ]; then
    echo '::error::This commit is not a merged pull request, so it has no reviewed plan. Run this workflow by hand: it plans the branch.'
    exit 1
  fi
  artifacts=$(api "actions/artifacts?per_page=100&name=@NAME@-plan-$commit")
  run=$(printf %s "$artifacts" | jq -r '[.artifacts[] | select((.expired | not) and .workflow_run.repository_id == .workflow_run.head_repository_id)]
      | max_by(.created_at).workflow_run.id // empty')
  if [ -z "$run" ]; then
    echo '::error::The pull request has no plan: it came from a fork, or the plan failed or expired. Run this workflow by hand: it plans the branch.'
    exit 1
  fi
fi
echo "artifact=@NAME@-plan-$commit" >> "$GITHUB_OUTPUT"
echo "run=$run" >> "$GITHUB_OUTPUT"
`;

/** A workflow of GitHub Actions. */
export function githubRecipe(options: RecipeOptions): RecipeFiles {
  const { folder, branch } = options;
  const name = nameFor(options);
  const path = (file: string): string => (folder === '' ? file : `${folder}/${file}`);
  const secret = `LANDFORM_PLAN_SECRET: \${{ secrets.LANDFORM_PLAN_SECRET }}`;
  const token = 'GITHUB_TOKEN: ${{ github.token }}';
  const text = `# Plans pull requests, applies their plans when they are merged, and checks for drift.
# Why it is as it is: docs/pipelines.md of Landform. It needs the secret LANDFORM_PLAN_SECRET (openssl rand -hex 32).
name: ${name}
on:
  pull_request:
  push:
    branches: ['${branch}']
  schedule:
    - cron: '17 5 * * *'
  workflow_dispatch:
permissions: {}
${folder === '' ? '' : `defaults:\n  run:\n    working-directory: ${JSON.stringify(folder)}\n`}jobs:
  plan:
    # Pull requests from forks get no secrets.
    if: >-
      github.event_name == 'workflow_dispatch' && github.ref == 'refs/heads/${branch}' ||
      github.event_name == 'pull_request' && github.event.pull_request.head.repo.full_name == github.repository
${job(options, 'PLAN', ['contents: read', 'pull-requests: write', 'checks: write'])}${step(`name: Plan
id: plan
env:
  ${secret}
${run(`${ENCRYPTION}${KEY}${PLAN}echo 'saved=true' >> "$GITHUB_OUTPUT"
npx landform show --policies --format markdown plan.json >> "$GITHUB_STEP_SUMMARY" || test "$status" != 0
${ENDING}`)}`)}${step(`name: Comment
# Also on a plan that a policy does not allow: the comment says why.
if: steps.plan.outputs.saved == 'true' && github.event_name == 'pull_request' && !cancelled()
env:
  ${secret}
  ${token}
${run(`${ENCRYPTION}npx landform comment --github --check --policies --name ${name} plan.json\n`)}`)}${step(`uses: ${ACTIONS.upload}
with:
  name: ${name}-plan-\${{ github.event.pull_request.head.sha || github.sha }}
  path: |
    ${path('plan.json')}
    ${path('plan.html')}
  if-no-files-found: error
  overwrite: true
  retention-days: 30`)}
  apply:
    needs: plan
    # After a merge, the plan of the pull request; by hand, the plan of this run, once the environment's reviewers approve.
    if: >-
      !cancelled() && (github.event_name == 'push' ||
      github.event_name == 'workflow_dispatch' && needs.plan.result == 'success')
    environment: production
    concurrency: ${name}-apply
${job(options, 'APPLY', ['contents: read', 'actions: read', 'pull-requests: read'])}${step(`name: Find the plan
id: plan
env:
  ${token}
${run(FIND.replaceAll('@NAME@', name))}`)}${step(`uses: ${ACTIONS.download}
with:
  name: \${{ steps.plan.outputs.artifact }}
  run-id: \${{ steps.plan.outputs.run }}
  github-token: \${{ github.token }}${folder === '' ? '' : `\n  path: ${JSON.stringify(folder)}`}`)}${step(`name: Apply
env:
  ${secret}
${run(
  ENCRYPTION +
    KEY +
    applyLines(
      '::error::Not applied, or not completely. If the plan is stale or the run failed, run this workflow by hand: it plans again, and applies that plan.',
    ),
)}`)}
  drift:
    if: github.event_name == 'schedule'
${job(options, 'PLAN', ['contents: read', 'issues: write'])}${step(`name: Check for drift
env:
  ${token}
${run(driftLine('github').replace('--github', `--github --name ${name}`))}`)}`;
  return new Map([[`.github/workflows/${name}.yml`, text]]);
}
