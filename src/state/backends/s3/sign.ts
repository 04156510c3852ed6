import { createHash, createHmac } from 'node:crypto';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
  /** Milliseconds since 1970. */
  readonly expires?: number | undefined;
}

export interface ToSign {
  readonly method: string;
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly service: string;
  readonly region: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The headers of a request, signed with AWS Signature Version 4. */
export function signedHeaders(request: ToSign, credentials: AwsCredentials): Record<string, string> {
  const { method, url, service, region } = request;
  const moment = new Date(request.now).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const day = moment.slice(0, 8);
  const digest = sha256(request.body);
  const { sessionToken } = credentials;
  const headers: Record<string, string> = {
    ...request.headers,
    host: url.host,
    'x-amz-content-sha256': digest,
    'x-amz-date': moment,
    ...(sessionToken !== undefined && { 'x-amz-security-token': sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const list = names.join(';');
  const canonical = [
    method,
    // S3 encodes a path once; the path of a URL is encoded already, but for a few characters.
    url.pathname.replaceAll(/[!'()*:;,=@$&+]/g, percent),
    [...url.searchParams]
      .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
      .sort()
      .join('&'),
    ...names.map((name) => `${name}:${(headers[name] ?? '').trim().replaceAll(/ +/g, ' ')}`),
    '',
    list,
    digest,
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const text = ['AWS4-HMAC-SHA256', moment, scope, sha256(canonical)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce<string | Buffer>(
    (above, part) => createHmac('sha256', above).update(part).digest(),
    `AWS4${credentials.secretAccessKey}`,
  );
  const signature = createHmac('sha256', key).update(text).digest('hex');
  const { host: _, ...sent } = headers;
  const who = `Credential=${credentials.accessKeyId}/${scope}`;
  return { ...sent, authorization: `AWS4-HMAC-SHA256 ${who}, SignedHeaders=${list}, Signature=${signature}` };
}

/** A path for a URL: every character but those that are never encoded, and slashes. */
export const encodedPath = (key: string): string => key.split('/').map(encoded).join('/');

const encoded = (text: string): string => encodeURIComponent(text).replaceAll(/[!'()*]/g, percent);

const percent = (char: string): string => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;

const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
