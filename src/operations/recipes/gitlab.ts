import { indented, nameFor, type Cloud, type RecipeFiles, type RecipeOptions } from './recipe.js';
import { applyLines, driftLine, ENCRYPTION, ENDING, INSTALL, KEY, PLAN } from './shell.js';

type Role = 'PLAN' | 'APPLY';

const script = (text: string): string => `    - |\n${indented(text, 6)}\n`;

interface CloudPart {
  /** The audience of the token, by the variable that gets it. */
  readonly token: readonly [name: string, audience: string];
  readonly variables: (role: Role) => readonly string[];
  readonly script?: string;
}

/** Credentials by tokens of the job. Those of plans need only read. */
const CREDENTIALS: Readonly<Record<Cloud, CloudPart>> = {
  aws: {
    token: ['AWS_ID_TOKEN', '$CI_SERVER_URL'],
    variables: (role) => [`AWS_ROLE_ARN: $AWS_${role}_ROLE`, 'AWS_WEB_IDENTITY_TOKEN_FILE: /tmp/aws-id-token'],
    script: `(umask 077 && printf %s "$AWS_ID_TOKEN" > "$AWS_WEB_IDENTITY_TOKEN_FILE")`,
  },
  azure: {
    token: ['ARM_OIDC_TOKEN', 'api://AzureADTokenExchange'],
    variables: (role) => [
      `ARM_USE_OIDC: 'true'`,
      `ARM_CLIENT_ID: $AZURE_${role}_CLIENT`,
      'ARM_TENANT_ID: $AZURE_TENANT',
      'ARM_SUBSCRIPTION_ID: $AZURE_SUBSCRIPTION',
    ],
  },
  google: {
    token: ['GOOGLE_ID_TOKEN', 'https://iam.googleapis.com/$GOOGLE_PROVIDER'],
    variables: (role) => [
      `GOOGLE_ACCOUNT: $GOOGLE_${role}_ACCOUNT`,
      'GOOGLE_APPLICATION_CREDENTIALS: /tmp/google-credentials.json',
    ],
    script: `(umask 077 && printf %s "$GOOGLE_ID_TOKEN" > /tmp/google-id-token && cat > "$GOOGLE_APPLICATION_CREDENTIALS" << END
{
  "type": "external_account",
  "audience": "//iam.googleapis.com/$GOOGLE_PROVIDER",
  "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
  "token_url": "https://sts.googleapis.com/v1/token",
  "credential_source": { "file": "/tmp/google-id-token" },
  "service_account_impersonation_url": "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/$GOOGLE_ACCOUNT:generateAccessToken"
}
END
)`,
  },
};

function credentials({ clouds }: RecipeOptions, role: Role): string {
  if (clouds.length === 0) return '';
  const parts = clouds.map((cloud) => CREDENTIALS[cloud]);
  const tokens = parts.map(({ token: [name, audience] }) => `    ${name}:\n      aud: ${audience}\n`);
  const variables = parts.flatMap((part) => part.variables(role)).map((line) => `    ${line}\n`);
  return `  id_tokens:\n${tokens.join('')}  variables:\n${variables.join('')}`;
}

const FIND = `api() {
  printf 'authorization: Bearer %s' "$GITLAB_TOKEN" |
    curl --fail --silent --show-error --location --header @- "$CI_API_V4_URL/projects/$CI_PROJECT_ID/$1"
}
# Prints a property of the first element of a list that fits.
first() {
  node -e '
    const [fits, property] = process.argv.slice(1);
    const list = JSON.parse(require("fs").readFileSync(0, "utf8"));
    const found = list.find(new Function("one", "return " + fits));
    process.stdout.write(String(found?.[property] ?? ""));
  ' "$1" "$2"
}
if [ "$CI_PIPELINE_SOURCE" = push ]; then
  requests=$(api "repository/commits/$CI_COMMIT_SHA/merge_requests")
  request=$(printf %s "$requests" | first 'one.state === "merged" && [one.merge_commit_sha, one.squash_commit_sha, one.sha].includes(process.env.CI_COMMIT_SHA)' iid)
  if [ -z "$request" ]; then
    echo 'This commit is not a merged merge request, so it has no reviewed plan. Run a pipeline by hand: it plans the branch.'
    exit 1
  fi
  pipelines=$(api "merge_requests/$request/pipelines")
  pipeline=$(printf %s "$pipelines" | first 'one.source === "merge_request_event"' id)
  jobs='[]'
  if [ -n "$pipeline" ]; then
    jobs=$(api "pipelines/$pipeline/jobs?per_page=100")
  fi
  job=$(printf %s "$jobs" | first 'one.name === "@NAME@-plan" && one.status === "success"' id)
  if [ -z "$job" ]; then
    echo 'The merge request has no plan: it came from a fork, or the plan failed. Run a pipeline by hand: it plans the branch.'
    exit 1
  fi
  api "jobs/$job/artifacts/@PATH@" > plan.json
fi
`;

/** A file of GitLab CI/CD, included by the pipeline of the repository. */
export function gitlabRecipe(options: RecipeOptions): RecipeFiles {
  const { folder, branch, clouds } = options;
  const name = nameFor(options);
  const path = (file: string): string => (folder === '' ? file : `${folder}/${file}`);
  const scripts = clouds.flatMap((cloud) => CREDENTIALS[cloud].script ?? []);
  const onBranch = `$CI_COMMIT_BRANCH == ${JSON.stringify(branch)}`;
  const file = `.gitlab/${name}.yml`;
  const text = `# Plans merge requests, applies their plans when they are merged, and checks for drift.
# Why it is as it is: docs/pipelines.md of Landform. It needs the variables LANDFORM_PLAN_SECRET (openssl rand -hex 32) and GITLAB_TOKEN.
.${name}:
  image: node:22.20.0-bookworm
  before_script:
${folder === '' ? '' : `    - cd ${JSON.stringify(folder)}\n`}${scripts.map(script).join('')}${script(INSTALL)}
${name}-plan:
  extends: .${name}
  stage: test
${credentials(options, 'PLAN')}  rules:
    - if: $CI_PIPELINE_SOURCE == "merge_request_event"
    - if: $CI_PIPELINE_SOURCE == "web" && ${onBranch}
  script:
${script(`${ENCRYPTION}${KEY}${PLAN}if [ -n "\${CI_MERGE_REQUEST_IID:-}" ]; then
  npx landform comment --gitlab --policies --name ${name} plan.json
fi
${ENDING}`)}  artifacts:
    paths:
      - ${path('plan.json')}
      - ${path('plan.html')}
    expire_in: 30 days

${name}-apply:
  extends: .${name}
  stage: deploy
  environment: production
  resource_group: ${name}
${credentials(options, 'APPLY')}  rules:
    - if: $CI_PIPELINE_SOURCE == "push" && ${onBranch}
    # By hand, the plan of this pipeline, once it was read.
    - if: $CI_PIPELINE_SOURCE == "web" && ${onBranch}
      when: manual
  script:
${script(FIND.replaceAll('@NAME@', name).replace('@PATH@', path('plan.json')))}${script(
    ENCRYPTION +
      KEY +
      applyLines(
        'Not applied, or not completely. If the plan is stale or the run failed, run a pipeline by hand: it plans again, and applies that plan.',
      ),
  )}
${name}-drift:
  extends: .${name}
  stage: test
${credentials(options, 'PLAN')}  rules:
    - if: $CI_PIPELINE_SOURCE == "schedule"
  script:
${script(driftLine('gitlab').replace('--gitlab', `--gitlab --name ${name}`))}`;
  return new Map([
    [file, text],
    ['.gitlab-ci.yml', `include:\n  - local: ${file}\n`],
  ]);
}
