import { isJsonObject, parseJson, reasonOf, type JsonObject } from '../../../model/index.js';
import { systemClock } from '../../clock.js';
import { sendRepeatedly, type RemoteReply, type Send } from '../../backends/remote/send.js';
import { KeyUnavailable } from '../key-provider.js';

const RETRIES = { most: 3, firstPauseMs: 250, longestPauseMs: 4000, clock: systemClock };

/**
 * Asks a service for a key. Every request may arrive twice: another data key costs nothing. Rejects with the reason of
 * the service.
 */
export async function ask(send: () => ReturnType<Send>, service: string): Promise<JsonObject> {
  let reply: RemoteReply;
  try {
    reply = await sendRepeatedly(send, RETRIES, { what: 'Asking', place: service });
  } catch (error) {
    throw new KeyUnavailable(`${service} cannot be reached: ${reasonOf(error)}.`);
  }
  const json = jsonOf(reply);
  if (reply.status === 200 && json !== undefined) return json;
  throw new KeyUnavailable(`${service} refused (status ${reply.status}): ${json === undefined ? '' : said(json)}.`);
}

function jsonOf({ body }: RemoteReply): JsonObject | undefined {
  try {
    const json = parseJson(Buffer.from(body).toString('utf8'));
    return isJsonObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** Where these services put their messages. */
function said(json: JsonObject): string {
  const { error, errors, message, Message, __type: type } = json;
  const inner = isJsonObject(error) ? error['message'] : undefined;
  const first = Array.isArray(errors) ? errors[0] : undefined;
  const texts = [type, inner, first, message, Message].filter((text) => typeof text === 'string');
  return texts.length > 0 ? texts.join(': ') : 'no reason given';
}
