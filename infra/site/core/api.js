/** The API as JSON in and out. Every failure is an ApiError whose message can be shown as it stands. */
import { language, words } from './words.js';

const TIMEOUT_MS = 20_000;

export class ApiError extends Error {
  /** `status` 0: the request never arrived, or its answer did not. `wait`: seconds, if the room asks for some patience. */
  constructor(status, { code, message, field } = {}, wait = null) {
    super(words.errors.byCode[code] ?? message ?? (status === 0 ? words.errors.offline : words.errors.unexpected));
    Object.assign(this, { status, code, field, wait });
  }
}

/** A request repeated with the same key does nothing twice. */
export const newKey = () => crypto.randomUUID();
export const keyed = (key) => ({ 'Idempotency-Key': key });

/** After a refusal, or when the key turned out to be spent, the next attempt is a new request; else the same one. */
const REFUSED = [400, 403, 413, 415];
export const keyAfter = ({ status, code }, key) =>
  (REFUSED.includes(status) || code === 'idempotency_key_reused' ? newKey() : key);

/** A path with the parameters that have a value. */
export function withQuery(path, parameters) {
  const given = Object.entries(parameters).filter(([, value]) => value);
  return given.length ? `${path}?${new URLSearchParams(given)}` : path;
}

export class Api {
  #token;
  #onRefused;

  /** `token()` gives the bearer or null; `onRefused()` is called when the API does not know it any more. */
  constructor(token, onRefused) {
    this.#token = token;
    this.#onRefused = onRefused;
  }

  get(path) { return this.#send('GET', path); }
  post(path, body, headers) { return this.#send('POST', path, body, headers); }
  put(path) { return this.#send('PUT', path); }
  patch(path, body) { return this.#send('PATCH', path, body); }
  delete(path) { return this.#send('DELETE', path); }

  async #send(method, path, body, headers = {}) {
    const token = this.#token();
    const response = await this.#fetch(method, path, body, { ...headers, ...bearer(token) });
    if (response.ok) return response.status === 204 ? null : response.json().catch(unanswered);
    if (response.status === 401 && token) {
      this.#onRefused();
      if (method === 'GET') return this.#send(method, path);
    }
    throw new ApiError(response.status, await response.json().catch(() => ({})), patience(response));
  }

  #fetch(method, path, body, headers) {
    return fetch(path, {
      method,
      cache: 'no-cache', // the CDN may be some seconds behind, but not this browser behind the CDN
      headers: { Accept: 'application/json', 'Accept-Language': language, ...headers, ...jsonType(body) },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    }).catch(unanswered);
  }
}

const patience = ({ headers }) => Number.parseInt(headers.get('Retry-After'), 10) || null;
const unanswered = () => { throw new ApiError(0); };
const bearer = (token) => (token ? { Authorization: `Bearer ${token}` } : {});
const jsonType = (body) => (body ? { 'Content-Type': 'application/json' } : {});
