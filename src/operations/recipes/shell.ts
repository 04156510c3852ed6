/** Shell (POSIX) that all recipes share. */

/** From a lock file alone; what the project needs besides its packages must be locked, too. */
export const INSTALL = `npm ci
npx landform init --input=false --lockfile=readonly
`;

/** Encrypts plans, whose files contain values in plain text. */
export const ENCRYPTION = `: "\${LANDFORM_PLAN_SECRET:?is not set. It needs 32 random bytes: openssl rand -hex 32}"
umask 077
export TF_ENCRYPTION="
  key_provider \\"pbkdf2\\" \\"pipeline\\" {
    passphrase = \\"$LANDFORM_PLAN_SECRET\\"
  }
  method \\"aes_gcm\\" \\"pipeline\\" {
    keys = key_provider.pbkdf2.pipeline
  }
  plan {
    method   = method.aes_gcm.pipeline
    enforced = true
  }"
`;

/** The key that signs a plan, so that a job applies only what the other job made. The file is removed when the shell ends. */
export const KEY = `key=$(mktemp)
trap 'rm -f "$key"' EXIT
printf %s "$LANDFORM_PLAN_SECRET" > "$key"
`;

/**
 * Plans. What a mandatory policy objects to fails the job, but only at its end ({@link ENDING}): the plan is saved all the same, so
 * the report and the comment can say why.
 */
export const PLAN = `rm -f plan.json
status=0
npx landform plan --input=false --lock-timeout 5m --out plan.json --sign-key "$key" || status=$?
test -f plan.json || exit "$status"
npx landform show --policies --format html plan.json > plan.html || test "$status" != 0
`;

/** Ends the job as the plan ended. */
export const ENDING = `exit "$status"
`;

/** Applies the plan, or nothing. `how` says how to plan again, and is for a single-quoted text. */
export const applyLines = (how: string): string =>
  `npx landform apply --input=false --lock-timeout 5m --verify-key "$key" plan.json || {
  echo '${how}'
  exit 1
}
`;

/** Drift is in the issue; only a check that could not be made fails the job. */
export const driftLine = (forge: 'github' | 'gitlab'): string =>
  `npx landform drift --input=false --lock-timeout 5m --issue --${forge} || test $? = 2
`;
