import type { Answer } from './echo-service.js';

/** All the ways of saying no, or of saying yes so that it cannot be used; each repeats what was sent. */
export const REFUSALS: Readonly<Record<string, (said: string) => Answer | 'reset'>> = {
  'an error in JSON': (said) => ({ status: 400, body: { message: `refused: ${said}` } }),
  'an error in text': (said) => ({ status: 422, body: `refused: ${said}` }),
  'an error in HTML': (said) => ({ status: 403, headers: { 'content-type': 'text/html' }, body: `<p>${said}</p>` }),
  'an error in another field': (said) => ({ status: 409, body: { error: { reason: [said] } } }),
  'a refused login': (said) => ({
    status: 401,
    headers: { 'www-authenticate': 'Bearer' },
    body: { message: said },
  }),
  'a failure': (said) => ({ status: 500, body: { message: said } }),
  'a long pause': (said) => ({ status: 429, headers: { 'retry-after': '9999' }, body: { message: said } }),
  'a redirect': (said) => ({ status: 302, headers: { location: `/moved?to=${encodeURIComponent(said)}` } }),
  'a redirect elsewhere': (said) => ({
    status: 307,
    headers: { location: `http://${Buffer.from(said).toString('hex').slice(0, 60)}.invalid/` },
  }),
  'a response that is not JSON': (said) => ({ status: 201, body: `done: ${said}` }),
  'broken JSON': (said) => ({ status: 201, headers: { 'content-type': 'application/json' }, body: `{"id": "${said}` }),
  'a response with another shape': (said) => ({ status: 201, body: { [said]: said, name: [said], id: { of: said } } }),
  'fields with other types': (said) => ({ status: 201, body: { id: 's-x', name: said, metres: said, topics: said } }),
  'an unusual status': (said) => ({ status: 418, reason: said.replaceAll(/[^ -~]/g, ' ').slice(0, 200) }),
  'no reply': () => 'reset',
};
