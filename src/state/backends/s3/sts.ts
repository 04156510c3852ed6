import { readFile } from 'node:fs/promises';
import { DiagnosticError, errorDiagnostic } from '../../../model/index.js';
import type { RemoteReply, Send } from '../remote/send.js';
import type { RoleSettings } from './settings.js';
import { signedHeaders, type AwsCredentials } from './sign.js';

export interface StsContext {
  readonly endpoint: string;
  readonly region: string;
  readonly send: Send;
  readonly now: () => number;
}

/** Credentials of a role, for those who may assume it. */
export async function assumeRole(
  context: StsContext,
  role: RoleSettings,
  base: AwsCredentials,
): Promise<AwsCredentials> {
  const body = Buffer.from(formOf('AssumeRole', role).toString());
  const url = new URL(`${context.endpoint}/`);
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const request = { method: 'POST', url, headers, body, service: 'sts', region: context.region, now: context.now() };
  return read(role, await context.send(url, { method: 'POST', headers: signedHeaders(request, base), body }));
}

/** Credentials of a role for the bearer of a token: a pipeline, a pod. */
export async function assumeRoleWithWebIdentity(context: StsContext, role: RoleSettings): Promise<AwsCredentials> {
  const form = formOf('AssumeRoleWithWebIdentity', role);
  form.set('WebIdentityToken', role.token ?? (await readFile(role.tokenFile ?? '', 'utf8')).trim());
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const request = { method: 'POST', headers, body: Buffer.from(form.toString()) };
  return read(role, await context.send(new URL(`${context.endpoint}/`), request));
}

function formOf(action: string, { role, session, externalId, policy, seconds }: RoleSettings): URLSearchParams {
  const form = new URLSearchParams({ Action: action, Version: '2011-06-15', RoleArn: role });
  form.set('RoleSessionName', session ?? 'landform');
  if (externalId !== undefined) form.set('ExternalId', externalId);
  if (policy !== undefined) form.set('Policy', policy);
  if (seconds !== undefined) form.set('DurationSeconds', String(seconds));
  return form;
}

function read({ role }: RoleSettings, reply: RemoteReply): AwsCredentials {
  const text = Buffer.from(reply.body).toString();
  const part = (name: string): string => new RegExp(`<${name}>([^<]*)</${name}>`).exec(text)?.[1] ?? '';
  if (reply.status !== 200 || part('AccessKeyId') === '') {
    throw new DiagnosticError([
      errorDiagnostic('no-credentials', `The role ${role} could not be assumed (status ${reply.status})`, {
        detail: `The service says: ${part('Code')} ${part('Message')}. Check the role and who may assume it.`,
      }),
    ]);
  }
  const expires = Date.parse(part('Expiration'));
  return {
    accessKeyId: part('AccessKeyId'),
    secretAccessKey: part('SecretAccessKey'),
    sessionToken: part('SessionToken'),
    expires: Number.isNaN(expires) ? undefined : expires,
  };
}
